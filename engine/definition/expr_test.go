package definition

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// caseData is an Env for tests: values by name, last by "step.field".
type caseData struct {
	data, last map[string]string
	now        time.Time
}

func (c caseData) Data(name string) []byte {
	if v, ok := c.data[name]; ok {
		return []byte(v)
	}
	return nil
}
func (c caseData) Now() int64      { return c.now.UnixMilli() }
func (c caseData) Starter() string { return "c-7" }
func (c caseData) Last(step, field string) []byte {
	if v, ok := c.last[step+"."+field]; ok {
		return []byte(v)
	}
	return nil
}

func choices(values ...string) []Choice {
	var list []Choice
	for _, v := range values {
		list = append(list, Choice{Value: v})
	}
	return list
}

func float(n float64) *float64 { return &n }

// testFields has one field of every kind.
var testFields = []*Field{
	{Name: "subject", Type: TypeText, Max: float(200)},
	{Name: "phone", Type: TypePhone, Personal: true},
	{Name: "severity", Type: TypeChoice, Choices: choices("ordinary", "grave"), Default: []byte(`"ordinary"`)},
	{Name: "tier", Type: TypeChoice, Choices: choices("standard", "silver", "gold")},
	{Name: "finding", Type: TypeLongText},
	{Name: "accepted", Type: TypeBoolean},
	{Name: "score", Type: TypeRating, Max: float(5)},
	{Name: "reopened", Type: TypeInteger, Default: []byte("0")},
	{Name: "hours", Type: TypeNumber},
	{Name: "fee", Type: TypeMoney},
	{Name: "tax", Type: TypeMoney},
	{Name: "due", Type: TypeInstant},
	{Name: "born", Type: TypeDate},
	{Name: "spent", Type: TypeDuration},
	{Name: "agent", Type: TypePerson},
	{Name: "whys", Type: TypeText, Many: true, Min: float(1)},
	{Name: "kinds", Type: TypeChoice, Choices: choices("a", "b"), Many: true},
	{Name: "tested", Type: TypeChecks, Choices: choices("on", "charge", "screen")},
	{Name: "lines", Type: TypeTable, Columns: []*Field{
		{Name: "sku", Type: TypeText},
		{Name: "quantity", Type: TypeInteger, Min: float(1)},
		{Name: "price", Type: TypeMoney},
		{Name: "note", Type: TypeText, Optional: true},
		{Name: "kind", Type: TypeChoice, Choices: choices("part", "work")},
	}},
}

func testNames(sure ...string) names {
	is := func(name string) bool {
		for _, s := range sure {
			if s == name || s == "*" {
				return true
			}
		}
		return false
	}
	byName := map[string]*Field{}
	for _, f := range testFields {
		byName[f.Name] = f
	}
	return names{
		all: newVocabulary(testFields, []stepFields{
			{Step: "return-visit", Fields: []*Field{byName["score"], byName["phone"]}},
			{Step: "investigate", Fields: []*Field{byName["finding"], byName["severity"]}},
		}),
		sure:     is,
		sureLast: func(step, field string) bool { return is(step + "." + field) },
	}
}

func mustCompile(t testing.TB, src string, want exprWant, sure ...string) *Expr {
	t.Helper()
	if len(sure) == 0 {
		sure = []string{"*"}
	}
	e, found := compileExpr(src, Position{"f.yaml", 3, 9}, testNames(sure...), want)
	if e == nil {
		t.Fatalf("compile %s: %v", src, found)
	}
	return e
}

