package definition

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/types"
)

// report adds an error at a node of the expression (0: at its beginning).
func (c *compiler) report(id int64, code string, args ...string) *Diagnostic {
	return c.add(c.at(id), Error, code, args)
}

func (c *compiler) warn(id int64, code string, args ...string) {
	c.add(c.at(id), Warning, code, args)
}

func (c *compiler) add(pos Position, severity Severity, code string, args []string) *Diagnostic {
	t, ok := exprTexts[code]
	if !ok {
		panic("definition: no text for code " + code)
	}
	c.found = append(c.found, Diagnostic{
		Pos: pos, Severity: severity, Code: code,
		Message: Text{ZH: fill(t.zh, args), EN: fill(t.en, args)},
		Remedy:  Text{ZH: fill(t.fixZH, args), EN: fill(t.fixEN, args)},
	})
	return &c.found[len(c.found)-1]
}

// unknown reports a name nobody declared, with the nearest one that was.
func (c *compiler) unknown(id int64, code, got string, known []string, args ...string) {
	suggest(c.report(id, code, append([]string{got}, args...)...), got, known)
}

// suggest adds the nearest name to a diagnostic, or those there are.
func suggest(d *Diagnostic, got string, known []string) {
	if d.Nearest = nearest(got, known); d.Nearest != "" {
		d.Remedy = Text{ZH: "是否想写 " + d.Nearest + "？", EN: "did you mean " + d.Nearest + "?"}
	} else if len(known) > 0 && len(known) <= 40 {
		list := strings.Join(known, ", ")
		d.Remedy = Text{ZH: "可以写：" + list, EN: "write one of: " + list}
	}
}

// unknownName reports a name that stands for nothing here.
func (c *compiler) unknownName(id int64, name string) {
	switch name {
	case "outcome", "attempts":
		c.report(id, "not-yet", name)
		return
	case "and", "or", "not", "AND", "OR", "NOT":
		c.report(id, "expr-word", name)
		return
	}
	if c.in.all.fields[name] != nil {
		c.report(id, "out-of-reach", name)
		return
	}
	var names []string
	for _, n := range c.in.all.names {
		if c.reaches(c.in.all.fields[n]) {
			names = append(names, n)
		}
	}
	c.unknown(id, "unknown-name", name, append(names, "now", "starter"))
}

func (c *compiler) notAChoice(id int64, f *Field, got string) {
	var known []string
	for _, choice := range f.Choices {
		known = append(known, choice.Value)
	}
	c.unknown(id, "not-a-choice", got, known, f.Name)
}

// syntax reports the first mistake of grammar; those behind it follow from it.
func (c *compiler) syntax(errs []*cel.Error) {
	first := errs[0]
	for _, e := range errs {
		if e.Location.Line() < first.Location.Line() || e.Location.Line() == first.Location.Line() && e.Location.Column() < first.Location.Column() {
			first = e
		}
	}
	text := strings.TrimPrefix(first.Message, "Syntax error: ")
	code := "expr-syntax"
	bare := quotedText.ReplaceAllString(c.src, `""`)
	if singleEquals.MatchString(bare) {
		code = "expr-equals"
	} else if word := wordOperator.FindStringSubmatch(bare); word != nil {
		code, text = "expr-word", strings.ToLower(word[1])
	}
	c.add(c.place(common.NewLocation(first.Location.Line(), max(first.Location.Column(), 0))), Error, code, []string{text})
}

// What analysts write who know other languages.
var (
	quotedText   = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	singleEquals = regexp.MustCompile(`(^|[^=!<>])=([^=]|$)`)
	wordOperator = regexp.MustCompile(`(?i)(?:^|[\w)"'\]] *)\b(and|or|not)\b`)
)

var (
	overloadMessage  = regexp.MustCompile(`^found no matching overload for '(.*?)' applied to '(.*)'$`)
	reference        = regexp.MustCompile(`^undeclared reference to '(.*?)'`)
	fieldMessage     = regexp.MustCompile(`^undefined field '(.*)'`)
	typeMessage      = regexp.MustCompile(`^expected type '(.*)' but found '(.*)'$`)
	rangeMessage     = regexp.MustCompile(`^expression of type '(.*)' cannot be range`)
	selectionMessage = regexp.MustCompile(`^type '(.*)' does not support field selection`)
)

