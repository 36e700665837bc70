package definition

import (
	"maps"
	"strings"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"pgregory.net/rapid"
)

// fullCase has every field as large as its limits allow.
func fullCase() caseData {
	text := func(n int) string { return `"` + strings.Repeat("长", n) + `"` }
	row := `{"sku":` + text(1000) + `,"quantity":7,"price":"10.05","note":` + text(1000) + `,"kind":"part"}`
	data := map[string]string{}
	maps.Copy(data, testCase.data)
	data["subject"], data["finding"], data["agent"] = text(200), text(20_000), text(200)
	data["whys"] = "[" + strings.Repeat(text(1000)+",", 99) + text(1000) + "]"
	data["lines"] = "[" + strings.Repeat(row+",", 99) + row + "]"
	return caseData{data: data, last: testCase.last, now: testCase.now}
}

// Where the cost is not counted it stays under the limit: what an expression
// really costs is never more than what was estimated when it was compiled.
func TestCostsAreNotUnderestimated(t *testing.T) {
	in, env := testNames("*"), fullCase()
	compared, free := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		src := anyExpr(t, "bool", rapid.IntRange(0, 4).Draw(t, "depth"), nil)
		if rapid.Bool().Draw(t, "texts") {
			src = rapid.SampledFrom([]string{
				`finding.contains(subject)`, `finding.matches("长+")`, `subject + finding == finding`, `subject in whys`,
				`size(whys) < 5`, `lines.exists(l, l.sku == subject)`, `sum(lines.map(l, l.quantity)) > 1`, `whys == whys`, `finding.startsWith("长")`,
			}).Draw(t, "text") + " || " + src
		}
		if e, _ := compileExpr(src, Position{}, in, wantCondition); e == nil {
			return
		}
		c := &compiler{src: src, in: in, want: wantCondition, fac: ast.NewExprFactory(), cells: map[int64]*Field{}, lastID: 1 << 20}
		celEnv, err := in.all.environment()
		if err != nil {
			t.Fatal(err)
		}
		parsed, _ := celEnv.Parse(src)
		c.info = parsed.NativeRep().SourceInfo()
		c.resolve(parsed.NativeRep().Expr())
		checked, _ := celEnv.Check(parsed)
		estimate, err := celEnv.EstimateCost(checked, prices{c.vars})
		if err != nil {
			t.Fatal(src, err)
		}
		program, err := celEnv.Program(checked, cel.EvalOptions(cel.OptOptimize, cel.OptTrackCost), cel.CostTracking(prices{}))
		if err != nil {
			t.Fatal(src, err)
		}
		_, details, _ := program.Eval(newActivation(&Expr{Source: src, vars: c.vars}, env))
		compared++
		if estimate.Max <= costLimit {
			free++
		}
		if actual := details.ActualCost(); actual != nil && *actual > estimate.Max {
			t.Fatalf("%s cost %d, estimated at most %d", src, *actual, estimate.Max)
		}
	})
	t.Logf("%d compared, %d run without counting", compared, free)
}
