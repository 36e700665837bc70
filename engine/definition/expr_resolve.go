package definition

import (
	"slices"
	"strconv"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// shape is what the source says a node's value is: an entry or the whole of a
// field, or, when it is computed in other ways, nothing (nil).
type shape struct {
	field *Field
	row   bool // one row of the table
}

// resolve replaces every name by a variable of the vocabulary: `subject`,
// last("step").field and has(...) all become identifiers. Literals beside a
// value of a field are read as values of that field.
func (c *compiler) resolve(e ast.Expr) shape {
	switch e.Kind() {
	case ast.IdentKind:
		return c.resolveName(e)
	case ast.SelectKind:
		return c.resolveSelect(e)
	case ast.CallKind:
		return c.resolveCall(e)
	case ast.ComprehensionKind:
		c.resolveLoop(e)
	case ast.ListKind:
		for _, item := range e.AsList().Elements() {
			c.resolve(item)
		}
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			c.resolve(entry.AsMapEntry().Key())
			c.resolve(entry.AsMapEntry().Value())
		}
	case ast.LiteralKind:
		c.resolveLiteral(e)
	case ast.StructKind, ast.UnspecifiedExprKind:
		c.report(e.ID(), "expr-syntax", "{}")
	}
	return shape{}
}

func (c *compiler) resolveLiteral(e ast.Expr) {
	switch e.AsLiteral().(type) {
	case types.Null:
		c.report(e.ID(), "null-value")
	case types.Uint, types.Bytes:
		c.report(e.ID(), "expr-syntax", "1u, b''")
	}
}

// resolveName finds what an identifier stands for.
func (c *compiler) resolveName(e ast.Expr) shape {
	name := e.AsIdent()
	for _, l := range slices.Backward(c.loops) {
		switch name {
		case l.item:
			return l.entry
		case l.total:
			return shape{}
		}
	}
	switch name {
	case "now":
		c.use(variable{name: name, from: fromNow})
		return shape{field: fieldNow}
	case "starter":
		c.use(variable{name: name, from: fromStarter})
		return shape{field: fieldStarter}
	}
	f := c.in.all.fields[name]
	if f == nil || !c.reaches(f) {
		c.unknownName(e.ID(), name)
		return shape{}
	}
	if f.Personal {
		c.report(e.ID(), "personal", name)
		return shape{}
	}
	c.use(dataVariable(f))
	return shape{field: f}
}

func (c *compiler) reaches(f *Field) bool { return c.in.reach == nil || c.in.reach(f) }

// resolveSelect finds last("step").field, or a column of a row.
func (c *compiler) resolveSelect(e ast.Expr) shape {
	sel := e.AsSelect()
	if step, ok := c.lastCall(sel.Operand()); ok {
		f := c.lastField(e, step, sel.FieldName())
		if f == nil {
			return shape{}
		}
		if f.Personal {
			c.report(e.ID(), "personal", sel.FieldName())
			return shape{}
		}
		e.SetKindCase(c.fac.NewIdent(e.ID(), c.use(lastVariable(step, f))))
		return shape{field: f}
	}
	row := c.resolve(sel.Operand())
	if !row.row {
		return shape{}
	}
	column := c.columnOf(e.ID(), row.field, sel.FieldName())
	if column != nil && column.Personal && !sel.IsTestOnly() {
		c.report(e.ID(), "personal", column.Name)
		return shape{}
	}
	if column == nil {
		return shape{}
	}
	c.cells[e.ID()] = column
	return shape{field: column}
}

// lastCall recognises last("step").
func (c *compiler) lastCall(e ast.Expr) (step string, ok bool) {
	if e.Kind() != ast.CallKind || e.AsCall().FunctionName() != "last" || e.AsCall().IsMemberFunction() {
		return "", false
	}
	args := e.AsCall().Args()
	if len(args) != 1 || args[0].Kind() != ast.LiteralKind {
		return "", false
	}
	s, ok := args[0].AsLiteral().(types.String)
	return string(s), ok
}

// lastField finds the field that last(step).name asks for, or reports it.
func (c *compiler) lastField(e ast.Expr, step, name string) *Field {
	if _, ok := c.in.all.steps[step]; !ok {
		c.unknown(e.AsSelect().Operand().ID(), "unknown-step", step, c.in.all.stepNames())
		return nil
	}
	f := c.in.all.lastField(step, name)
	if f == nil {
		c.unknown(e.ID(), "unknown-last", name, c.in.all.lastNames(step), step)
	}
	return f
}

func (c *compiler) columnOf(id int64, row *Field, name string) *Field {
	if i := row.column(name); i >= 0 {
		return row.Columns[i]
	}
	var known []string
	for _, col := range row.Columns {
		known = append(known, col.Name)
	}
	c.unknown(id, "unknown-column", name, known, row.Name)
	return nil
}