var testCase = caseData{
	now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
	data: map[string]string{
		"subject": `"broadband is down"`, "phone": `"sealed:abc"`, "severity": `"grave"`, "tier": `"gold"`, "finding": `"cut \"cable\"\n"`,
		"accepted": "true", "score": "2", "reopened": "0", "hours": "1.5", "fee": `"99.90"`, "tax": `"0.10"`,
		"due": `"2026-03-04T09:00:00.000Z"`, "born": `"2000-02-29"`, "spent": `"PT2H30M"`, "agent": `"wang"`,
		"whys": `["x","y"]`, "kinds": `["a"]`, "tested": `["on","screen"]`,
		"lines": `[{"sku":"A","quantity":2,"price":"10.05","kind":"part"},{"sku":"B","quantity":1,"price":"0.10","note":"n","kind":"work"}]`,
	},
	last: map[string]string{"return-visit.score": "4", "investigate.by": `"li"`, "investigate.at": `"2026-03-02T08:00:00.000Z"`},
}

func TestConditionsOverTheCase(t *testing.T) {
	for src, want := range map[string]bool{
		`severity == "grave"`:                                       true,
		`severity in ["ordinary"]`:                                  false,
		`score <= 2 && reopened == 0`:                               true,
		`accepted ? hours > 1 : false`:                              true,
		`hours == 2 || hours * 2 == 3`:                              true,
		`fee + tax == 100`:                                          true,
		`fee > 99.5 && fee < "100.00"`:                              true,
		`fee * 3 == money("299.70")`:                                true,
		`3 * fee == money("299.70")`:                                true,
		`-fee < 0`:                                                  true,
		`due > now`:                                                 true,
		`due - now == "48h"`:                                        true,
		`due < "2026-03-04 09:01"`:                                  true,
		`now + "48h" == due`:                                        true,
		`now - last("investigate").at >= "1h"`:                      true,
		`born < "2000-03-01"`:                                       true,
		`born + 1 == date("2000-03-01")`:                            true,
		`date("2000-03-01") - born == 1`:                            true,
		`spent == "2h30m"`:                                          true,
		`agent == "wang" && starter == "c-7"`:                       true,
		`size(whys) < 5`:                                            true,
		`"a" in kinds && !("b" in kinds)`:                           true,
		`"on" in tested`:                                            true,
		`sum(lines.map(l, l.quantity)) == 3`:                        true,
		`sum(lines.map(l, l.price * l.quantity)) == money("20.20")`: true,
		`lines.exists(l, l.sku == "B" && has(l.note))`:              true,
		`lines.all(l, l.note == null || l.note.startsWith("n"))`:    true,
		`lines[0].sku == "A"`:                                       true,
		`lines.filter(l, l.kind == "work").size() == 1`:             true,
		`last("return-visit").score == 4`:                           true,
		`has(last("return-visit").phone)`:                           false,
		`has(phone)`:                                                true,
		`phone != null`:                                             true,
		`finding.contains("cable")`:                                 true,
		`subject.matches("^broad[a-z]+ ")`:                          true,
		`now.getHours("+08:00") == 17`:                              true,
		`now.getDayOfWeek() == 1`:                                   true,
		`{"ordinary": 3, "grave": 1}[severity] == 1`:                true,
		`score / 2 == 1`:                                            true,
		`score > 1.5`:                                               true,
		`string(fee) == "99.90"`:                                    true,
		`has(now)`:                                                  true,
	} {
		got, err := mustCompile(t, src, wantCondition).True(testCase)
		if err != nil || got != want {
			t.Errorf("%s = %v, %v; want %v", src, got, err, want)
		}
	}
}

