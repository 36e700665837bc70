package definition

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/overloads"
	"cel.dev/cel-go/common/types"
)

// fit checks what CEL's types leave open: no dynamic values, no loops over
// maps, integer division, and whether the value is what the place expects.
func (c *compiler) fit(tree *ast.AST) {
	ast.PostOrderVisit(tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		switch e.Kind() {
		case ast.CallKind:
			c.fitCall(tree, e)
		case ast.ComprehensionKind:
			if tree.GetType(e.AsComprehension().IterRange().ID()).Kind() == types.MapKind {
				c.report(e.ID(), "map-comprehension")
			}
		case ast.ListKind:
			if t := tree.GetType(e.ID()); len(e.AsList().Elements()) > 0 && t.Parameters()[0].Kind() == types.DynKind {
				c.report(e.ID(), "mixed-list")
			}
		case ast.MapKind:
			c.fitMap(tree, e)
		case ast.UnspecifiedExprKind, ast.IdentKind, ast.LiteralKind, ast.SelectKind, ast.StructKind:
		}
	}))
	if c.failed() {
		return
	}
	c.fitWant(tree.GetType(tree.Expr().ID()))
	if c.want.kind == wantsField && (c.want.field.Type == TypeChoice || c.want.field.Type == TypeChecks) {
		c.fitChoice(tree.Expr())
	}
}

// fitMap allows maps as look-up tables from text to values of one type.
func (c *compiler) fitMap(tree *ast.AST, e ast.Expr) {
	t := tree.GetType(e.ID())
	if t.Parameters()[0].Kind() != types.StringKind || t.Parameters()[1].Kind() == types.DynKind {
		c.report(e.ID(), "mixed-map")
	}
}

func (c *compiler) fitCall(tree *ast.AST, e ast.Expr) {
	for _, id := range tree.GetOverloadIDs(e.ID()) {
		switch id {
		case overloads.DivideInt64:
			c.warn(e.ID(), "integer-division")
		case multiplyIntMoney:
			args := e.AsCall().Args()
			e.SetKindCase(c.fac.NewCall(e.ID(), operators.Multiply, args[1], args[0]))
			tree.SetReference(e.ID(), ast.NewFunctionReference("multiply_money_int"))
		}
	}
}

// fitWant checks the type of the whole against what the place expects.
func (c *compiler) fitWant(got *cel.Type) {
	ok := true
	switch c.want.kind {
	case wantsCondition:
		ok = got.IsExactType(cel.BoolType)
	case wantsInstant:
		ok = got.IsExactType(cel.TimestampType)
	case wantsID:
		ok = got.IsExactType(cel.StringType)
	case wantsKey:
		ok = got.IsExactType(cel.StringType) || got.IsExactType(cel.IntType)
	case wantsField:
		ok = c.fitsField(got)
	case wantsAny:
		ok = got.Kind() != types.MapKind && got.Kind() != types.DynKind
	}
	if !ok {
		c.report(0, "expr-type", c.wanted().ZH, speak(got).ZH, c.wanted().EN, speak(got).EN)
	}
}

func (c *compiler) fitsField(got *cel.Type) bool {
	want := celType(c.want.field)
	if got.Kind() == types.ListKind && want.Kind() == types.ListKind && got.Parameters()[0].Kind() == types.DynKind {
		return true // the empty list
	}
	if got.IsExactType(cel.IntType) && (want.IsExactType(cel.DoubleType) || want.IsExactType(celMoney)) {
		return true
	}
	return got.IsExactType(want)
}

// fitChoice checks literals that become the value of a field with choices.
func (c *compiler) fitChoice(e ast.Expr) {
	switch e.Kind() {
	case ast.LiteralKind:
		if s, ok := e.AsLiteral().(types.String); ok && !c.want.field.allows(string(s)) {
			c.notAChoice(e.ID(), c.want.field, string(s))
		}
	case ast.ListKind:
		for _, item := range e.AsList().Elements() {
			c.fitChoice(item)
		}
	case ast.CallKind:
		if call := e.AsCall(); call.FunctionName() == operators.Conditional {
			c.fitChoice(call.Args()[1])
			c.fitChoice(call.Args()[2])
		}
	case ast.UnspecifiedExprKind, ast.ComprehensionKind, ast.IdentKind, ast.MapKind, ast.SelectKind, ast.StructKind:
	}
}
