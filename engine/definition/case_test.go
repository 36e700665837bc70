package definition

import (
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

// testFields has one field of every kind.
var testFields = []*Field{
	{Name: "subject", Type: TypeText, Max: new(200.0)},
	{Name: "phone", Type: TypePhone, Personal: true},
	{Name: "severity", Type: TypeChoice, Choices: choices("ordinary", "grave"), Default: []byte(`"ordinary"`)},
	{Name: "tier", Type: TypeChoice, Choices: choices("standard", "silver", "gold")},
	{Name: "finding", Type: TypeLongText},
	{Name: "accepted", Type: TypeBoolean},
	{Name: "score", Type: TypeRating, Max: new(5.0)},
	{Name: "reopened", Type: TypeInteger, Default: []byte("0")},
	{Name: "hours", Type: TypeNumber},
	{Name: "fee", Type: TypeMoney},
	{Name: "tax", Type: TypeMoney},
	{Name: "due", Type: TypeInstant},
	{Name: "born", Type: TypeDate},
	{Name: "spent", Type: TypeDuration},
	{Name: "agent", Type: TypePerson},
	{Name: "whys", Type: TypeText, Many: true, Min: new(1.0)},
	{Name: "kinds", Type: TypeChoice, Choices: choices("a", "b"), Many: true},
	{Name: "tested", Type: TypeChecks, Choices: choices("on", "charge", "screen")},
	{Name: "lines", Type: TypeTable, Columns: []*Field{
		{Name: "sku", Type: TypeText},
		{Name: "quantity", Type: TypeInteger, Min: new(1.0)},
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
