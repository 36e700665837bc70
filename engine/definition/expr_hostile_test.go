package definition

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// hugeCase has more data than loops within loops can go through in time.
func hugeCase() caseData {
	long := `"` + strings.Repeat("ab", 40) + `"`
	row := `{"sku":"A","quantity":7,"price":"10.05","kind":"part"}`
	data := map[string]string{}
	maps.Copy(data, testCase.data)
	data["whys"] = "[" + strings.Repeat(long+",", 149) + long + "]"
	data["lines"] = "[" + strings.Repeat(row+",", 99) + row + "]"
	data["finding"] = `"` + strings.Repeat("aaaaaaaaab", 50) + `"`
	return caseData{data: data, last: testCase.last, now: testCase.now}
}

// hostile builds an expression that would run for long: loops within loops
// over large lists, ending in something that never cuts them short.
func hostile(rnd *rand.Rand, depth int, vars []string) string {
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	if depth == 0 {
		v := vars[rnd.IntN(len(vars))]
		return pick(
			v+` + `+v+` != "x"`,
			v+`.matches("^(a|b)*c?$") || true`,
			v+`.contains("`+strings.Repeat("ab", 3)+`") || true`,
			`size(`+v+` + finding) > 0`,
			`finding.matches("(a+)+b$") || true`,
			`sum(lines.map(l9, l9.quantity)) > 0`,
			`whys + whys != [`+v+`]`,
		)
	}
	v := fmt.Sprintf("x%d", depth)
	body := hostile(rnd, depth-1, append(vars, v))
	list := pick("whys", "whys", "lines.map(l, l.sku)", "(whys + whys)")
	switch rnd.IntN(5) {
	case 0:
		return fmt.Sprintf("%s.all(%s, %s)", list, v, body)
	case 1:
		return fmt.Sprintf("!%s.exists(%s, !(%s))", list, v, body)
	case 2:
		return fmt.Sprintf("size(%s.filter(%s, %s)) >= 0", list, v, body)
	case 3:
		return fmt.Sprintf("size(%s.map(%s, (%s) ? %s : \"y\")) > 0", list, v, body, v)
	default:
		return fmt.Sprintf("%s.exists_one(%s, %s) || true", list, v, body)
	}
}

func TestHostileExpressionsAreStopped(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	env := hugeCase()
	in := testNames("*")
	var slowest time.Duration
	refused, stopped := 0, 0
	for i := range 2000 {
		src := hostile(rnd, 2+i%2, []string{"subject"})
		e, found := compileExpr(src, Position{"f.yaml", 1, 1}, in, wantCondition)
		if e == nil {
			if found[0].Code != "expr-cost" && found[0].Code != "expr-too-long" {
				t.Fatalf("%s: %v", src, found)
			}
			refused++
			continue
		}
		began := time.Now()
		_, err := e.True(env)
		slowest = max(slowest, time.Since(began))
		if err == nil || !strings.Contains(err.Error(), "cost limit exceeded") {
			t.Fatalf("%s was not stopped: %v", src, err)
		}
		if i%4 == 0 {
			if _, again := e.True(env); again == nil || again.Error() != err.Error() {
				t.Fatalf("%s: %v, then %v", src, err, again)
			}
		}
		stopped++
	}
	t.Logf("refused %d, stopped %d, slowest %v", refused, stopped, slowest)
	if stopped < 1500 {
		t.Errorf("only %d of 2000 were run", stopped)
	}
	if slowest > 2*time.Second {
		t.Errorf("the slowest took %v", slowest)
	}
}

// anyExpr draws the source of an expression, mostly well typed.
func anyExpr(t *rapid.T, kind string, depth int, loops []string) string {
	draw := func(list ...string) string { return rapid.SampledFrom(list).Draw(t, "x") }
	sub := func(kind string) string { return anyExpr(t, kind, depth-1, loops) }
	if depth <= 0 {
		switch kind {
		case "bool":
			return draw("accepted", "true", "has(tier)", "has(finding)", "has(phone)", "(score != null)", "(fee == null)", `has(last("investigate").finding)`)
		case "int":
			return draw("score", "reopened", "1", "0", "size(whys)", "3", `last("return-visit").score`)
		case "money":
			return draw("fee", "tax", `money("1.50")`, "money(2)")
		default:
			return draw("subject", "tier", "severity", "finding", `"gold"`, "agent", "starter", `last("investigate").by`, `last("investigate").finding`)
		}
	}
	switch kind {
	case "bool":
		switch rapid.IntRange(0, 9).Draw(t, "form") {
		case 0, 1:
			return "(" + sub("bool") + " && " + sub("bool") + ")"
		case 2, 3:
			return "(" + sub("bool") + " || " + sub("bool") + ")"
		case 4:
			return "!" + sub("bool")
		case 5:
			return "(" + sub("bool") + " ? " + sub("bool") + " : " + sub("bool") + ")"
		case 6:
			return "(" + sub("int") + draw(" < ", " == ", " >= ") + sub("int") + ")"
		case 7:
			return "(" + sub("money") + draw(" < ", " == ", " != ") + sub("money") + ")"
		case 8:
			return "(" + sub("text") + draw(" < ", " == ", " != ") + sub("text") + ")"
		default:
			return draw("whys", "[subject]", "lines.map(l, l.sku)") + draw(".all", ".exists") + "(v" + count(depth) + ", " + sub("bool") + ")"
		}
	case "int":
		return "(" + sub("int") + draw(" + ", " - ", " * ", " / ", " % ") + sub("int") + ")"
	case "money":
		return "(" + sub("money") + draw(" + ", " - ") + sub("money") + ")"
	default:
		return "(" + sub("bool") + " ? " + sub("text") + " : " + sub("text") + ")"
	}
}

