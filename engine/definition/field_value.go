package definition

import (
	"bytes"
	"math"
	"strconv"
	"unicode/utf8"
)

// maxSafe is the largest integer that every JSON reader keeps exactly.
const maxSafe = 1<<53 - 1

// maxItems is the most entries of a list or rows of a table without a `max`.
const maxItems = 1000

// defaultRating is the best mark of a rating without a `max`.
const defaultRating = 5

// Canonical checks one value of the field and returns it as canonical JSON
// (see Field): the same value always gives the same bytes, and a canonical
// value comes back as it is. White space alone and null are no value: code
// "required". A sealed value of a personal field is taken as it is. The
// Problem names the place within the value.
func (f *Field) Canonical(raw []byte) ([]byte, *Problem) {
	if f.Personal && isSealed(raw) {
		return raw, nil
	}
	v := valueReader{jsonReader: jsonReader{src: raw}}
	out, p := v.value(make([]byte, 0, len(raw)+8), f, f.Name)
	if p == nil && !v.end() {
		p = v.wrongType(f, f.Name)
	}
	if p != nil {
		return nil, p
	}
	return out, nil
}

// isSealed recognises a sealed personal value: one plain JSON string.
func isSealed(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte(`"`+Sealed)) &&
		bytes.IndexByte(raw[1:], '"') == len(raw)-2 && bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw)
}

// valueReader reads values of fields and writes them in canonical form.
type valueReader struct{ jsonReader }

func (v *valueReader) wrongType(f *Field, path string) *Problem {
	return problem(path, "type", "type", string(f.Type))
}

// value reads a value of the field, with all its entries where it has many.
func (v *valueReader) value(dst []byte, f *Field, path string) ([]byte, *Problem) {
	if v.word("null") {
		return nil, problem(path, "required")
	}
	if !f.Many || f.Type == TypeTable || f.Type == TypeChecks {
		return v.one(dst, f, path)
	}
	return v.list(dst, f, path, func(dst []byte, path string) ([]byte, *Problem) {
		if v.word("null") {
			return nil, problem(path, "required")
		}
		return v.one(dst, f, path)
	})
}

// list reads an array and checks how many entries it has.
func (v *valueReader) list(dst []byte, f *Field, path string, item func([]byte, string) ([]byte, *Problem)) ([]byte, *Problem) {
	var found *Problem
	count := 0
	dst = append(dst, '[')
	err := v.array(func(i int) error {
		if count = i + 1; count > maxItems {
			return errJSON
		}
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, found = item(dst, path+"["+strconv.Itoa(i)+"]"); found != nil {
			return errJSON
		}
		return nil
	})
	low, high := bounds(f, 0, maxItems)
	switch {
	case found != nil:
		return nil, found
	case count > maxItems || (err == nil && float64(count) > high):
		return nil, problem(path, "max", "of", "items", "max", limit(high))
	case err != nil:
		return nil, problem(path, "many")
	case float64(count) < low:
		return nil, problem(path, "min", "of", "items", "min", limit(low))
	}
	return append(dst, ']'), nil
}

// one reads a single value of the field's type.
func (v *valueReader) one(dst []byte, f *Field, path string) ([]byte, *Problem) {
	switch f.Type {
	case TypeBoolean:
		switch {
		case v.word("true"):
			return append(dst, "true"...), nil
		case v.word("false"):
			return append(dst, "false"...), nil
		}
		return nil, v.wrongType(f, path)
	case TypeInteger, TypeRating, TypeNumber:
		return v.numeric(dst, f, path)
	case TypeTable:
		return v.table(dst, f, path)
	case TypeChecks:
		return v.ticks(dst, f, path)
	case TypeText, TypeLongText, TypeMoney, TypeDate, TypeInstant, TypeDuration, TypePhone, TypeMail,
		TypeAddress, TypePerson, TypeTeam, TypeCustomer, TypeFile, TypeChoice:
	}
	s, err := v.text()
	if err != nil {
		return nil, v.wrongType(f, path)
	}
	return v.written(dst, f, s, path)
}

// written checks a value that JSON writes as a string.
func (v *valueReader) written(dst []byte, f *Field, s, path string) ([]byte, *Problem) {
	switch f.Type {
	case TypeMoney:
		cents, ok := parseMoney(s)
		if !ok {
			return nil, v.wrongType(f, path)
		}
		if p := within(f, path, float64(cents), 100); p != nil {
			return nil, p
		}
		return append(appendMoney(append(dst, '"'), cents), '"'), nil
	case TypeDate:
		if _, ok := parseDate(s); !ok {
			return nil, v.wrongType(f, path)
		}
	case TypeInstant:
		millis, ok := parseInstant(s)
		if !ok {
			return nil, v.wrongType(f, path)
		}
		return append(appendInstant(append(dst, '"'), millis), '"'), nil
	case TypeDuration:
		millis, ok := parseSpan(s)
		if !ok {
			return nil, v.wrongType(f, path)
		}
		return append(appendSpan(append(dst, '"'), millis), '"'), nil
	case TypeChoice:
		if !f.allows(s) {
			return nil, problem(path, "choice", "allowed", f.allowed())
		}
	case TypeText, TypeLongText, TypePhone, TypeMail, TypeAddress, TypePerson, TypeTeam, TypeCustomer, TypeFile:
		if p := checkText(f, s, path); p != nil {
			return nil, p
		}
	case TypeInteger, TypeNumber, TypeBoolean, TypeRating, TypeChecks, TypeTable: // JSON does not write these as a string
	}
	return appendString(dst, s), nil
}

// numeric reads an integer, a rating or a number.
func (v *valueReader) numeric(dst []byte, f *Field, path string) ([]byte, *Problem) {
	s, err := v.number()
	if err != nil {
		return nil, v.wrongType(f, path)
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(n, 0) {
		return nil, v.wrongType(f, path)
	}
	if f.Type != TypeNumber {
		if n != math.Trunc(n) || n > maxSafe || n < -maxSafe {
			return nil, v.wrongType(f, path)
		}
	}
	if p := within(f, path, n, 1); p != nil {
		return nil, p
	}
	return appendNumber(dst, n), nil
}
