package definition

import (
	"fmt"
	"reflect"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// The types CEL does not have. Instants and durations are CEL's timestamps
// and durations.
var (
	celMoney = cel.ObjectType("money", traits.AdderType, traits.SubtractorType, traits.MultiplierType, traits.NegatorType, traits.ComparerType)
	celDate  = cel.ObjectType("date", traits.AdderType, traits.SubtractorType, traits.ComparerType)
)

// celType is the type that values of the field have in expressions.
func celType(f *Field) *cel.Type {
	var t *cel.Type
	switch f.Type {
	case TypeInteger, TypeRating:
		t = cel.IntType
	case TypeNumber:
		t = cel.DoubleType
	case TypeMoney:
		t = celMoney
	case TypeBoolean:
		t = cel.BoolType
	case TypeDate:
		t = celDate
	case TypeInstant:
		t = cel.TimestampType
	case TypeDuration:
		t = cel.DurationType
	case TypeChecks:
		return cel.ListType(cel.StringType)
	case TypeTable:
		return cel.ListType(rowType(f))
	case TypeText, TypeLongText, TypePhone, TypeMail, TypeAddress, TypePerson, TypeTeam, TypeCustomer, TypeFile, TypeChoice:
		t = cel.StringType
	}
	if f.Many {
		return cel.ListType(t)
	}
	return t
}

// rowType is the type of a row of a table: an object with its columns.
func rowType(f *Field) *cel.Type { return cel.ObjectType("row " + f.Name) }

// moneyVal is an amount in hundredths. Sums and products that leave the range
// of a money field are errors, never rounded.
type moneyVal int64

func money(cents int64) ref.Val {
	if cents > maxCents || cents < -maxCents {
		return types.NewErr("amount out of range")
	}
	return moneyVal(cents)
}

func (m moneyVal) Type() ref.Type { return celMoney }
func (m moneyVal) Value() any     { return m }

// ConvertToNative is not needed: results are read as values.
func (m moneyVal) ConvertToNative(reflect.Type) (any, error) { return int64(m), nil }

func (m moneyVal) ConvertToType(t ref.Type) ref.Val {
	if t == types.StringType {
		return types.String(appendMoney(nil, int64(m)))
	}
	return types.NewErr("an amount is no %s", t.TypeName())
}

func (m moneyVal) Equal(other ref.Val) ref.Val {
	o, ok := other.(moneyVal)
	return types.Bool(ok && m == o)
}

func (m moneyVal) Add(other ref.Val) ref.Val {
	if o, ok := other.(moneyVal); ok {
		return money(int64(m) + int64(o))
	}
	return types.MaybeNoSuchOverloadErr(other)
}

func (m moneyVal) Subtract(other ref.Val) ref.Val {
	if o, ok := other.(moneyVal); ok {
		return money(int64(m) - int64(o))
	}
	return types.MaybeNoSuchOverloadErr(other)
}

func (m moneyVal) Multiply(other ref.Val) ref.Val {
	n, ok := other.(types.Int)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	if m == 0 || n == 0 {
		return moneyVal(0)
	}
	product := int64(m) * int64(n)
	if n > maxCents || n < -maxCents || product/int64(n) != int64(m) {
		return types.NewErr("amount out of range")
	}
	return money(product)
}

func (m moneyVal) Negate() ref.Val { return -m }

func (m moneyVal) Compare(other ref.Val) ref.Val {
	o, ok := other.(moneyVal)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return compare(int64(m), int64(o))
}

// dateVal is a calendar day, counted from 1970-01-01. Whole days may be added
// and taken away; the difference of two is a number of days.
type dateVal int64

// The first and last day that four digits of a year can write.
const (
	firstDay = -719162 // 0001-01-01
	lastDay  = 2932896 // 9999-12-31
)

func day(n int64) ref.Val {
	if n < firstDay || n > lastDay {
		return types.NewErr("date out of range")
	}
	return dateVal(n)
}

func (d dateVal) Type() ref.Type { return celDate }
func (d dateVal) Value() any     { return d }

// ConvertToNative is not needed: results are read as values.
func (d dateVal) ConvertToNative(reflect.Type) (any, error) { return int64(d), nil }

func (d dateVal) ConvertToType(t ref.Type) ref.Val {
	if t == types.StringType {
		return types.String(appendDate(nil, int64(d)))
	}
	return types.NewErr("a date is no %s", t.TypeName())
}

func (d dateVal) Equal(other ref.Val) ref.Val {
	o, ok := other.(dateVal)
	return types.Bool(ok && d == o)
}

func (d dateVal) Add(other ref.Val) ref.Val { return d.shift(other, 1) }

func (d dateVal) Subtract(other ref.Val) ref.Val {
	if o, ok := other.(dateVal); ok {
		return types.Int(d - o)
	}
	return d.shift(other, -1)
}

func (d dateVal) shift(other ref.Val, sign int64) ref.Val {
	n, ok := other.(types.Int)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	if n > lastDay-firstDay || n < firstDay-lastDay {
		return types.NewErr("date out of range")
	}
	return day(int64(d) + sign*int64(n))
}

func (d dateVal) Compare(other ref.Val) ref.Val {
	o, ok := other.(dateVal)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return compare(int64(d), int64(o))
}

func compare(a, b int64) ref.Val {
	switch {
	case a < b:
		return types.IntNegOne
	case a > b:
		return types.IntOne
	}
	return types.IntZero
}

// instantVal is the CEL value of UTC milliseconds.
func instantVal(millis int64) ref.Val { return types.Timestamp{Time: time.UnixMilli(millis).UTC()} }

// spanVal is the CEL value of a duration in milliseconds.
func spanVal(millis int64) ref.Val {
	return types.Duration{Duration: time.Duration(millis) * time.Millisecond}
}

// rowVal is a row of a table: a value a column, nil where it has none.
type rowVal struct {
	field *Field
	cells []ref.Val
}

func (r *rowVal) Type() ref.Type { return rowType(r.field) }
func (r *rowVal) Value() any     { return r }

// ConvertToNative is not needed: results are read as values.
func (r *rowVal) ConvertToNative(reflect.Type) (any, error) {
	return nil, fmt.Errorf("a row of %s is no single value", r.field.Name)
}

func (r *rowVal) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("a row of %s is no %s", r.field.Name, t.TypeName())
}

func (r *rowVal) Equal(other ref.Val) ref.Val {
	o, ok := other.(*rowVal)
	if !ok || len(o.cells) != len(r.cells) {
		return types.False
	}
	for i, c := range r.cells {
		if (c == nil) != (o.cells[i] == nil) || (c != nil && c.Equal(o.cells[i]) != types.True) {
			return types.False
		}
	}
	return types.True
}
