package definition

import (
	"strings"
	"time"
)

// ParseScalar reads the text of a YAML scalar as a value of the field, whatever
// YAML itself would make of it: `010` is text for a phone, `2026-03-02 09:00`
// an instant. An instant without an offset is UTC; a duration may be written
// `2h30m`; true and false are the only Booleans. The result is canonical JSON;
// for a field with many entries it is that of one.
func (f *Field) ParseScalar(text string) ([]byte, *Problem) {
	single := *f
	if single.Many {
		single.Many, single.Min, single.Max = false, nil, nil
	}
	return single.Canonical(single.scalarJSON(text))
}

// scalarJSON is the text of a scalar as JSON of the field's type, not yet
// checked: instants and durations may be written as people write them.
func (f *Field) scalarJSON(text string) []byte {
	switch f.Type {
	case TypeBoolean:
		if text == "true" || text == "false" {
			return []byte(text)
		}
	case TypeInteger, TypeRating, TypeNumber:
		return []byte(plainNumber(text))
	case TypeInstant:
		if at, ok := scalarInstant(text); ok {
			return append(appendInstant([]byte{'"'}, at), '"')
		}
	case TypeDuration:
		if millis, ok := scalarSpan(text); ok {
			return append(appendSpan([]byte{'"'}, millis), '"')
		}
	case TypeTable, TypeChecks, TypeText, TypeLongText, TypeMoney, TypeDate, TypePhone, TypeMail, TypeAddress,
		TypePerson, TypeTeam, TypeCustomer, TypeFile, TypeChoice:
	}
	return appendString(make([]byte, 0, len(text)+2), text)
}

// plainNumber is the text as JSON writes a number: a leading plus is dropped,
// and what JSON does not know (`0x1F`, `1_000`, `.5`, `010`) stays refused.
func plainNumber(text string) string { return strings.TrimPrefix(text, "+") }

// scalarInstant reads an instant as people write it; without an offset it is UTC.
func scalarInstant(text string) (millis int64, ok bool) {
	if millis, ok = parseInstant(text); ok {
		return millis, true
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04Z07:00", "2006-01-02 15:04:05Z07:00"} {
		if t, err := time.Parse(layout, text); err == nil && !strings.ContainsAny(text, ".,") {
			return t.UnixMilli(), inYears(t)
		}
	}
	return 0, false
}

// scalarSpan reads a duration as people write it. No calendar: it is a value,
// not a timer.
func scalarSpan(text string) (millis int64, ok bool) {
	if millis, ok = parseSpan(text); ok {
		return millis, true
	}
	d, err := ParseDuration(text)
	return d.Millis, err == nil && d.Calendar == ""
}
