package definition

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

// anyField draws a field of any type with random limits.
func anyField(name string, nested bool) *rapid.Generator[*Field] {
	kinds := []FieldType{
		TypeText, TypeLongText, TypeInteger, TypeNumber, TypeMoney, TypeBoolean, TypeDate, TypeInstant, TypeDuration, TypePhone,
		TypeMail, TypeAddress, TypePerson, TypeTeam, TypeCustomer, TypeRating, TypeFile, TypeChoice, TypeChecks,
	}
	if !nested {
		kinds = append(kinds, TypeTable)
	}
	return rapid.Custom(func(t *rapid.T) *Field {
		f := &Field{Name: name, Type: rapid.SampledFrom(kinds).Draw(t, "type"), Optional: rapid.Bool().Draw(t, "optional")}
		f.Label = Text{ZH: "名", EN: "name"}
		switch f.Type {
		case TypeChoice, TypeChecks:
			f.Choices = choices("a", "b", "是")[:rapid.IntRange(1, 3).Draw(t, "choices")]
		case TypeTable:
			for i := range rapid.IntRange(1, 3).Draw(t, "columns") {
				f.Columns = append(f.Columns, anyField(fmt.Sprintf("c%d", i), true).Draw(t, "column"))
			}
		case TypeText, TypeInteger, TypeNumber, TypeRating, TypeLongText:
			f.Many = rapid.IntRange(0, 3).Draw(t, "many") == 0
		default:
		}
		if f.Type == TypeText || f.Type == TypeInteger || f.Type == TypeRating || f.Type == TypeTable {
			if rapid.Bool().Draw(t, "low") {
				f.Min = float(float64(rapid.IntRange(1, 3).Draw(t, "min")))
			}
			if rapid.Bool().Draw(t, "high") {
				f.Max = float(float64(rapid.IntRange(3, 5).Draw(t, "max")))
			}
		}
		return f
	})
}

// anyValue draws JSON that is often, but not always, a value of the field.
func anyValue(t *rapid.T, f *Field, depth int) any {
	if rapid.IntRange(0, 9).Draw(t, "wild") == 0 {
		return rapid.SampledFrom([]any{nil, true, json.Number("0"), json.Number("3"), json.Number("2.5"), json.Number("4.0"), "", " ", "x", []any{}, []any{"a"}, map[string]any{}}).Draw(t, "value")
	}
	if depth == 0 && f.Many {
		return drawList(t, func() any { return anyValue(t, f, 1) })
	}
	switch f.Type {
	case TypeTable:
		return drawList(t, func() any {
			row := map[string]any{}
			for _, c := range f.Columns {
				if rapid.IntRange(0, 7).Draw(t, "absent") > 0 {
					row[c.Name] = anyValue(t, c, 0)
				}
			}
			return row
		})
	case TypeChecks:
		return drawList(t, func() any { return rapid.SampledFrom([]string{"a", "b", "是"}).Draw(t, "tick") })
	case TypeChoice:
		return rapid.SampledFrom([]string{"a", "b", "是", "A"}).Draw(t, "choice")
	case TypeBoolean:
		return rapid.Bool().Draw(t, "bool")
	case TypeInteger, TypeRating:
		return json.Number(fmt.Sprint(rapid.IntRange(-1, 7).Draw(t, "int")))
	case TypeNumber:
		return json.Number(fmt.Sprint(rapid.Float64Range(-1e6, 1e6).Draw(t, "number")))
	case TypeMoney:
		return rapid.StringMatching(`-?(0|[1-9][0-9]{0,3})(\.[0-9]{1,3})?`).Draw(t, "money")
	case TypeDate:
		return rapid.StringMatching(`20[0-3][0-9]-[01][0-9]-[0-3][0-9]`).Draw(t, "date")
	case TypeInstant:
		return rapid.StringMatching(`20[0-3][0-9]-0[1-9]-[0-2][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,4})?(Z|[+-]0[0-9]:[03]0)`).Draw(t, "instant")
	case TypeDuration:
		return rapid.StringMatching(`PT([0-9]{1,3}H)?([0-9]{1,3}M)?([0-9]{1,2}(\.[0-9]{1,4})?S)?`).Draw(t, "duration")
	case TypePhone:
		return rapid.StringMatching(`\+?[0-9 ]{1,12}`).Draw(t, "phone")
	case TypeMail:
		return rapid.StringMatching(`[a-z]{1,5}@?[a-z. ]{1,9}`).Draw(t, "mail")
	default:
		return rapid.StringMatching(`[ \n\x{3000}]?[a-z宽带\x01 ]{0,6}`).Draw(t, "text")
	}
}

