package api

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestEveryCodeOfTheCoreHasAMeaning reads the constants out of the core's source.
func TestEveryCodeOfTheCoreHasAMeaning(t *testing.T) {
	f, err := parser.ParseFile(gotoken.NewFileSet(), "../engine/rejection.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Reject") {
			return true
		}
		code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		found++
		if _, ok := meanings[code]; !ok {
			t.Errorf("%s (%s) has no meaning in codes.go", code, spec.Names[0].Name)
		}
		return true
	})
	if found < 20 {
		t.Errorf("found %d codes in rejection.go; the test no longer reads it", found)
	}
}

// TestEveryCodeUsedHasAMeaning looks at this package's and the runner's own codes.
func TestEveryCodeUsedHasAMeaning(t *testing.T) {
	code := regexp.MustCompile(`(?:errCode|errParams|unauthorized|refuse|code:)\(?\s*"([a-z_.]+)"`)
	field := regexp.MustCompile(`errField\("[^"]+", "([a-z_]+)"`)
	for _, pattern := range []string{"*.go", "../engine/runner/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			for _, m := range code.FindAllStringSubmatch(string(src), -1) {
				if _, ok := meanings[m[1]]; !ok {
					t.Errorf("%s: code %s has no meaning in codes.go", name, m[1])
				}
			}
			for _, m := range field.FindAllStringSubmatch(string(src), -1) {
				if _, ok := fieldTexts[m[1]]; !ok {
					t.Errorf("%s: field code %s has no text", name, m[1])
				}
			}
		}
	}
}

func TestMeaningsSpeakBothLanguages(t *testing.T) {
	for code, m := range meanings {
		if m.status < 400 || m.title.ZH == "" || m.title.EN == "" || m.hint.ZH == "" || m.hint.EN == "" {
			t.Errorf("%s: %+v", code, m)
		}
	}
	for kind, text := range timelineTexts {
		if text.ZH == "" || text.EN == "" {
			t.Errorf("timeline %s: %+v", kind, text)
		}
	}
	for kind := range detailKinds {
		if _, ok := timelineTexts[kind]; !ok {
			t.Errorf("timeline kind %s has no text", kind)
		}
	}
}

// TestEveryEventOfACaseCanBeTold walks the event types in the core's source.
func TestEveryEventOfACaseCanBeTold(t *testing.T) {
	for events, tellers := range map[string]string{"event.go": "timeline_event.go", "event_promise.go": "timeline_promise.go"} {
		src, err := os.ReadFile("../engine/" + events)
		if err != nil {
			t.Fatal(err)
		}
		told, err := os.ReadFile(tellers)
		if err != nil {
			t.Fatal(err)
		}
		cases, _, _ := strings.Cut(string(src), "// The events of a mailbox.")
		for _, m := range regexp.MustCompile(`(?m)^	([A-Z][A-Za-z]+) struct \{`).FindAllStringSubmatch(cases, -1) {
			if !strings.Contains(string(told), "*engine."+m[1]+":") {
				t.Errorf("the timeline has nothing to say about %s", m[1])
			}
		}
	}
}
