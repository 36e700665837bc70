package definition

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Files in testdata/bad say in comments what the checker must say:
//
//	next: nowhere # want "unknown-step: there is no step nowhere" "..."
//
// A want stands on the line of the diagnostic; `# want-next` stands on the
// line before it. What follows the code is a regular expression over message
// and remedy in English. Nothing else may be reported.
var (
	wantComment = regexp.MustCompile(`# want(-next)? (".*")\s*$`)
	wantItem    = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)
)

// loaded are the calendars the bad files may speak of.
var loaded = []string{"cn-service", "maker-hours"}

type want struct {
	line int
	code string
	text *regexp.Regexp
}

func wants(t *testing.T, src string) []want {
	t.Helper()
	var list []want
	for i, line := range strings.Split(src, "\n") {
		m := wantComment.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		at := i + 1
		if m[1] != "" {
			at++
		}
		for _, item := range wantItem.FindAllStringSubmatch(m[2], -1) {
			code, text, ok := strings.Cut(strings.ReplaceAll(item[1], `\\`, `\`), ": ")
			if !ok {
				t.Fatalf("line %d: a want is \"code: regexp\", got %q", i+1, item[1])
			}
			list = append(list, want{at, code, regexp.MustCompile(text)})
		}
	}
	return list
}

func TestEveryMistakeIsToldWhereItIs(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 60 {
		t.Fatalf("%d bad files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			t.Parallel()
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p, found := Parse(file, src)
			if failed := (&report{found: found}).failed(); failed != (p == nil) {
				t.Errorf("errors: %v, but the process is %v", failed, p)
			}
			if p != nil {
				found = append(found, p.CheckCalendars(loaded)...)
			}
			missing := wants(t, string(src))
			if len(missing) == 0 {
				t.Error("the file wants nothing")
			}
			for _, d := range found {
				wellSaid(t, d, string(src))
				said := d.Message.EN + " | " + d.Remedy.EN
				at := -1
				for i, w := range missing {
					if w.line == d.Pos.Line && w.code == d.Code && w.text.MatchString(said) {
						at = i
						break
					}
				}
				if at < 0 {
					t.Errorf("unexpected %s: %s: %s", d.Pos, d.Code, said)
					continue
				}
				missing = append(missing[:at], missing[at+1:]...)
			}
			for _, w := range missing {
				t.Errorf("%s:%d: not told: %s: %s", file, w.line, w.code, w.text)
			}
		})
	}
}

// wellSaid checks what holds for every diagnostic.
func wellSaid(t *testing.T, d Diagnostic, src string) {
	t.Helper()
	for _, text := range []Text{d.Message, d.Remedy} {
		if text.ZH == "" || text.EN == "" || strings.Contains(text.EN, "{1}") || strings.Contains(text.ZH, "{1}") {
			t.Errorf("%s: %s: half said: %q", d.Pos, d.Code, fmt.Sprint(text))
		}
	}
	if err := inside(d.Pos, src); err != nil {
		t.Errorf("%s: %v", d.Code, err)
	}
}

// inside checks that a position is a place of the file, or right behind it.
func inside(pos Position, src string) error {
	s := &scanner{src: src, line: 1, col: 1}
	for s.pos < len(s.src) && s.line < pos.Line {
		if !s.newline() {
			s.advance()
		}
	}
	width := 1
	for !s.atBreak() {
		s.advance()
		width++
	}
	if pos.Line < 1 || pos.Column < 1 || s.line != pos.Line || pos.Column > width {
		return fmt.Errorf("%s is outside the file (line %d has %d columns)", pos, s.line, width)
	}
	return nil
}

// A code nobody has seen come true is a guess.
func TestEverySayingIsHeard(t *testing.T) {
	t.Parallel()
	heard := map[string]bool{}
	for _, src := range corpus(t) {
		p, found := Parse("x.yaml", src)
		if p != nil {
			found = append(found, p.CheckCalendars(loaded)...)
		}
		for _, d := range found {
			heard[d.Code] = true
		}
	}
	for _, code := range []string{"too-large", "too-many-nodes", "too-many-keys", "too-many-elements", "join-too-wide", "empty-file", "not-utf8"} {
		heard[code] = true // limits_test.go
	}
	for code := range sayings {
		if !heard[code] {
			t.Errorf("no bad file is told %s", code)
		}
	}
}
