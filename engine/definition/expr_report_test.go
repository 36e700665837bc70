package definition

import (
	"strings"
	"testing"
)

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
		if found[0].Code != want && (want != "may-be-null" || found[len(found)-1].Code != want) {
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
		`sizee(whys) > 1`:                   {9, "size"},
		`lines.exists(l, l.kin == "part")`:  {27, "kind"},
		`last("investigat").by == ""`:       {9, "investigate"},
		`last("investigate").findin == "x"`: {29, "finding"},
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