func TestWrongExpressionsAreRefusedAtLoad(t *testing.T) {
	for src, want := range map[string]string{
		``:                                            "expr-empty",
		strings.Repeat("1+", 600) + "1":               "expr-too-long",
		`score <`:                                     "expr-syntax",
		`score = 3`:                                   "expr-equals",
		`score > 1 and score < 3`:                     "expr-word",
		`scoer > 1`:                                   "unknown-name",
		`severity == "grav"`:                          "not-a-choice",
		`severity in ["grave", "x"]`:                  "not-a-choice",
		`"x" in kinds`:                                "not-a-choice",
		`"x" in tested`:                               "not-a-choice",
		`lines.exists(l, l.kind == "x")`:              "not-a-choice",
		`last("investigate").severity == "x"`:         "not-a-choice",
		`tier == "gold"`:                              "may-be-null",
		`tier == "gold" && tier != null`:              "may-be-null",
		`has(tier) || tier == "gold"`:                 "may-be-null",
		`last("investigate").finding == ""`:           "may-be-null",
		`lines != null && lines.all(l, l.note != "")`: "may-be-null",
		`phone == "1"`:                                "personal",
		`last("return-visit").phone == ""`:            "personal",
		`{"a": 1}.all(k, k == "a")`:                   "map-comprehension",
		`accepted > 3`:                                "expr-operands",
		`reopened`:                                    "expr-type",
		`reopened == "x"`:                             "expr-operands",
		`sume([1]) == 1`:                              "unknown-function",
		`last("nowhere").by == ""`:                    "unknown-step",
		`last("investigate").bye == ""`:               "unknown-last",
		`last("investigate") == ""`:                   "last-what",
		`has(1 + 1)`:                                  "has-what",
		`reopened == (true ? null : null)`:            "null-value",
		`severity.foo == 1`:                           "expr-selection",
		`outcome == "done"`:                           "not-yet",
		`[1, "a"].size() == 2`:                        "mixed-list",
		`now.getHours("Asia/Shanghai") > 1`:           "expr-zone",
		`now.getHours(severity) > 1`:                  "expr-zone",
		`severity.matches(severity)`:                  "expr-pattern",
		`severity.matches("(")`:                       "expr-pattern",
		`severity.matches("` + strings.Repeat("a", 201) + `")`: "expr-pattern-long",
		`now > "tomorrow"`:                         "literal",
		`date("2026-02-30") == date("2026-03-01")`: "literal",
		`b"x" == b"x"`:                             "expr-syntax",
		`dyn(1) == 1`:                              "unknown-function",
		`type(1) == type(2)`:                       "unknown-function",
		`["a"].all(now, now == "a")`:               "name-taken",
	} {
		e, found := compileExpr(src, Position{"f.yaml", 3, 9}, testNames("lines.none", "kinds", "tested", "accepted", "score"), wantCondition)
		if e != nil || len(found) == 0 {
			t.Errorf("%s was accepted", src)
			continue
		}
		if found[0].Code != want && !(want == "may-be-null" && found[len(found)-1].Code == want) {
			t.Errorf("%s: %s (%s), want %s", src, found[0].Code, found[0].Message.EN, want)
		}
		for _, d := range found {
			if d.Message.ZH == "" || d.Message.EN == "" || d.Remedy.ZH == "" || d.Remedy.EN == "" {
				t.Errorf("%s: %s is not told in both languages", src, d.Code)
			}
		}
	}
}

func TestMistakesAreToldWhereTheyStand(t *testing.T) {
	for src, want := range map[string]struct {
		column  int
		nearest string
	}{
		`severity == "grav"`:                {21, "grave"},
		`score < 3 && scoer > 1`:            {22, "score"},
		`"报修" == subject && sevrity == "x"`: {28, "severity"},
		`sizee(whys) > 1`:                   {14, "size"},
		`lines.exists(l, l.kin == "part")`:  {26, "kind"},
		`last("investigat").by == ""`:       {13, "investigate"},
		`last("investigate").findin == "x"`: {28, "finding"},
		`score <`:                           {16, ""},
		`accepted && reopened`:              {21, ""},
		`subject.matches("(")`:              {25, ""},
	} {
		_, found := compileExpr(src, Position{"f.yaml", 3, 9}, testNames("*"), wantCondition)
		if len(found) != 1 {
			t.Errorf("%s: %v", src, found)
			continue
		}
		if p := found[0].Pos; p.Line != 3 || p.Column != want.column || found[0].Nearest != want.nearest {
			t.Errorf("%s: column %d, nearest %q (%s); want %d, %q", src, p.Column, found[0].Nearest, found[0].Code, want.column, want.nearest)
		}
	}
}