// mistyped tells CEL's type errors in the language's own words.
func (c *compiler) mistyped(errs []*cel.Error) {
	for _, e := range errs {
		pos := c.place(e.Location)
		var m []string
		is := func(pattern *regexp.Regexp) bool {
			m = pattern.FindStringSubmatch(e.Message)
			return m != nil
		}
		switch {
		case is(overloadMessage):
			c.noOverload(pos, m[1], m[2])
		case is(reference):
			suggest(c.add(pos, Error, "unknown-function", m[1:2]), m[1], functionNames)
		case is(fieldMessage):
			c.add(pos, Error, "unknown-column", []string{m[1], "..."})
		case is(typeMessage):
			want, got := speakName(m[1]), speakName(m[2])
			c.add(pos, Error, "expr-type", []string{want.ZH, got.ZH, want.EN, got.EN})
		case is(rangeMessage):
			t := speakName(m[1])
			c.add(pos, Error, "expr-range", []string{t.ZH, t.EN})
		case is(selectionMessage):
			t := speakName(m[1])
			c.add(pos, Error, "expr-selection", []string{t.ZH, t.EN})
		default:
			c.add(pos, Error, "expr-mismatch", []string{e.Message})
		}
	}
}

// noOverload says which types an operator or function cannot take.
func (c *compiler) noOverload(pos Position, function, applied string) {
	var zh, en []string
	for _, t := range splitTypes(strings.Trim(applied, "()")) {
		text := speakName(t)
		zh, en = append(zh, text.ZH), append(en, text.EN)
	}
	name := strings.Trim(strings.ReplaceAll(function, "@in", "in"), "_")
	name = strings.ReplaceAll(name, "?_:", "? :")
	c.add(pos, Error, "expr-operands", []string{name, strings.Join(zh, "、"), strings.Join(en, " and ")})
}

// splitTypes cuts "list(int), string" or "string.(int)" into its types.
func splitTypes(s string) []string {
	s = strings.Replace(s, ".(", ", ", 1)
	var list []string
	depth, from := 0, 0
	for i, r := range s {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				list = append(list, strings.TrimSpace(s[from:i]))
				from = i + 1
			}
		}
	}
	return append(list, strings.TrimSpace(s[from:]))
}

// typeWords are CEL's types in the words of the language.
var typeWords = map[string]Text{
	"bool":                      {ZH: "是否值", EN: "yes-or-no"},
	"int":                       {ZH: "整数", EN: "integer"},
	"double":                    {ZH: "数字", EN: "number"},
	"string":                    {ZH: "文字", EN: "text"},
	"money":                     {ZH: "金额", EN: "money"},
	"date":                      {ZH: "日期", EN: "date"},
	"timestamp":                 {ZH: "时刻", EN: "instant"},
	"duration":                  {ZH: "时长", EN: "duration"},
	"google.protobuf.Timestamp": {ZH: "时刻", EN: "instant"},
	"google.protobuf.Duration":  {ZH: "时长", EN: "duration"},
	"null":                      {ZH: "空值", EN: "null"},
	"null_type":                 {ZH: "空值", EN: "null"},
	"dyn":                       {ZH: "不定类型", EN: "anything"},
}

func speak(t *cel.Type) Text {
	if t.Kind() == types.MapKind {
		return Text{ZH: "对照表", EN: "map"}
	}
	return speakName(t.String())
}

// speakName is the word for a type that CEL wrote.
func speakName(name string) Text {
	if t, ok := typeWords[name]; ok {
		return t
	}
	if inner, ok := strings.CutPrefix(name, "list("); ok {
		t := speakName(strings.TrimSuffix(inner, ")"))
		return Text{ZH: t.ZH + "列表", EN: "list of " + t.EN}
	}
	if table, ok := strings.CutPrefix(name, "row "); ok {
		return Text{ZH: table + " 的一行", EN: "row of " + table}
	}
	return Text{ZH: name, EN: name}
}

// wanted says what the place of the expression expects.
func (c *compiler) wanted() Text {
	switch c.want.kind {
	case wantsCondition:
		return Text{ZH: "条件（是或否）", EN: "a condition (true or false)"}
	case wantsInstant:
		return Text{ZH: "时刻", EN: "an instant"}
	case wantsID:
		return Text{ZH: "编号（文字）", EN: "an id (text)"}
	case wantsKey:
		return Text{ZH: "文字或整数", EN: "text or an integer"}
	case wantsField:
		t := speak(celType(c.want.field))
		return Text{ZH: c.want.field.Name + " 的值（" + t.ZH + "）", EN: "a value of " + c.want.field.Name + " (" + t.EN + ")"}
	case wantsAny:
	}
	return Text{ZH: "一个值", EN: "a value"}
}

func (v *vocabulary) stepNames() []string { return slices.Sorted(maps.Keys(v.steps)) }

func (v *vocabulary) lastNames(step string) []string {
	var list []string
	for _, f := range v.steps[step].Fields {
		list = append(list, f.Name)
	}
	return list
}
