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
		case TypeMoney, TypeBoolean, TypeDate, TypeInstant, TypeDuration, TypePhone, TypeMail, TypeAddress, TypePerson, TypeTeam, TypeCustomer, TypeFile:
		}
		if f.Type == TypeText || f.Type == TypeInteger || f.Type == TypeRating || f.Type == TypeTable {
			if rapid.Bool().Draw(t, "low") {
				f.Min = new(float64(rapid.IntRange(1, 3).Draw(t, "min")))
			}
			if rapid.Bool().Draw(t, "high") {
				f.Max = new(float64(rapid.IntRange(3, 5).Draw(t, "max")))
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
	case TypeText, TypeLongText, TypeAddress, TypePerson, TypeTeam, TypeCustomer, TypeFile:
		return rapid.StringMatching(`[ \n\x{3000}]?[a-z宽带\x01 ]{0,6}`).Draw(t, "text")
	}
	return nil
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
		schemaErr := compileSchema(t, source).Validate(given)
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

func TestAFormSaysEverythingThatIsWrong(t *testing.T) {
	byName := map[string]*Field{}
	for _, f := range testFields {
		byName[f.Name] = f
	}
	form := &Form{Items: []FormItem{
		{Field: byName["finding"]},
		{Heading: Text{EN: "more"}},
		{Field: byName["score"], Optional: true},
		{Field: byName["tested"]},
		{Field: byName["tier"], Show: true},
		{Field: byName["severity"]},
		{Field: byName["lines"], Optional: true},
	}}
	_, problems := form.Canonical([]Datum{
		{"score", []byte("9")},
		{"tested", []byte(`["on"]`)},
		{"tier", []byte(`"gold"`)},
		{"nobody", []byte("1")},
		{"score", []byte("1")},
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