func TestIntegerDivisionWarns(t *testing.T) {
	e, found := compileExpr(`reopened / 2 == 1`, Position{"f.yaml", 3, 9}, testNames("*"), wantCondition)
	if e == nil || len(found) != 1 || found[0].Code != "integer-division" || found[0].Severity != Warning {
		t.Errorf("%v, %v", e, found)
	}
}

func TestEvaluationFailsWithAReason(t *testing.T) {
	byName := map[string]*Field{}
	for _, f := range testFields {
		byName[f.Name] = f
	}
	for _, x := range []struct {
		src  string
		want exprWant
	}{
		{`reopened / 0`, wantAny},
		{`reopened + 9223372036854775807 + score`, wantAny},
		{`score * 4`, wantValue(byName["score"])},
		{`subject + "\n"`, wantValue(byName["subject"])},
		{`whys[7] + ""`, wantAny},
		{`{"a": 1}[severity]`, wantAny},
		{`now - due`, wantAny},
		{`double(subject)`, wantAny},
		{`born + 9999999`, wantAny},
		{`hours / 0.0`, wantAny},
	} {
		if got, err := mustCompile(t, x.src, x.want).Eval(testCase); err == nil {
			t.Errorf("%s = %s", x.src, got)
		}
	}
	missing := caseData{data: map[string]string{}, now: testCase.now}
	if _, err := mustCompile(t, `tier == "gold"`, wantCondition).True(missing); err == nil {
		t.Error("a missing value went unnoticed")
	}
}

func TestNamesOfAnExpression(t *testing.T) {
	e := mustCompile(t, `score > 1 && has(phone) && score < 4 && last("investigate").severity == "grave" && now > due`, wantCondition)
	if got := strings.Join(e.Names(), " "); got != "due phone score" {
		t.Errorf("names %s", got)
	}
}

func TestAnExpressionServesManyAtOnce(t *testing.T) {
	e := mustCompile(t, `sum(lines.map(l, l.price * l.quantity)) == money("20.20") && subject.matches("^broad")`, wantCondition)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				if ok, err := e.True(testCase); !ok || err != nil {
					t.Error(ok, err)
					return
				}
			}
		})
	}
	group.Wait()
}

func TestValuesForFields(t *testing.T) {
	fields := map[string]*Field{}
	for _, f := range testFields {
		fields[f.Name] = f
	}
	for _, x := range []struct{ field, src, want string }{
		{"reopened", `reopened + 1`, `1`},
		{"fee", `fee + 1`, `"100.90"`},
		{"fee", `5`, `"5.00"`},
		{"hours", `2`, `2`},
		{"hours", `0.1 + 0.2`, `0.30000000000000004`},
		{"due", `now + duration("90m")`, `"2026-03-02T10:30:00.000Z"`},
		{"born", `born - 29`, `"2000-01-31"`},
		{"spent", `due - now`, `"PT48H"`},
		{"tier", `score > 3 ? "gold" : "silver"`, `"silver"`},
		{"whys", `whys + ["z"]`, `["x","y","z"]`},
		{"lines", `lines.filter(l, has(l.note))`, `[{"sku":"B","quantity":1,"price":"0.10","note":"n","kind":"work"}]`},
		{"finding", `null`, `null`},
		{"finding", `finding`, `"cut \"cable\"\n"`},
	} {
		got, err := mustCompile(t, x.src, wantValue(fields[x.field])).Eval(testCase)
		if err != nil || string(got) != x.want {
			t.Errorf("%s: =%s gives %s, %v; want %s", x.field, x.src, got, err, x.want)
		}
	}
}

func BenchmarkCondition(b *testing.B) {
	e := mustCompile(b, `severity == "grave"`, wantCondition)
	b.ReportAllocs()
	for b.Loop() {
		if ok, err := e.True(testCase); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}

func BenchmarkEnvironment(b *testing.B) {
	for b.Loop() {
		if _, err := testNames().all.environment(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	n := testNames("*")
	for b.Loop() {
		if e, _ := compileExpr(`severity == "grave" && score < 3`, Position{}, n, wantCondition); e == nil {
			b.Fatal()
		}
	}
}
