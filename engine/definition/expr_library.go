package definition

import (
	"math"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/env"
	"cel.dev/cel-go/common/functions"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/overloads"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// costLimit is the most an expression may cost (RELIABILITY.md §4).
const costLimit = 10_000

// standard are the functions of CEL that the language keeps: no dynamic types,
// no bytes and unsigned numbers, no conversion that guesses.
var standard = []*env.Function{
	{Name: operators.Conditional},
	{Name: operators.LogicalAnd},
	{Name: operators.LogicalOr},
	{Name: operators.LogicalNot},
	{Name: operators.NotStrictlyFalse},
	{Name: operators.Equals},
	{Name: operators.NotEquals},
	{Name: operators.Add},
	{Name: operators.Subtract},
	{Name: operators.Multiply},
	{Name: operators.Divide},
	{Name: operators.Modulo},
	{Name: operators.Negate},
	{Name: operators.Less},
	{Name: operators.LessEquals},
	{Name: operators.Greater},
	{Name: operators.GreaterEquals},
	{Name: operators.Index},
	{Name: operators.In},
	{Name: overloads.Size},
	{Name: overloads.Contains},
	{Name: overloads.StartsWith},
	{Name: overloads.EndsWith},
	{Name: overloads.Matches},
	{Name: overloads.TypeConvertInt, Overloads: ids(overloads.DoubleToInt, overloads.StringToInt)},
	{Name: overloads.TypeConvertDouble, Overloads: ids(overloads.IntToDouble, overloads.StringToDouble)},
	{Name: overloads.TypeConvertString, Overloads: ids(overloads.IntToString, overloads.DoubleToString)},
	{Name: overloads.TimeGetFullYear},
	{Name: overloads.TimeGetMonth},
	{Name: overloads.TimeGetDate},
	{Name: overloads.TimeGetDayOfWeek},
	{Name: overloads.TimeGetDayOfYear},
	{Name: overloads.TimeGetHours},
	{Name: overloads.TimeGetMinutes},
	{Name: overloads.TimeGetSeconds},
}

// zoned are the member functions whose argument is a time zone.
var zoned = map[string]bool{
	overloads.TimeGetFullYear: true, overloads.TimeGetMonth: true, overloads.TimeGetDate: true,
	overloads.TimeGetDayOfWeek: true, overloads.TimeGetDayOfYear: true, overloads.TimeGetHours: true,
	overloads.TimeGetMinutes: true, overloads.TimeGetSeconds: true,
}

// functionNames are the functions an analyst can call, for "did you mean".
var functionNames = []string{
	"has", "last", "sum", "size", "date", "instant", "duration", "money", "int", "double", "string",
	"contains", "startsWith", "endsWith", "matches", "all", "exists", "exists_one", "filter", "map",
	"getFullYear", "getMonth", "getDate", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes", "getSeconds",
}

func ids(names ...string) []*env.Overload {
	list := make([]*env.Overload, len(names))
	for i, n := range names {
		list[i] = &env.Overload{ID: n}
	}
	return list
}

// library are the options of every environment: the standard functions above
// and those of the language.
func library() []cel.EnvOption {
	text := []*cel.Type{cel.StringType}
	return []cel.EnvOption{
		cel.StdLib(cel.StdLibSubset(&env.LibrarySubset{IncludeFunctions: standard, ExcludeMacros: []string{"has"}})),
		cel.CrossTypeNumericComparisons(true),
		cel.ParserExpressionSizeLimit(maxExpr),
		cel.ParserRecursionLimit(50),
		cel.RegexProgramSizeLimit(2000),
		arithmetic(),
		cel.Function("sum",
			cel.Overload("sum_int", []*cel.Type{cel.ListType(cel.IntType)}, cel.IntType, cel.UnaryBinding(sum(types.Int(0)))),
			cel.Overload("sum_double", []*cel.Type{cel.ListType(cel.DoubleType)}, cel.DoubleType, cel.UnaryBinding(sum(types.Double(0)))),
			cel.Overload("sum_money", []*cel.Type{cel.ListType(celMoney)}, celMoney, cel.UnaryBinding(sum(moneyVal(0))))),
		cel.Function("money",
			cel.Overload("money_text", text, celMoney, cel.UnaryBinding(written(TypeMoney))),
			cel.Overload("money_int", []*cel.Type{cel.IntType}, celMoney, cel.UnaryBinding(func(n ref.Val) ref.Val {
				return moneyVal(100).Multiply(n)
			}))),
		cel.Function("date", cel.Overload("date_text", text, celDate, cel.UnaryBinding(written(TypeDate)))),
		cel.Function("instant", cel.Overload("instant_text", text, cel.TimestampType, cel.UnaryBinding(written(TypeInstant)))),
		cel.Function("duration", cel.Overload("duration_text", text, cel.DurationType, cel.UnaryBinding(written(TypeDuration)))),
		cel.Function("string",
			cel.Overload("money_to_string", []*cel.Type{celMoney}, cel.StringType, cel.UnaryBinding(asText)),
			cel.Overload("date_to_string", []*cel.Type{celDate}, cel.StringType, cel.UnaryBinding(asText))),
	}
}

// arithmetic gives the operators their meaning for money and dates. CEL calls
// the method of the left value, so `2 * fee` is turned round when checked.
func arithmetic() cel.EnvOption {
	type overload struct {
		op, id      string
		left, right *cel.Type
		result      *cel.Type
	}
	list := []overload{
		{operators.Add, "add_money", celMoney, celMoney, celMoney},
		{operators.Subtract, "subtract_money", celMoney, celMoney, celMoney},
		{operators.Multiply, "multiply_money_int", celMoney, cel.IntType, celMoney},
		{operators.Multiply, multiplyIntMoney, cel.IntType, celMoney, celMoney},
		{operators.Add, "add_date_int", celDate, cel.IntType, celDate},
		{operators.Subtract, "subtract_date_int", celDate, cel.IntType, celDate},
		{operators.Subtract, "subtract_date_date", celDate, celDate, cel.IntType},
	}
	for _, op := range []string{operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals} {
		list = append(list,
			overload{op, op + "money", celMoney, celMoney, cel.BoolType},
			overload{op, op + "date", celDate, celDate, cel.BoolType})
	}
	options := []cel.EnvOption{
		cel.Function(operators.Negate, cel.Overload("negate_money", []*cel.Type{celMoney}, celMoney)),
	}
	for _, o := range list {
		options = append(options, cel.Function(o.op, cel.Overload(o.id, []*cel.Type{o.left, o.right}, o.result)))
	}
	return func(e *cel.Env) (*cel.Env, error) {
		for _, option := range options {
			var err error
			if e, err = option(e); err != nil {
				return nil, err
			}
		}
		return e, nil
	}
}

const multiplyIntMoney = "multiply_int_money"

// sum adds up a list, from the zero of its type.
func sum(zero ref.Val) functions.UnaryOp {
	return func(list ref.Val) ref.Val {
		total := zero
		for it := list.(traits.Lister).Iterator(); it.HasNext() == types.True; {
			if total = total.(traits.Adder).Add(it.Next()); types.IsError(total) {
				return total
			}
		}
		if d, ok := total.(types.Double); ok && (math.IsInf(float64(d), 0) || math.IsNaN(float64(d))) {
			return types.NewErr("the sum is not a finite number")
		}
		return total
	}
}

// written reads a text as a value of the type; texts in the source were
// checked at load.
func written(t FieldType) functions.UnaryOp {
	f := &Field{Name: string(t), Type: t}
	return func(text ref.Val) ref.Val {
		raw, p := f.ParseScalar(string(text.(types.String)))
		if p != nil {
			return types.NewErr("%s", p.Reason)
		}
		val, err := decode(f, raw)
		if err != nil {
			return types.NewErr("%s", err)
		}
		return val
	}
}

func asText(v ref.Val) ref.Val { return v.ConvertToType(types.StringType) }
