package definition

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// encodeFor writes a value as the canonical JSON its place expects.
func encodeFor(want exprWant, v ref.Val) ([]byte, error) {
	switch want.kind {
	case wantsField:
		raw, err := encode(nil, coerce(want.field, v))
		if err != nil {
			return nil, err
		}
		out, p := want.field.Canonical(raw)
		if p != nil {
			return nil, errors.New(p.Reason)
		}
		return out, nil
	case wantsKey:
		if n, ok := v.(types.Int); ok {
			return appendString(nil, strconv.FormatInt(int64(n), 10)), nil
		}
	case wantsAny, wantsCondition, wantsInstant, wantsID:
	}
	return encode(nil, v)
}

// coerce gives an integer the type of the money field it is for; numbers need
// nothing, as JSON has one kind of number.
func coerce(f *Field, v ref.Val) ref.Val {
	if n, ok := v.(types.Int); ok && f.Type == TypeMoney {
		return moneyVal(100).Multiply(n)
	}
	return v
}

// encode appends a value as JSON.
func encode(dst []byte, v ref.Val) ([]byte, error) {
	switch v := v.(type) {
	case types.Bool:
		return strconv.AppendBool(dst, bool(v)), nil
	case types.Int:
		if v > maxSafe || v < -maxSafe {
			return nil, fmt.Errorf("%d is beyond what JSON keeps exactly", v)
		}
		return strconv.AppendInt(dst, int64(v), 10), nil
	case types.Double:
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return nil, errors.New("the result is not a finite number")
		}
		return appendNumber(dst, float64(v)), nil
	case types.String:
		return appendString(dst, string(v)), nil
	case moneyVal:
		return append(appendMoney(append(dst, '"'), int64(v)), '"'), nil
	case dateVal:
		return append(appendDate(append(dst, '"'), int64(v)), '"'), nil
	case types.Timestamp:
		if !inYears(v.Time) {
			return nil, errors.New("the instant is out of range")
		}
		return append(appendInstant(append(dst, '"'), v.UnixMilli()), '"'), nil
	case types.Duration:
		if v.Duration < 0 {
			return nil, errors.New("the duration is negative")
		}
		return append(appendSpan(append(dst, '"'), v.Milliseconds()), '"'), nil
	case *rowVal:
		return encodeRow(dst, v)
	case traits.Lister:
		return encodeList(dst, v)
	case *types.Err:
		return nil, v
	}
	return nil, fmt.Errorf("a %s cannot be a value", v.Type().TypeName())
}

func encodeRow(dst []byte, row *rowVal) ([]byte, error) {
	dst = append(dst, '{')
	empty := true
	for i, c := range row.field.Columns {
		if row.cells[i] == nil {
			continue
		}
		if !empty {
			dst = append(dst, ',')
		}
		empty = false
		var err error
		if dst, err = encode(append(appendString(dst, c.Name), ':'), row.cells[i]); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

func encodeList(dst []byte, list traits.Lister) ([]byte, error) {
	dst = append(dst, '[')
	for it, first := list.Iterator(), true; it.HasNext() == types.True; first = false {
		if !first {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = encode(dst, it.Next()); err != nil {
			return nil, err
		}
	}
	return append(dst, ']'), nil
}
