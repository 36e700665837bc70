package definition

import (
	"strings"
	"sync"
	"testing"
)

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
