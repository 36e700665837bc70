package definition

import (
	"bytes"
	"errors"
	"strconv"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// errStored is a stored value that is not what its field says: it was changed
// behind the engine's back.
var errStored = errors.New("the stored value does not have the type of its field")

// decode turns the canonical JSON of a field into a CEL value.
func decode(f *Field, raw []byte) (ref.Val, error) {
	r := jsonReader{src: raw}
	return decodeValue(&r, f)
}

func decodeValue(r *jsonReader, f *Field) (ref.Val, error) {
	if f.Type == TypeTable {
		return decodeList(r, func() (ref.Val, error) { return decodeRow(r, f) })
	}
	if f.Many || f.Type == TypeChecks {
		return decodeList(r, func() (ref.Val, error) { return decodeOne(r, f) })
	}
	return decodeOne(r, f)
}

func decodeOne(r *jsonReader, f *Field) (ref.Val, error) {
	switch f.Type {
	case TypeBoolean:
		if r.word("true") {
			return types.True, nil
		}
		if r.word("false") {
			return types.False, nil
		}
		return nil, errStored
	case TypeInteger, TypeRating:
		s, err := r.number()
		if err != nil {
			return nil, err
		}
		n, err := strconv.ParseInt(s, 10, 64)
		return types.Int(n), err
	case TypeNumber:
		s, err := r.number()
		if err != nil {
			return nil, err
		}
		n, err := strconv.ParseFloat(s, 64)
		return types.Double(n), err
	case TypeMoney, TypeDate, TypeInstant, TypeDuration:
		return decodeWritten(r, f)
	case TypeText, TypeLongText, TypePhone, TypeMail, TypeAddress, TypePerson, TypeTeam, TypeCustomer, TypeFile, TypeChoice, TypeChecks, TypeTable:
	}
	s, err := r.text()
	return types.String(s), err
}

// writtenTypes are the types whose values JSON writes as a string and
// expressions count with.
var writtenTypes = map[FieldType]struct {
	parse func(string) (int64, bool)
	value func(int64) ref.Val
}{
	TypeMoney:    {parseMoney, money},
	TypeDate:     {parseDate, day},
	TypeInstant:  {parseInstant, instantVal},
	TypeDuration: {parseSpan, spanVal},
}

// decodeWritten reads the types that JSON writes as a string.
func decodeWritten(r *jsonReader, f *Field) (ref.Val, error) {
	s, err := r.text()
	if err != nil {
		return nil, err
	}
	read := writtenTypes[f.Type]
	n, ok := read.parse(s)
	if !ok {
		return nil, errStored
	}
	return read.value(n), nil
}

func decodeList(r *jsonReader, item func() (ref.Val, error)) (ref.Val, error) {
	list := make([]ref.Val, 0, bytes.Count(r.src, []byte{','})+1)
	err := r.array(func(int) error {
		v, err := item()
		list = append(list, v)
		return err
	})
	return types.NewRefValList(types.DefaultTypeAdapter, list), err
}

func decodeRow(r *jsonReader, f *Field) (ref.Val, error) {
	row := &rowVal{field: f, cells: make([]ref.Val, len(f.Columns))}
	err := r.object(func(key string) error {
		i := f.column(key)
		if i < 0 {
			return errStored
		}
		var err error
		row.cells[i], err = decodeValue(r, f.Columns[i])
		return err
	})
	return row, err
}
