package definition

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// ScalarError says why a text is no value of a field.
type ScalarError struct {
	Problem *Problem
	// Trap is set when YAML would have made something else of the text:
	// "boolean" for yes, no, on and off.
	Trap string
}

// Error returns the English reason.
func (e *ScalarError) Error() string { return e.Problem.Reason }

// ParseScalar reads the text of a YAML scalar as a value of the field, whatever
// YAML itself would make of it: `010` is text for a phone, `2026-03-02 09:00`
// an instant. An instant without an offset is UTC; a duration may be written
// `2h30m`; true and false are the only Booleans. The result is canonical JSON;
// for a field with many entries it is that of one. The error is a *ScalarError.
func (f *Field) ParseScalar(text string) ([]byte, error) {
	single := *f
	single.Many = false
	if f.Many {
		single.Min, single.Max = nil, nil
	}
	if f.Type == TypeBoolean && text != "true" && text != "false" || f.Type == TypeTable || f.Type == TypeChecks {
		return nil, &ScalarError{Problem: problem(f.Name, "type", "type", string(f.Type)), Trap: yamlTrap(text)}
	}
	raw := f.scalarJSON(text)
	out, p := single.Canonical(raw)
	if p != nil {
		return nil, &ScalarError{Problem: p, Trap: yamlTrap(text)}
	}
	return out, nil
}

// scalarJSON is the text of a scalar as JSON of the field's type, not yet
// checked: instants and durations may be written as people write them.
func (f *Field) scalarJSON(text string) []byte {
	switch f.Type {
	case TypeBoolean:
		return []byte(text)
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

// yamlTrap names the trap a plain word of YAML is, or "".
func yamlTrap(text string) string {
	switch strings.ToLower(text) {
	case "yes", "no", "on", "off", "y", "n":
		return "boolean"
	}
	return ""
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

// checkDeclared reports what is wrong with how the field is declared apart
// from its keys: limits that no value can meet, and a default that the field
// itself refuses. The result is nil when all is well.
func (f *Field) checkDeclared() *Problem {
	if f.Min != nil && f.Max != nil && *f.Min > *f.Max {
		return problem(f.Name, "max", "of", "value", "max", limit(*f.Max))
	}
	if f.Default == nil {
		return nil
	}
	_, p := f.Canonical(f.Default)
	return p
}

// numberText writes a number of the source as the text that was meant.
func numberText(n float64) (string, error) {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return "", fmt.Errorf("%v is not a finite number", n)
	}
	return strconv.FormatFloat(n, 'f', -1, 64), nil
}
