package definition

import (
	"strings"
	"unicode/utf8"
)

// site is where an expression is evaluated.
type site struct {
	element  *Element
	after    bool     // when the element is done, not when it begins
	lane     *Lane    // whenever a task of the lane is opened
	promise  *Promise // while a cycle of it runs
	anywhere bool     // a message's key, judged again wherever the message is caught
}

// pending is an expression to be compiled when the graph is known.
type pending struct {
	src  formula
	want exprWant
	at   site
	into **Expr
}

// later notes an expression; f may be nil.
func (b *builder) later(f *formula, want exprWant, at site, into **Expr) {
	if f != nil {
		b.pending = append(b.pending, pending{*f, want, at, into})
	}
}

// compile type-checks and compiles every expression.
func (b *builder) compile(sure *surely) {
	all := newVocabulary(b.allFields(), b.stepForms())
	for _, p := range b.pending {
		in := names{
			all:      all,
			reach:    func(f *Field) bool { return visible(f, b.scopeOf(p.at)) },
			sure:     func(name string) bool { return sure.field(p.at, name) },
			sureLast: func(step, field string) bool { return sure.last(p.at, step, field) },
		}
		expr, found := compileExpr(p.src.src, p.src.pos, in, p.want)
		if !b.oneLine(p.src) {
			for i := range found {
				found[i].Pos = p.src.pos
			}
		}
		b.found = append(b.found, found...)
		*p.into = expr
		b.p.remember(expr)
	}
}

// scopeOf returns the scope an expression stands in.
func (b *builder) scopeOf(at site) *Scope {
	if at.element != nil {
		return at.element.Scope
	}
	return b.p.Scopes[0]
}

// stepForms lists what last("step").field may ask for.
func (b *builder) stepForms() []stepFields {
	var list []stepFields
	for _, d := range b.decl.top.walk() {
		s := stepFields{Step: d.name.text}
		if d.element.Form != nil && d.element.Kind == KindUserTask {
			for _, name := range d.element.Form.names() {
				s.Fields = append(s.Fields, b.p.fields[name])
			}
		}
		list = append(list, s)
	}
	return list
}

// oneLine reports whether an expression stands in the file as it is, on one
// line and without escapes: then columns inside it can be told.
func (b *builder) oneLine(f formula) bool {
	line := b.lines[f.pos.Line-1]
	for range f.pos.Column - 1 {
		_, size := utf8.DecodeRuneInString(line)
		line = line[size:]
	}
	return strings.HasPrefix(line, f.src)
}
