package definition

import (
	"maps"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// known is what is known to have a value at a point of an expression, by the
// name of its variable or, for a cell of a row, by its path.
type known map[string]bool

func (k known) with(more known) known {
	if len(more) == 0 {
		return k
	}
	all := maps.Clone(k)
	if all == nil {
		all = known{}
	}
	maps.Copy(all, more)
	return all
}

func (k known) both(other known) known {
	common := known{}
	for name := range k {
		if other[name] {
			common[name] = true
		}
	}
	return common
}

// presence reports every use of what may be null. Like the eyes of a reader it
// goes from left to right: behind `x != null &&`, behind `x == null ||` and in
// the branch of `has(x) ? ... :` x is known. It returns what is known besides
// when the node is true, and when it is false.
func (c *compiler) presence(e ast.Expr, k known) (whenTrue, whenFalse known) {
	switch e.Kind() {
	case ast.IdentKind:
		return c.presenceOfName(e, k)
	case ast.SelectKind:
		return c.presenceOfCell(e, k)
	case ast.CallKind:
		return c.presenceOfCall(e, k)
	case ast.ListKind:
		for _, item := range e.AsList().Elements() {
			c.presence(item, k)
		}
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			c.presence(entry.AsMapEntry().Key(), k)
			c.presence(entry.AsMapEntry().Value(), k)
		}
	case ast.ComprehensionKind:
		comp := e.AsComprehension()
		c.presence(comp.IterRange(), k)
		c.presence(comp.AccuInit(), k)
		c.presence(comp.LoopStep(), k)
		c.presence(comp.Result(), k)
	case ast.LiteralKind, ast.StructKind, ast.UnspecifiedExprKind:
	}
	return nil, nil
}

func (c *compiler) presenceOfName(e ast.Expr, k known) (whenTrue, whenFalse known) {
	name := e.AsIdent()
	if asked, ok := strings.CutPrefix(name, "@has:"); ok {
		return known{asked: true}, nil
	}
	for i := range c.vars {
		if v := &c.vars[i]; v.name == name && !k[name] && !c.sure(v) {
			c.report(e.ID(), "may-be-null", v.spoken())
		}
	}
	return nil, nil
}

// sure reports whether the variable has a value whenever the place is reached.
func (c *compiler) sure(v *variable) bool {
	switch v.from {
	case fromData:
		return v.field.Default != nil || (c.in.sure != nil && c.in.sure(v.field.Name))
	case fromLast:
		return c.in.sureLast != nil && c.in.sureLast(v.step, v.field.Name)
	case fromDataGiven, fromLastGiven, fromNow, fromStarter:
	}
	return true
}

func (c *compiler) presenceOfCell(e ast.Expr, k known) (whenTrue, whenFalse known) {
	sel := e.AsSelect()
	c.presence(sel.Operand(), k)
	path := pathOf(e)
	if sel.IsTestOnly() {
		if path == "" {
			return nil, nil
		}
		return known{path: true}, nil
	}
	column := c.cells[e.ID()]
	if column != nil && column.Optional && column.Default == nil && !k[path] {
		c.report(e.ID(), "may-be-null", c.wording(e, column))
	}
	return nil, nil
}

// wording is how the analyst wrote the cell, where that is known.
func (c *compiler) wording(e ast.Expr, column *Field) string {
	if path := pathOf(e); path != "" {
		return path
	}
	return column.Name
}

// pathOf names a cell: `line.sku`, `lines[0].sku`; "" when it is computed.
func pathOf(e ast.Expr) string {
	switch e.Kind() {
	case ast.IdentKind:
		return e.AsIdent()
	case ast.SelectKind:
		if base := pathOf(e.AsSelect().Operand()); base != "" {
			return base + "." + e.AsSelect().FieldName()
		}
	case ast.CallKind:
		call := e.AsCall()
		if call.FunctionName() != operators.Index || call.Args()[1].Kind() != ast.LiteralKind {
			return ""
		}
		n, ok := call.Args()[1].AsLiteral().(types.Int)
		if base := pathOf(call.Args()[0]); ok && base != "" {
			return base + "[" + count(int(n)) + "]"
		}
	case ast.UnspecifiedExprKind, ast.ComprehensionKind, ast.ListKind, ast.LiteralKind, ast.MapKind, ast.StructKind:
	}
	return ""
}

func (c *compiler) presenceOfCall(e ast.Expr, k known) (whenTrue, whenFalse known) {
	call := e.AsCall()
	args := call.Args()
	switch call.FunctionName() {
	case operators.LogicalNot:
		t, f := c.presence(args[0], k)
		return f, t
	case operators.LogicalAnd:
		aTrue, aFalse := c.presence(args[0], k)
		bTrue, bFalse := c.presence(args[1], k.with(aTrue))
		return aTrue.with(bTrue), aFalse.both(aTrue.with(bFalse))
	case operators.LogicalOr:
		aTrue, aFalse := c.presence(args[0], k)
		bTrue, bFalse := c.presence(args[1], k.with(aFalse))
		return aTrue.both(aFalse.with(bTrue)), aFalse.with(bFalse)
	case operators.Conditional:
		cTrue, cFalse := c.presence(args[0], k)
		aTrue, aFalse := c.presence(args[1], k.with(cTrue))
		bTrue, bFalse := c.presence(args[2], k.with(cFalse))
		return cTrue.with(aTrue).both(cFalse.with(bTrue)), cTrue.with(aFalse).both(cFalse.with(bFalse))
	}
	if call.IsMemberFunction() {
		c.presence(call.Target(), k)
	}
	for _, arg := range args {
		c.presence(arg, k)
	}
	return nil, nil
}
