package definition

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const languageFile = "../../processes/LANGUAGE.md"

var generated = regexp.MustCompile(`(?s)<!-- (keys: ([a-z-]+)|codes) -->\n.*?<!-- end -->`)

// The tables of the reference are the table of keys and the diagnostics; run
// with -update after changing one of those.
func TestReferenceHasTheTableOfKeys(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile(languageFile)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[place]bool{}
	want := generated.ReplaceAllStringFunc(string(src), func(block string) string {
		m := generated.FindStringSubmatch(block)
		seen[place(m[2])] = true
		table := codeTable()
		if m[2] != "" {
			table = keyRows(place(m[2]))
		}
		return "<!-- " + m[1] + " -->\n\n" + table + "\n<!-- end -->"
	})
	for _, at := range places {
		if !seen[at] {
			t.Errorf("the reference has no table for %s", at)
		}
	}
	if *update {
		if err := os.WriteFile(languageFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(want, string(src)); diff != "" {
		t.Errorf("the reference (-want +got), run with -update:\n%s", diff)
	}
}

func keyRows(at place) string {
	var b strings.Builder
	b.WriteString("| key | | 说明 |\n|---|---|---|\n")
	for _, row := range keyTable {
		if row.at == at && !row.later {
			need := ""
			if row.need {
				need = " (needed)"
			}
			fmt.Fprintf(&b, "| `%s` | %s%s | %s |\n", row.name, row.en, need, row.zh)
		}
	}
	return b.String()
}

func codeTable() string {
	rows := map[string][2]string{}
	for code, s := range sayings {
		en := s.en
		if s.severity == Warning {
			en = "(w) " + en
		}
		rows[code] = [2]string{en, s.zh}
	}
	for code, s := range exprTexts {
		rows[code] = [2]string{s.en, s.zh}
	}
	for code, s := range durationTexts {
		rows[code] = [2]string{s[0].EN, s[0].ZH}
	}
	var b strings.Builder
	b.WriteString("| code | | 说明 |\n|---|---|---|\n")
	for _, code := range slices.Sorted(maps.Keys(rows)) {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", code, blanks(rows[code][0]), blanks(rows[code][1]))
	}
	return b.String()
}

var blank = regexp.MustCompile(`\{[0-9]?\}`)

func blanks(text string) string {
	return strings.ReplaceAll(blank.ReplaceAllString(text, "…"), "|", `\|`)
}

// Every example of the reference is a part of a file; what it leaves out is
// taken from here.
var surroundings = []struct{ key, text string }{
	{"process", "process: doc\n"},
	{"calendar", "calendar: 24x7\n"},
	{"lanes", "lanes:\n  customer: {party: customer}\n  desk: {team: front-desk}\n  technical: {team: technical}\n"},
	{"data", `data:
  subject: {type: text}
  phone: {type: phone, personal: true}
  grave: {type: boolean, default: false}
  finding: {type: long-text}
  score: {type: rating, max: 5}
  rounds: {type: integer, default: 0}
`},
}

func TestExamplesOfTheReferenceAreRight(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile(languageFile)
	if err != nil {
		t.Fatal(err)
	}
	fence := regexp.MustCompile("(?s)\n```yaml\n(.*?)```\n")
	examples := fence.FindAllStringSubmatchIndex(string(src), -1)
	if len(examples) < 15 {
		t.Fatalf("%d examples", len(examples))
	}
	schema := compileSchema(t, Schema())
	first := regexp.MustCompile(`(?m)^steps:\n  ([a-z-]+):`)
	for _, at := range examples {
		text := string(src[at[2]:at[3]])
		for _, s := range surroundings {
			if !regexp.MustCompile(`(?m)^` + s.key + `:`).MatchString(text) {
				text += s.text
			}
		}
		if !regexp.MustCompile(`(?m)^start:`).MatchString(text) {
			text += "start: " + first.FindStringSubmatch(text)[1] + "\n"
		}
		line := strings.Count(string(src[:at[2]]), "\n")
		_, found := Parse("example", []byte(text))
		for _, d := range found {
			t.Errorf("%s:%d: %s: %s (%s)", languageFile, line+d.Pos.Line, d.Code, d.Message.EN, d.Remedy.EN)
		}
		if err := schema.Validate(plain(t, text)); err != nil {
			t.Errorf("%s:%d: %v", languageFile, line, err)
		}
	}
}
