package definition

import (
	"strconv"
	"strings"
	"time"
)

// Readable writes a canonical value of the field as people read it in the
// language ("zh" or "en"): choices by their label, Booleans as 是/否 or yes/no,
// instants in UTC. A personal value that is still sealed becomes asterisks, a
// value that is not of the field's type its bare text.
func (f *Field) Readable(lang string, value []byte) string {
	if isSealed(value) {
		return hidden
	}
	r := jsonReader{src: value}
	out, err := f.readable(&r, lang)
	if err != nil {
		return strings.Trim(string(value), `"`)
	}
	return out
}

func (f *Field) readable(r *jsonReader, lang string) (string, error) {
	if !f.Many && f.Type != TypeTable && f.Type != TypeChecks {
		return f.readableOne(r, lang)
	}
	var parts []string
	err := r.array(func(int) error {
		read := f.readableOne
		if f.Type == TypeTable {
			read = f.readableRow
		}
		s, err := read(r, lang)
		parts = append(parts, s)
		return err
	})
	comma := ", "
	switch {
	case f.Type == TypeTable:
		comma = "\n"
	case lang != "en":
		comma = "、"
	}
	return strings.Join(parts, comma), err
}

func (f *Field) readableRow(r *jsonReader, lang string) (string, error) {
	var parts []string
	err := r.object(func(key string) error {
		i := f.column(key)
		if i < 0 {
			return errStored
		}
		s, err := f.Columns[i].readable(r, lang)
		parts = append(parts, s)
		return err
	})
	return strings.Join(parts, " "), err
}

func (f *Field) readableOne(r *jsonReader, lang string) (string, error) {
	switch f.Type {
	case TypeBoolean:
		yes := r.word("true")
		if !yes && !r.word("false") {
			return "", errStored
		}
		return yesNo(lang, yes), nil
	case TypeInteger, TypeNumber, TypeRating:
		return r.number()
	case TypeInstant, TypeDuration, TypeChoice, TypeChecks, TypeText, TypeLongText, TypeMoney, TypeDate, TypePhone,
		TypeMail, TypeAddress, TypePerson, TypeTeam, TypeCustomer, TypeFile, TypeTable:
	}
	s, err := r.text()
	if err != nil {
		return "", err
	}
	return f.readableText(s, lang), nil
}

// readableText writes a value that JSON writes as a string.
func (f *Field) readableText(s, lang string) string {
	if i := f.choice(s); i >= 0 && f.Choices[i].Label != (Text{}) {
		return f.Choices[i].Label.In(lang)
	}
	if f.Type == TypeInstant {
		if at, ok := parseInstant(s); ok {
			return time.UnixMilli(at).UTC().Format("2006-01-02 15:04") + " UTC"
		}
	}
	if f.Type == TypeDuration {
		if millis, ok := parseSpan(s); ok {
			return readableSpan(lang, millis)
		}
	}
	return s
}

func yesNo(lang string, yes bool) string {
	words := [2]string{"否", "是"}
	if lang == "en" {
		words = [2]string{"no", "yes"}
	}
	if yes {
		return words[1]
	}
	return words[0]
}

// readableSpan writes a duration in hours, minutes and seconds.
func readableSpan(lang string, millis int64) string {
	units := [3]string{"小时", "分钟", "秒"}
	space := ""
	if lang == "en" {
		units = [3]string{"h", "min", "s"}
		space = " "
	}
	var parts []string
	for i, n := range [3]int64{millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60} {
		if n > 0 {
			parts = append(parts, strconv.FormatInt(n, 10)+space+units[i])
		}
	}
	if parts == nil {
		return "0" + space + units[2]
	}
	return strings.Join(parts, space)
}
