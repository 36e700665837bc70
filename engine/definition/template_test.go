package definition

import (
	"slices"
	"testing"
)

func bindTo(t *Template, fields ...*Field) []Diagnostic {
	byName := map[string]*Field{}
	for _, f := range fields {
		byName[f.Name] = f
	}
	return t.bind(byName)
}

func TestTextsAreWrittenForPeople(t *testing.T) {
	severity := &Field{Name: "severity", Type: TypeChoice, Choices: []Choice{{"grave", Text{"重大", "grave indeed"}}}}
	phone := &Field{Name: "phone", Type: TypePhone, Personal: true}
	fields := append(slices.Clone(testFields), severity, phone)
	fields = slices.DeleteFunc(fields, func(f *Field) bool {
		return (f.Name == "severity" || f.Name == "phone") && f != severity && f != phone
	})
	text := &Template{
		Subject: Text{ZH: "关于「{subject}」", EN: "On {subject}"},
		Body: Text{
			ZH: "{severity} {accepted} {fee} {due} {spent} {born} {kinds} {whys} {{x}} {phone} {finding}",
			EN: "{severity} {accepted} {fee} {due} {spent} {born} {kinds} {whys} {{x}} {phone} {finding}",
		},
	}
	if found := bindTo(text, fields...); found != nil {
		t.Fatal(found)
	}
	values := []Datum{
		{"subject", []byte(`"a\nb"`)},
		{"severity", []byte(`"grave"`)},
		{"accepted", []byte("true")},
		{"fee", []byte(`"9.50"`)},
		{"due", []byte(`"2026-03-02T09:00:00.000Z"`)},
		{"spent", []byte(`"PT2H30M"`)},
		{"born", []byte(`"2000-02-29"`)},
		{"kinds", []byte(`["a","b"]`)},
		{"whys", []byte(`["x"]`)},
		{"phone", []byte(`"sealed:abc"`)},
	}
	for lang, want := range map[string][2]string{
		"zh": {"关于「a b」", "重大 是 9.50 2026-03-02 09:00 UTC 2小时30分钟 2000-02-29 a、b x {x} *** —"},
		"en": {"On a b", "grave indeed yes 9.50 2026-03-02 09:00 UTC 2 h 30 min 2000-02-29 a, b x {x} *** —"},
	} {
		subject, body := text.Render(lang, values)
		if subject != want[0] || body != want[1] {
			t.Errorf("%s:\n got %q %q\nwant %q", lang, subject, body, want)
		}
	}
}

func TestPlaceholdersAreCheckedAtLoad(t *testing.T) {
	for text, want := range map[string]string{
		"{subjet}":                   "unknown-placeholder",
		"{promise.answer}":           "bad-placeholder",
		"{promise.An Answer.due}":    "bad-placeholder",
		"{subject":                   "lone-brace",
		"subject}":                   "lone-brace",
		"{}":                         "bad-placeholder",
		"{promise.resolution.due}":   "unknown-placeholder",
		"{ subject }":                "bad-placeholder",
		"{subject}, {{and}} no more": "",
	} {
		found := bindTo(&Template{Body: Text{ZH: text}}, testFields...)
		got := ""
		if len(found) > 0 {
			got = found[0].Code
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if found := bindTo(&Template{Body: Text{EN: "{subjet}"}}, testFields...); found[0].Nearest != "subject" {
		t.Errorf("nearest to subjet: %q", found[0].Nearest)
	}
}
