package definition

import (
	"regexp"
	"strconv"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// compares are the operators between values of one type.
var compares = map[string]bool{
	operators.Equals: true, operators.NotEquals: true, operators.Less: true, operators.LessEquals: true,
	operators.Greater: true, operators.GreaterEquals: true, operators.In: true,
}

// beside reads literals beside a value of a field as values of that field, as
// a YAML scalar would be: `severity == "grave"` must be one of the choices,
// `fee > 99.5` is an amount, `due < "2026-03-02 09:00"` an instant. It returns
// what the call itself is.
func (c *compiler) beside(e ast.Expr, args []shape) shape {
	call := e.AsCall()
	op, nodes := call.FunctionName(), call.Args()
	if op == operators.Negate {
		return args[0]
	}
	if call.IsMemberFunction() || len(nodes) != 2 {
		return shape{}
	}
	left, right := args[0], args[1]
	switch op {
	case operators.Index:
		return entryOf(left)
	case operators.In:
		c.membership(nodes, left, right)
		return shape{}
	case operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals,
		operators.Add, operators.Subtract, operators.Multiply, operators.Divide:
		if left.field != nil && !left.row {
			c.read(nodes[1], left.field, op)
		}
		if right.field != nil && !right.row {
			c.read(nodes[0], right.field, op)
		}
	}
	return outcome(op, left, right)
}

// outcome is what a result of arithmetic is, where literals beside it need to
// know.
func outcome(op string, left, right shape) shape {
	f := left.field
	if f == nil || compares[op] || f.Many || left.row {
		return shape{}
	}
	if f.Type == TypeInstant && right.field != nil && right.field.Type == TypeInstant {
		return shape{field: &Field{Name: f.Name, Type: TypeDuration}}
	}
	if f.Type == TypeNumber || writtenTypes[f.Type].parse != nil && f.Type != TypeDate {
		return shape{field: &Field{Name: f.Name, Type: f.Type}}
	}
	return shape{}
}

// membership reads the literals of `x in [...]` and of `"a" in list`.
func (c *compiler) membership(nodes []ast.Expr, left, right shape) {
	if left.field != nil && !left.row && nodes[1].Kind() == ast.ListKind {
		for _, item := range nodes[1].AsList().Elements() {
			c.read(item, left.field, operators.In)
		}
	}
	if entry := entryOf(right); entry.field != nil && !entry.row {
		c.read(nodes[0], entry.field, operators.In)
	}
}

// read types a literal by the field it stands beside.
func (c *compiler) read(e ast.Expr, f *Field, op string) {
	if f.Many && op != operators.In {
		return
	}
	if e.Kind() == ast.ListKind && op != operators.In {
		return
	}
	if e.Kind() != ast.LiteralKind {
		return
	}
	switch v := e.AsLiteral().(type) {
	case types.String:
		c.readText(e, f, op, string(v))
	case types.Int:
		if f.Type == TypeNumber {
			e.SetKindCase(c.fac.NewLiteral(e.ID(), types.Double(v)))
		}
		if f.Type == TypeMoney && (compares[op] || op == operators.Add || op == operators.Subtract) {
			c.construct(e, f, strconv.FormatInt(int64(v), 10))
		}
	case types.Double:
		if f.Type == TypeMoney && op != operators.Multiply && op != operators.Divide {
			c.construct(e, f, strconv.FormatFloat(float64(v), 'f', -1, 64))
		}
	}
}

func (c *compiler) readText(e ast.Expr, f *Field, op, text string) {
	if len(f.Choices) > 0 {
		if compares[op] && !f.allows(text) {
			c.notAChoice(e.ID(), f, text)
		}
		return
	}
	if writtenTypes[f.Type].parse == nil || op == operators.Multiply || op == operators.Divide {
		return
	}
	if _, isSpan := scalarSpan(text); isSpan && f.Type == TypeInstant && !compares[op] {
		f = &Field{Name: f.Name, Type: TypeDuration} // now + "2h"
	}
	c.construct(e, f, text)
}

// construct replaces a literal by the call that makes a value of the type.
func (c *compiler) construct(e ast.Expr, f *Field, text string) {
	raw, p := (&Field{Name: f.Name, Type: f.Type}).ParseScalar(text)
	if p != nil {
		c.report(e.ID(), "literal", text, f.Name, string(f.Type))
		return
	}
	arg := c.fac.NewLiteral(c.freshID(), types.String(unquote(raw)))
	e.SetKindCase(c.fac.NewCall(e.ID(), string(f.Type), arg))
}

// construction checks the text in date("..."), instant("..."), duration("...")
// and money("...").
func (c *compiler) construction(e ast.Expr) {
	call := e.AsCall()
	t := FieldType(call.FunctionName())
	if t != TypeDate && t != TypeInstant && t != TypeDuration && t != TypeMoney || call.IsMemberFunction() {
		return
	}
	if len(call.Args()) != 1 || call.Args()[0].Kind() != ast.LiteralKind {
		return
	}
	if s, ok := call.Args()[0].AsLiteral().(types.String); ok {
		if raw, p := (&Field{Name: string(t), Type: t}).ParseScalar(string(s)); p != nil {
			c.report(e.ID(), "literal", string(s), string(t), string(t))
		} else {
			call.Args()[0].SetKindCase(c.fac.NewLiteral(call.Args()[0].ID(), types.String(unquote(raw))))
		}
	}
}

// unquote takes the quotes off a canonical value that needs no escapes.
func unquote(raw []byte) string { return string(raw[1 : len(raw)-1]) }

// freshID is an id no node of the expression has yet.
func (c *compiler) freshID() int64 {
	c.lastID++
	return c.lastID
}

// zonePattern is UTC or a fixed offset: named zones come with calendars, from
// our own copy of the zone data.
var zonePattern = regexp.MustCompile(`^(UTC|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`)

// zone checks the time zone given to getHours("+08:00") and the like.
func (c *compiler) zone(arg ast.Expr) {
	if arg.Kind() == ast.LiteralKind {
		if s, ok := arg.AsLiteral().(types.String); ok && zonePattern.MatchString(string(s)) {
			return
		}
	}
	c.report(arg.ID(), "expr-zone")
}

// maxPattern is the longest regular expression (RELIABILITY.md §4).
const maxPattern = 200

// pattern checks the regular expression of matches.
func (c *compiler) pattern(e ast.Expr, args []ast.Expr) {
	if len(args) == 0 {
		return
	}
	arg := args[len(args)-1]
	if arg.Kind() != ast.LiteralKind {
		c.report(e.ID(), "expr-pattern", "")
		return
	}
	s, ok := arg.AsLiteral().(types.String)
	switch {
	case !ok:
		return // the type check says so
	case len(s) > maxPattern:
		c.report(arg.ID(), "expr-pattern-long", count(len(s)), count(maxPattern))
	default:
		if _, err := regexp.Compile(string(s)); err != nil {
			c.report(arg.ID(), "expr-pattern", err.Error())
		}
	}
}
