package definition

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// Money is exact: sums and products are those of the decimal numbers written.
func TestMoneyIsExact(t *testing.T) {
	in := testNames("*")
	compiled := map[string]*Expr{}
	for _, src := range []string{"fee + tax", "fee - tax", "fee * 7", "sum(lines.map(l, l.price * l.quantity))"} {
		e, found := compileExpr(src, Position{}, in, wantAny)
		if e == nil {
			t.Fatal(src, found)
		}
		compiled[src] = e
	}
	amount := rapid.Custom(func(t *rapid.T) string {
		return fmt.Sprintf("%d.%02d", rapid.IntRange(-99_999_999, 99_999_999).Draw(t, "whole"), rapid.IntRange(0, 99).Draw(t, "cents"))
	})
	rat := func(s string) *big.Rat { r, _ := new(big.Rat).SetString(s); return r }
	rapid.Check(t, func(t *rapid.T) {
		a, b := amount.Draw(t, "a"), amount.Draw(t, "b")
		n := rapid.IntRange(1, 99).Draw(t, "n")
		env := caseData{data: map[string]string{
			"fee": `"` + a + `"`, "tax": `"` + b + `"`,
			"lines": fmt.Sprintf(`[{"sku":"x","quantity":%d,"price":%q,"kind":"part"},{"sku":"y","quantity":1,"price":%q,"kind":"part"}]`, n, a, b),
		}}
		for src, want := range map[string]*big.Rat{
			"fee + tax": new(big.Rat).Add(rat(a), rat(b)),
			"fee - tax": new(big.Rat).Sub(rat(a), rat(b)),
			"fee * 7":   new(big.Rat).Mul(rat(a), rat("7")),
			"sum(lines.map(l, l.price * l.quantity))": new(big.Rat).Add(new(big.Rat).Mul(rat(a), rat(fmt.Sprint(n))), rat(b)),
		} {
			got, err := compiled[src].Eval(env)
			if err != nil || string(got) != `"`+want.FloatString(2)+`"` {
				t.Fatalf("%s of %s, %s, %d: %s, %v; want %s", src, a, b, n, got, err, want.FloatString(2))
			}
		}
	})
}

func TestMoneyOutOfRangeIsAnError(t *testing.T) {
	env := caseData{data: map[string]string{"fee": `"9999999999999.00"`, "tax": `"9999999999999.00"`}}
	for _, src := range []string{"fee + tax", "fee * 9223372036854775807", "-fee - tax", "fee * -9223372036854775807", "fee * 2", "money(99999999999999999)"} {
		e, found := compileExpr(src, Position{}, testNames("*"), wantAny)
		if e == nil {
			t.Fatal(src, found)
		}
		if got, err := e.Eval(env); err == nil {
			t.Errorf("%s = %s", src, got)
		}
	}
}
