package definition

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestCanonicalValues(t *testing.T) {
	byName := map[string]*Field{}
	for _, f := range testFields {
		byName[f.Name] = f
	}
	for _, x := range []struct{ field, in, want string }{
		{"subject", ` "宽带\u65ad网" `, `"宽带断网"`},
		{"subject", `"` + strings.Repeat("长", 201) + `"`, "max"},
		{"subject", `"a\nb"`, "type"},
		{"subject", `"\ud800"`, "type"},
		{"subject", `"a" 1`, "type"},
		{"subject", `""`, "required"},
		{"subject", `null`, "required"},
		{"finding", `"a\nb\u0000"`, "type"},
		{"reopened", `1e2`, `100`},
		{"reopened", `3.0`, `3`},
		{"reopened", `3.5`, "type"},
		{"reopened", `9007199254740992`, "type"},
		{"reopened", `01`, "type"},
		{"reopened", `"1"`, "type"},
		{"score", `6`, "max"},
		{"score", `0`, "min"},
		{"hours", `-0.0`, `0`},
		{"hours", `1e400`, "type"},
		{"fee", `"12.5"`, `"12.50"`},
		{"fee", `"012"`, "type"},
		{"fee", `"1.005"`, "type"},
		{"fee", `12.5`, "type"},
		{"fee", `"99999999999999"`, "type"},
		{"due", `"2026-03-02T17:00:00.1239+08:00"`, `"2026-03-02T09:00:00.123Z"`},
		{"due", `"2026-03-02 09:00"`, "type"},
		{"born", `"2026-02-29"`, "type"},
		{"spent", `"PT90M"`, `"PT1H30M"`},
		{"spent", `"P1D"`, "type"},
		{"spent", `"PT0.5S"`, `"PT0.500S"`},
		{"tier", `"Gold"`, "choice"},
		{"phone", `"sealed:abc"`, `"sealed:abc"`},
		{"phone", `"138 0000 0000"`, `"138 0000 0000"`},
		{"phone", `"sealed:a\"b"`, "type"},
		{"whys", `[]`, "min"},
		{"whys", `"x"`, "many"},
		{"whys", `["x",null]`, "required"},
		{"tested", `["screen","on"]`, `["on","screen"]`},
		{"tested", `["on","on"]`, "twice"},
		{"lines", `[{"kind":"part","price":"1","quantity":1,"sku":"A","note":null}]`, `[{"sku":"A","quantity":1,"price":"1.00","kind":"part"}]`},
		{"lines", `[{"kind":"part","price":"1","quantity":1,"sku":"A","sku":"B"}]`, "type"},
		{"lines", `[{"kind":"part","price":"1","quantity":1,"sku":"A","x":1}]`, "unknown"},
		{"lines", `[{"kind":"part","price":"1","quantity":0,"sku":"A"}]`, "min"},
		{"lines", `[{"kind":"part","price":"1","quantity":1}]`, "required"},
	} {
		out, p := byName[x.field].Canonical([]byte(x.in))
		got := string(out)
		if p != nil {
			got = p.Code
			if p.Message("zh") == "" || p.Message("en") == "" || strings.Contains(p.Message("zh")+p.Message("en"), "{") {
				t.Errorf("%s: message %q %q", x.in, p.Message("zh"), p.Message("en"))
			}
		}
		if got != x.want {
			t.Errorf("%s %s: %s, want %s", x.field, x.in, got, x.want)
		}
	}
}

func TestJSONIsReadStrictly(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for src, ok := range map[string]bool{
		`{"a":1,"b":[true,null,"x",-0.5e+7]}`: true,
		`{"a":1,"a":2}`:                       false,
		`{"a":{"b":1,"\u0062":2}}`:            false,
		deep(32):                              true,
		deep(33):                              false,
		`[1,]`:                                false,
		`01`:                                  false,
		`"\ud800\u0041"`:                      false,
		`"😀\ud83d\ude00"`:                     true,
		"\"a\nb\"":                            false,
		"\"\xff\"":                            false,
		`1 2`:                                 false,
		``:                                    false,
	} {
		if err := CheckJSON([]byte(src)); (err == nil) != ok {
			t.Errorf("%s: %v", src, err)
		}
		if ok && !json.Valid([]byte(src)) {
			t.Errorf("%s is no JSON", src)
		}
	}
}

func TestScalarsAreTypedByTheirField(t *testing.T) {
	for _, x := range []struct {
		kind     FieldType
		in, want string
	}{
		{TypePhone, "010", `"010"`},
		{TypePhone, "13800000000", `"13800000000"`},
		{TypeText, "010", `"010"`},
		{TypeText, "yes", `"yes"`},
		{TypeInstant, "2026-03-02 09:00", `"2026-03-02T09:00:00.000Z"`},
		{TypeInstant, "2026-03-02 09:00:00", `"2026-03-02T09:00:00.000Z"`},
		{TypeInstant, "2026-03-02T09:00:00+08:00", `"2026-03-02T01:00:00.000Z"`},
		{TypeDate, "2026-03-02", `"2026-03-02"`},
		{TypeDuration, "2h30m", `"PT2H30M"`},
		{TypeDuration, "1d", "error"},
		{TypeDuration, "2h on 24x7", "error"},
		{TypeMoney, "12.5", `"12.50"`},
		{TypeInteger, "12", "12"},
		{TypeInteger, "010", "error"},
		{TypeInteger, "0x1F", "error"},
		{TypeInteger, "1_000", "error"},
		{TypeBoolean, "true", "true"},
		{TypeBoolean, "yes", "error"},
		{TypeBoolean, "True", "error"},
	} {
		out, p := (&Field{Name: "x", Type: x.kind}).ParseScalar(x.in)
		got := string(out)
		if p != nil {
			got = "error"
		}
		if got != x.want {
			t.Errorf("%s %q: %s (%v), want %s", x.kind, x.in, got, p, x.want)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{`"x"`, `1`, `["a"]`, `[{"sku":"A","quantity":1,"price":"1","kind":"part"}]`, `"2026-03-02T09:00:00Z"`, `"PT2H"`, `"sealed:x"`, `null`} {
		for i := range testFields {
			f.Add(uint8(i), []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, raw []byte) {
		field := testFields[int(which)%len(testFields)]
		out, p := field.Canonical(raw)
		if p != nil {
			if p.Message("zh") == "" || p.Message("en") == "" || p.Reason == "" {
				t.Fatalf("%s: no message for %v", raw, p)
			}
			return
		}
		if !json.Valid(out) {
			t.Fatalf("%s became %s, which is no JSON", raw, out)
		}
		again, p := field.Canonical(out)
		if p != nil || !bytes.Equal(out, again) {
			t.Fatalf("%s became %s, then %s %v", raw, out, again, p)
		}
		if _, err := decode(field, out); err != nil && !field.Personal {
			t.Fatalf("%s cannot be read by an expression: %v", out, err)
		}
	})
}