func drawList(t *rapid.T, item func() any) []any {
	list := []any{}
	for range rapid.IntRange(0, 5).Draw(t, "size") {
		list = append(list, item())
	}
	return list
}

func compileSchema(t interface{ Fatal(...any) }, source []byte) *jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(source))
	if err != nil {
		t.Fatal(string(source), err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("form.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("form.json")
	if err != nil {
		t.Fatal(string(source), err)
	}
	return schema
}

// What Canonical accepts the JSON Schema accepts, and the other way round.
func TestCanonicalAndSchemaAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := &Form{}
		given := map[string]any{}
		var values []Datum
		for i := range rapid.IntRange(1, 4).Draw(t, "fields") {
			f := anyField(fmt.Sprintf("f%d", i), false).Draw(t, "field")
			form.Items = append(form.Items, FormItem{Field: f})
			if rapid.IntRange(0, 9).Draw(t, "absent") == 0 {
				continue
			}
			given[f.Name] = anyValue(t, f, 0)
			raw, err := json.Marshal(given[f.Name])
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, Datum{f.Name, raw})
		}
		source := form.JSONSchema("zh")
		schemaErr := compileSchema(t, source).Validate(map[string]any(given))
		canonical, problems := form.Canonical(values)
		if (schemaErr == nil) != (problems == nil) {
			t.Fatalf("given %v\nCanonical: %v\nschema: %v\n%s", given, problems, schemaErr, source)
		}
		if problems != nil {
			return
		}
		again, problems := form.Canonical(canonical)
		if problems != nil {
			t.Fatalf("canonical %s is refused: %v", canonical, problems)
		}
		for i := range canonical {
			if !bytes.Equal(canonical[i].Value, again[i].Value) {
				t.Fatalf("canonical %s became %s", canonical[i].Value, again[i].Value)
			}
		}
	})
}

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

func TestAFormSaysEverythingThatIsWrong(t *testing.T) {
	byName := map[string]*Field{}
	for _, f := range testFields {
		byName[f.Name] = f
	}
	form := &Form{Items: []FormItem{
		{Field: byName["finding"]}, {Heading: Text{EN: "more"}}, {Field: byName["score"], Optional: true},
		{Field: byName["tested"]}, {Field: byName["tier"], Show: true}, {Field: byName["severity"]}, {Field: byName["lines"], Optional: true},
	}}
	_, problems := form.Canonical([]Datum{
		{"score", []byte("9")}, {"tested", []byte(`["on"]`)}, {"tier", []byte(`"gold"`)}, {"nobody", []byte("1")}, {"score", []byte("1")},
		{"lines", []byte(`[{"sku":"A","quantity":"2","price":"1","kind":"part"}]`)},
	})
	var got []string
	for _, p := range problems {
		got = append(got, p.Field+" "+p.Code)
	}
	want := []string{"finding required", "score max", "tested checks", "lines[0].quantity type", "tier shown", "nobody unknown", "score twice"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	out, problems := form.Canonical([]Datum{{"tested", []byte(`["on","charge","screen"]`)}, {"finding", []byte(`"x"`)}, {"score", []byte(`null`)}, {"lines", []byte("[ ]")}})
	if problems != nil || len(out) != 2 || out[0].Name != "finding" || out[1].Name != "tested" {
		t.Errorf("got %v, %v", out, problems)
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
		out, err := (&Field{Name: "x", Type: x.kind}).ParseScalar(x.in)
		got := string(out)
		if err != nil {
			got = "error"
		}
		if got != x.want {
			t.Errorf("%s %q: %s (%v), want %s", x.kind, x.in, got, err, x.want)
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

func BenchmarkFormCanonical(b *testing.B) {
	form := &Form{Items: []FormItem{{Field: testFields[0]}, {Field: testFields[2]}, {Field: testFields[4]}}}
	values := []Datum{{"subject", []byte(`"宽带断网"`)}, {"severity", []byte(`"grave"`)}, {"finding", []byte(`"` + strings.Repeat("线路被挖断。", 20) + `"`)}}
	b.ReportAllocs()
	for b.Loop() {
		if _, p := form.Canonical(values); p != nil {
			b.Fatal(p)
		}
	}
}
