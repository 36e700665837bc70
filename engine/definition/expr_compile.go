package definition

import (
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
)

// maxExpr is the longest expression in bytes (RELIABILITY.md §4).
const maxExpr = 1024

// compiler turns one source text into an Expr. Its stages run in order, each
// only when those before found no error: parse, resolve (names become
// variables), presence (what may be null), check (CEL's types), fit (the
// language's own rules and what the place expects), plan.
type compiler struct {
	src    string
	pos    Position
	in     names
	want   exprWant
	fac    ast.ExprFactory
	info   *ast.SourceInfo
	vars   []variable
	cells  map[int64]*Field // columns selected, by id of the select
	loops  []loop           // comprehensions around the place, innermost last
	found  []Diagnostic
	lastID int64 // highest id of a node
}

// loop is what a comprehension brings into reach.
type loop struct {
	item  string // the analyst's name for the entry
	entry shape  // what an entry is, if that is known
	total string // CEL's accumulator
}

// compileExpr compiles an expression standing at pos (its first character,
// after a leading `=`). The Expr is nil when a diagnostic is an Error.
func compileExpr(src string, pos Position, in names, want exprWant) (*Expr, []Diagnostic) {
	c := &compiler{src: src, pos: pos, in: in, want: want, fac: ast.NewExprFactory(), cells: map[int64]*Field{}}
	expr := c.compile()
	for _, d := range c.found {
		if d.Severity == Error {
			return nil, c.found
		}
	}
	return expr, c.found
}

func (c *compiler) compile() *Expr {
	if !c.readable() {
		return nil
	}
	env, err := c.in.all.environment()
	if err != nil {
		panic("definition: the names of a process make no environment: " + err.Error())
	}
	parsed, issues := env.Parse(c.src)
	if issues.Err() != nil {
		c.syntax(issues.Errors())
		return nil
	}
	root := parsed.NativeRep().Expr()
	c.info = parsed.NativeRep().SourceInfo()
	for id := range parsed.NativeRep().IDs() {
		c.lastID = max(c.lastID, id)
	}
	if c.want.kind == wantsField && isNull(root) {
		return &Expr{Source: c.src, Pos: c.pos, want: c.want}
	}
	c.resolve(root)
	if c.failed() {
		return nil
	}
	c.presence(root, nil)
	checked, issues := env.Check(parsed)
	if issues.Err() != nil {
		c.mistyped(issues.Errors())
		return nil
	}
	c.fit(checked.NativeRep())
	if c.failed() {
		return nil
	}
	options := c.options(env, checked)
	if c.failed() {
		return nil
	}
	program, err := env.Program(checked, options...)
	if err != nil {
		c.report(0, "expr-syntax", err.Error())
		return nil
	}
	return &Expr{Source: c.src, Pos: c.pos, program: program, vars: c.vars, want: c.want}
}

// readable refuses what need not be parsed.
func (c *compiler) readable() bool {
	switch {
	case strings.TrimSpace(c.src) == "":
		c.report(0, "expr-empty")
	case len(c.src) > maxExpr:
		c.report(0, "expr-too-long", count(len(c.src)), count(maxExpr))
	case !utf8.ValidString(c.src):
		c.report(0, "expr-syntax", "not UTF-8")
	default:
		return true
	}
	return false
}

func (c *compiler) failed() bool {
	for _, d := range c.found {
		if d.Severity == Error {
			return true
		}
	}
	return false
}

// use notes that the expression needs the variable and returns its name.
func (c *compiler) use(v variable) string {
	for _, known := range c.vars {
		if known.name == v.name {
			return v.name
		}
	}
	c.vars = append(c.vars, v)
	return v.name
}

// at is the place in the file of a node of the expression.
func (c *compiler) at(id int64) Position {
	if id == 0 || c.info == nil {
		return c.pos
	}
	r, ok := c.info.GetOffsetRange(id)
	if !ok {
		return c.pos
	}
	return c.place(c.info.GetLocationByOffset(r.Start))
}

// place turns a place in the expression into one in the file. CEL points at the
// parenthesis of a call and the dot of a selection; people look for the name.
// Where the expression has several lines, only its beginning is known.
func (c *compiler) place(l common.Location) Position {
	p := c.pos
	if l.Line() != 1 || l.Column() <= 0 || strings.Contains(c.src, "\n") {
		return p
	}
	src, column := []rune(c.src), l.Column()
	switch {
	case column >= len(src):
	case src[column] == '(':
		for column > 0 && isNameRune(src[column-1]) {
			column--
		}
	case src[column] == '.':
		column++
	}
	p.Column += column
	return p
}

func isNameRune(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}