// resolveCall looks at operators and functions; has, last and null tests are
// the language's own.
func (c *compiler) resolveCall(e ast.Expr) shape {
	call := e.AsCall()
	args := call.Args()
	switch name := call.FunctionName(); {
	case name == "has" && !call.IsMemberFunction():
		if len(args) != 1 {
			c.report(e.ID(), "has-what")
			return shape{}
		}
		c.asksPresence(e, args[0])
		return shape{}
	case name == "last" && !call.IsMemberFunction():
		c.report(e.ID(), "last-what")
		return shape{}
	case (name == operators.Equals || name == operators.NotEquals) && (isNull(args[0]) || isNull(args[1])):
		c.nullTest(e, args)
		return shape{}
	case zoned[name] && call.IsMemberFunction() && len(args) == 1:
		c.zone(args[0])
	case name == "matches":
		c.pattern(e, args)
	}
	if call.IsMemberFunction() {
		c.resolve(call.Target())
	}
	shapes := make([]shape, len(args))
	for i, arg := range args {
		shapes[i] = c.resolve(arg)
	}
	c.construction(e)
	return c.beside(e, shapes)
}

// asksPresence turns e into the question whether arg has a value.
func (c *compiler) asksPresence(e, arg ast.Expr) {
	var v variable
	switch arg.Kind() {
	case ast.IdentKind:
		name := arg.AsIdent()
		if f := c.in.all.fields[name]; f != nil && c.reaches(f) {
			v = dataVariable(f)
			break
		}
		if c.resolveName(arg).field == nil && !c.isItem(name) {
			return
		}
		e.SetKindCase(c.fac.NewLiteral(e.ID(), types.True)) // now, starter, an entry: always there
		return
	case ast.SelectKind:
		sel := arg.AsSelect()
		if step, ok := c.lastCall(sel.Operand()); ok {
			f := c.lastField(arg, step, sel.FieldName())
			if f == nil {
				return
			}
			v = lastVariable(step, f)
			break
		}
		e.SetKindCase(c.fac.NewPresenceTest(e.ID(), sel.Operand(), sel.FieldName()))
		if c.resolveSelect(e).field == nil {
			c.report(e.ID(), "has-what")
		}
		return
	case ast.UnspecifiedExprKind, ast.CallKind, ast.ComprehensionKind, ast.ListKind, ast.LiteralKind, ast.MapKind, ast.StructKind:
		c.report(e.ID(), "has-what")
		return
	}
	e.SetKindCase(c.fac.NewIdent(e.ID(), c.use(v.given())))
}

func (c *compiler) isItem(name string) bool {
	for _, l := range c.loops {
		if l.item == name {
			return true
		}
	}
	return false
}

// nullTest turns `x != null` into has(x) and `x == null` into !has(x).
func (c *compiler) nullTest(e ast.Expr, args []ast.Expr) {
	op, arg := e.AsCall().FunctionName(), args[0]
	if isNull(arg) {
		arg = args[1]
	}
	if op == operators.NotEquals {
		c.asksPresence(e, arg)
		return
	}
	// The inner test takes the id of the null, which nobody else needs.
	inner := args[1]
	if inner == arg {
		inner = args[0]
	}
	c.asksPresence(inner, arg)
	e.SetKindCase(c.fac.NewCall(e.ID(), operators.LogicalNot, inner))
}

// resolveLoop looks into all, exists, exists_one, filter and map.
func (c *compiler) resolveLoop(e ast.Expr) {
	comp := e.AsComprehension()
	list := c.resolve(comp.IterRange())
	if name := comp.IterVar(); c.in.all.fields[name] != nil || c.isItem(name) || name == "now" || name == "starter" {
		c.report(e.ID(), "name-taken", name)
	}
	c.resolve(comp.AccuInit())
	c.loops = append(c.loops, loop{item: comp.IterVar(), entry: entryOf(list), total: comp.AccuVar()})
	c.resolve(comp.LoopCondition())
	c.resolve(comp.LoopStep())
	c.resolve(comp.Result())
	c.loops = c.loops[:len(c.loops)-1]
}

// entryOf is the shape of one entry of a list.
func entryOf(list shape) shape {
	if list.field == nil || list.row {
		return shape{}
	}
	entry := *list.field
	switch {
	case entry.Type == TypeTable:
		return shape{field: list.field, row: true}
	case entry.Type == TypeChecks:
		entry.Type = TypeChoice
	case entry.Many:
		entry.Many, entry.Min, entry.Max = false, nil, nil
	default:
		return shape{}
	}
	return shape{field: &entry}
}

func isNull(e ast.Expr) bool {
	return e.Kind() == ast.LiteralKind && e.AsLiteral() == types.NullValue
}

func count(n int) string { return strconv.Itoa(n) }