// What is accepted never finds a name without a value, whatever is missing
// among what is not surely there, and gives the same result each time.
func TestAcceptedExpressionsNeverMissAValue(t *testing.T) {
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		var sure []string
		env := caseData{data: map[string]string{}, last: map[string]string{}, now: testCase.now}
		all := map[string]string{"investigate.finding": `"f"`}
		maps.Copy(all, testCase.last)
		for _, f := range testFields {
			certain := rapid.Bool().Draw(t, "sure "+f.Name)
			if certain {
				sure = append(sure, f.Name)
			}
			if certain || rapid.Bool().Draw(t, "given "+f.Name) {
				env.data[f.Name] = testCase.data[f.Name]
			}
		}
		for _, k := range []string{"return-visit.score", "investigate.by", "investigate.finding"} {
			certain := rapid.Bool().Draw(t, "sure "+k)
			if certain {
				sure = append(sure, k)
			}
			if certain || rapid.Bool().Draw(t, "given "+k) {
				env.last[k] = all[k]
			}
		}
		src := anyExpr(t, "bool", rapid.IntRange(0, 4).Draw(t, "depth"), nil)
		e, found := compileExpr(src, Position{"f.yaml", 1, 1}, testNames(sure...), wantCondition)
		if e == nil {
			for _, d := range found {
				if d.Severity == Error && d.Code != "may-be-null" && d.Code != "expr-too-long" && d.Code != "expr-cost" && d.Code != "not-a-choice" {
					t.Fatalf("%s: %s %s", src, d.Code, d.Message.EN)
				}
			}
			return
		}
		accepted++
		got, err := e.True(env)
		if err != nil && strings.Contains(err.Error(), "no value") {
			t.Fatalf("%s: %v (sure %v)", src, err, sure)
		}
		again, errAgain := e.True(env)
		if got != again || fmt.Sprint(err) != fmt.Sprint(errAgain) {
			t.Fatalf("%s: %v %v, then %v %v", src, got, err, again, errAgain)
		}
	})
	t.Logf("%d accepted", accepted)
}

func FuzzExpr(f *testing.F) {
	for _, src := range []string{
		`severity == "grave"`, `score <= 2 && reopened == 0`, `lines.exists(l, l.sku == "B" && has(l.note))`, `sum(lines.map(l, l.price * l.quantity))`,
		`last("return-visit").score == 4`, `now.getHours("+08:00") == 17`, `{"ordinary": 3}[severity]`, `subject.matches("^a")`, `due - now == "48h"`,
		`has(phone) ? 1 : 2`, `whys.map(x, x + x)`, `born + 1`, `b"x"`, "`a`", `{"a": 1}.all(k, true)`, `[[1]].map(a, a.map(b, b))`, `-fee`, `x.y.z`, `last("a")`,
	} {
		for kind := range uint8(6) {
			f.Add(kind, src)
		}
	}
	in := testNames("*")
	env := hugeCase()
	wants := []exprWant{wantAny, wantCondition, wantKey, wantInstant, wantID}
	for _, field := range testFields {
		wants = append(wants, wantValue(field))
	}
	f.Fuzz(func(t *testing.T, kind uint8, src string) {
		want := wants[int(kind)%len(wants)]
		e, found := compileExpr(src, Position{"f.yaml", 3, 9}, in, want)
		for _, d := range found {
			if d.Pos.Line != 3 || d.Pos.Column < 9 || d.Pos.Column > 9+len(src) || d.Message.EN == "" || d.Message.ZH == "" || d.Remedy.EN == "" {
				t.Fatalf("%q: diagnostic %+v", src, d)
			}
		}
		if e == nil {
			if len(found) == 0 {
				t.Fatalf("%q: refused without a reason", src)
			}
			return
		}
		began := time.Now()
		first, err := e.Eval(env)
		if took := time.Since(began); took > 5*time.Second {
			t.Fatalf("%q took %v", src, took)
		}
		again, errAgain := e.Eval(env)
		if string(first) != string(again) || fmt.Sprint(err) != fmt.Sprint(errAgain) {
			t.Fatalf("%q: %s %v, then %s %v", src, first, err, again, errAgain)
		}
		if err == nil && CheckJSON(first) != nil {
			t.Fatalf("%q gave %s", src, first)
		}
	})
}
