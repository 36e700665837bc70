package definition

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The patterns of values written as strings; the form's JSON Schema uses the
// same ones, so they stay within what RE2 and ECMAScript both read alike. The
// first two demand something that is not a space (U+3000 is the space of
// Chinese input). NUL never passes: PostgreSQL cannot store it.
const (
	patternLine  = "^[\\x20\u3000\\t]*[^\\x00-\\x20\\x7f\u3000][^\\x00-\\x08\\x0a-\\x1f\\x7f]*$"
	patternLines = "^[\\x20\u3000\\t\\n\\r]*[^\\x00-\\x20\\x7f\u3000][^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$"
	patternPhone = `^[+0-9(][0-9() .#*-]{1,38}[0-9#*)]$`
	patternMail  = `^[^\x00-\x20\x7f@]+@[^\x00-\x20\x7f@]+$`
	patternMoney = `^-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?$`
	patternSpan  = `^PT([0-9]{1,9}H([0-9]{1,9}M)?([0-9]{1,9}(\.[0-9]{1,3})?S)?|[0-9]{1,9}M([0-9]{1,9}(\.[0-9]{1,3})?S)?|[0-9]{1,9}(\.[0-9]{1,3})?S)$`
	patternDate  = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`
	patternBlank = "^[ \t\r\n\u3000]*$"
)

// textRule is what a type of text must look like and how long it may be where
// the field says nothing, in characters. accepts is asked of what is not blank.
type textRule struct {
	pattern string
	accepts func(string) bool
	max     float64
}

var textRules = map[FieldType]textRule{
	TypeText:     {patternLine, printable("\t"), 1000},
	TypeLongText: {patternLines, printable("\t\n\r"), 20_000},
	TypeAddress:  {patternLines, printable("\t\n\r"), 500},
	TypePhone:    {patternPhone, regexp.MustCompile(patternPhone).MatchString, 40},
	TypeMail:     {patternMail, regexp.MustCompile(patternMail).MatchString, 254},
	TypePerson:   {patternLine, printable("\t"), 200},
	TypeTeam:     {patternLine, printable("\t"), 200},
	TypeCustomer: {patternLine, printable("\t"), 200},
	TypeFile:     {patternLine, printable("\t"), 500},
}

// printable is patternLine or patternLines without a regular expression: no
// control characters but those named.
func printable(controls string) func(string) bool {
	return func(s string) bool {
		for i := range len(s) {
			if c := s[i]; c < 0x20 && strings.IndexByte(controls, c) < 0 || c == 0x7f {
				return false
			}
		}
		return true
	}
}

// checkText checks length and shape of a text.
func checkText(f *Field, s, path string) *Problem {
	if strings.Trim(s, " \t\r\n\u3000") == "" {
		return problem(path, "required")
	}
	rule := textRules[f.Type]
	low, high := f.lengths()
	switch n := float64(utf8.RuneCountInString(s)); {
	case n < low:
		return problem(path, "min", "of", "length", "min", limit(low))
	case n > high:
		return problem(path, "max", "of", "length", "max", limit(high))
	case !rule.accepts(s):
		return problem(path, "type", "type", string(f.Type))
	}
	return nil
}

// lengths are the fewest and most characters of a text field. Where a field
// has many entries, min and max count those.
func (f *Field) lengths() (low, high float64) {
	if f.Many {
		return 1, textRules[f.Type].max
	}
	return bounds(f, 1, textRules[f.Type].max)
}

// within checks a number against the field's limits; scale is how many units
// of n make one of the limits.
func within(f *Field, path string, n, scale float64) *Problem {
	low, high, bounded := f.limits()
	if !bounded {
		return nil
	}
	if low != nil && n < float64(scaled(*low, scale)) {
		return problem(path, "min", "of", "value", "min", limit(*low))
	}
	if high != nil && n > float64(scaled(*high, scale)) {
		return problem(path, "max", "of", "value", "max", limit(*high))
	}
	return nil
}

func scaled(limit, scale float64) float64 {
	if scale == 1 {
		return limit
	}
	return float64(centsOf(limit))
}

// limits are the least and greatest value of a number. A rating runs from 1 to
// 5 where the field says nothing.
func (f *Field) limits() (low, high *float64, bounded bool) {
	if f.Type == TypeRating {
		low, high = new(float64), new(float64)
		*low, *high = 1, defaultRating
		if !f.Many {
			*low, *high = bounds(f, 1, defaultRating)
		}
		return low, high, true
	}
	if f.Many {
		return nil, nil, false
	}
	return f.Min, f.Max, f.Min != nil || f.Max != nil
}

// bounds are the field's own limits, or the given ones.
func bounds(f *Field, low, high float64) (float64, float64) {
	if f.Min != nil {
		low = *f.Min
	}
	if f.Max != nil {
		high = *f.Max
	}
	return low, high
}

// limit writes a limit for a person.
func limit(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
