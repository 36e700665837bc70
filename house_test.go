// Package house holds the house rules as tests: what stands at the top level,
// who may import whom, how long a file may be, and words that are never
// written. A package that no rule names fails: adding one is a decision.
package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/laneway-flow/laneway"

// topLevel is everything that stands at the root besides dot files.
var topLevel = []string{
	"CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "README.zh-CN.md",
	"api", "cmd", "engine", "examples", "go.mod", "go.sum", "house_test.go", "processes",
}

// rule says what a package may import: ours (import paths below the module)
// and modules of others by prefix. Tests may import what tests names as well.
type rule struct {
	ours, others, tests []string
}

// cmd -> api -> runner -> store, timers -> engine -> definition, calendar, org
var rules = map[string]rule{
	".": {},

	"engine":            {ours: []string{"engine/definition", "engine/calendar", "engine/org"}},
	"engine/definition": {ours: []string{"engine/calendar"}, others: []string{"cel.dev/", "gopkg.in/yaml.v3", "google.golang.org/protobuf"}},
	"engine/calendar":   {others: []string{"gopkg.in/yaml.v3"}},
	"engine/org":        {others: []string{"gopkg.in/yaml.v3"}},
	"engine/scenario":   {ours: []string{"engine", "engine/definition", "engine/calendar", "engine/org"}},

	"engine/store":             {ours: []string{"engine", "engine/definition"}},
	"engine/store/storetest":   {ours: []string{"engine", "engine/definition", "engine/store"}, others: []string{"github.com/google/go-cmp"}},
	"engine/store/memory":      {ours: []string{"engine", "engine/definition", "engine/store"}},
	"engine/store/sqlite":      {ours: []string{"engine", "engine/definition", "engine/store"}, others: []string{"modernc.org/sqlite", "github.com/pressly/goose/v3", "golang.org/x/sys"}},
	"engine/timers":            {ours: []string{"engine"}},
	"engine/timers/timerstest": {ours: []string{"engine", "engine/timers"}},
	"engine/timers/local":      {ours: []string{"engine", "engine/timers"}},

	"engine/runner": {
		ours:   []string{"engine", "engine/definition", "engine/calendar", "engine/org", "engine/store", "engine/timers"},
		others: []string{"github.com/wneessen/go-mail"},
		tests:  []string{"engine/store/memory", "engine/store/sqlite", "engine/store/storetest", "engine/timers/local", "processes"},
	},
	"processes": {tests: []string{"engine/calendar", "engine/definition", "engine/org", "engine/scenario"}},
	"api": {
		ours: []string{
			"engine", "engine/definition", "engine/calendar", "engine/org", "engine/scenario",
			"engine/store", "engine/timers", "engine/runner",
		},
		others: []string{"github.com/gin-gonic/gin", "github.com/danielgtaylor/huma/v2"},
		tests:  []string{"engine/store/memory", "engine/store/sqlite", "engine/timers/local", "processes"},
	},
	"cmd/laneway": {
		ours: []string{
			"api", "cmd/laneway/bench", "engine", "engine/calendar", "engine/definition", "engine/org", "engine/runner", "engine/scenario",
			"engine/store", "engine/store/memory", "engine/store/sqlite", "engine/timers/local", "processes",
		},
		others: []string{"github.com/spf13/cobra", "gopkg.in/yaml.v3", "golang.org/x/term"},
	},
	"cmd/laneway/bench": {
		ours: []string{
			"api", "engine", "engine/definition", "engine/org", "engine/runner",
			"engine/store", "engine/store/sqlite", "engine/timers/local",
		},
		others: []string{"golang.org/x/sync"},
	},
}

// testLibraries may be imported by any test; an assertion or mock library is
// not among them, on purpose.
var testLibraries = []string{
	"github.com/google/go-cmp", "pgregory.net/rapid", "github.com/rogpeppe/go-internal", "go.uber.org/goleak",
	"golang.org/x/sync", "gopkg.in/yaml.v3", "github.com/santhosh-tekuri/jsonschema/v6",
}

// impure is what the core may not import, and why.
var impure = map[string]string{
	"context": "cancellation", "sync": "locks", "sync/atomic": "locks", "math/rand": "chance", "math/rand/v2": "chance",
	"crypto/rand": "chance", "log": "logging", "log/slog": "logging", "os": "files", "os/exec": "processes",
	"io/ioutil": "files", "path/filepath": "files", "net": "network", "net/http": "network", "database/sql": "a store",
	"runtime": "the machine", "unsafe": "memory", "syscall": "the machine", "testing": "tests",
}

// clock are the names of package time that tell or pass real time, or look at
// the machine's zones.
var clock = []string{
	"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Local", "LoadLocation",
}

var forbiddenNames = []string{"util", "utils", "common", "helper", "helpers", "core", "model", "models", "pkg", "misc", "shared", "base"}

func TestTopLevelIsTheHouse(t *testing.T) {
	ignored := ignoredHere(t)
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !ignored(e.Name()) {
			got = append(got, e.Name())
		}
	}
	if !slices.Equal(got, topLevel) {
		t.Errorf("top level is\n  %v\nexpected\n  %v", got, topLevel)
	}
}

func TestEveryPackageHasARuleAndKeepsIt(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range goFiles(t) {
		dir := path.Dir(f.path)
		seen[dir] = true
		r, ok := rules[dir]
		if !ok {
			t.Errorf("%s: no rule names package %s; add it to the table in house_test.go, and to HOUSE if it is new", f.path, dir)
			continue
		}
		for _, imp := range f.imports() {
			if reason := r.refuses(imp, dir, f.test); reason != "" {
				t.Errorf("%s: imports %s: %s", f.path, imp, reason)
			}
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(rules)) {
		if !seen[dir] {
			t.Errorf("the table names package %s, which is not there", dir)
		}
	}
}

// refuses says why a file of the package may not import imp, or nothing.
func (r rule) refuses(imp, dir string, test bool) string {
	if ours, ok := strings.CutPrefix(imp, module+"/"); ok {
		switch {
		case ours == dir && test, slices.Contains(r.ours, ours), test && slices.Contains(r.tests, ours):
			return ""
		case test && strings.HasSuffix(ours, "test") && strings.HasPrefix(dir, path.Dir(ours)+"/"):
			return "" // the conformance suite beside the port
		}
		return "not among what " + dir + " may import of ours"
	}
	first, _, _ := strings.Cut(imp, "/")
	if !strings.Contains(first, ".") {
		return "" // standard library; the core's own rule is below
	}
	hasPrefix := func(p string) bool { return strings.HasPrefix(imp, p) }
	if slices.ContainsFunc(r.others, hasPrefix) || test && slices.ContainsFunc(testLibraries, hasPrefix) {
		return ""
	}
	return "not among the modules chosen for " + dir
}

// TestTheCoreIsPure walks what package engine imports of ours and looks for
// anything that could make two runs of Step differ.
func TestTheCoreIsPure(t *testing.T) {
	files := goFiles(t)
	core := []string{"engine"}
	for i := 0; i < len(core); i++ {
		for _, f := range files {
			if path.Dir(f.path) != core[i] || f.test {
				continue
			}
			for _, imp := range f.imports() {
				if ours, ok := strings.CutPrefix(imp, module+"/"); ok && !slices.Contains(core, ours) {
					core = append(core, ours)
				}
			}
		}
	}
	for _, f := range files {
		if slices.Contains(core, path.Dir(f.path)) && !f.test {
			f.checkPure(t)
		}
	}
}

func (f *goFile) checkPure(t *testing.T) {
	t.Helper()
	for _, imp := range f.imports() {
		if why, bad := impure[imp]; bad {
			t.Errorf("%s: the core imports %s: no %s here", f.path, imp, why)
		}
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			t.Errorf("%s: the core starts no goroutine", f.at(n))
		case *ast.ChanType, *ast.SelectStmt:
			t.Errorf("%s: the core has no channels", f.at(n))
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clock, n.Sel.Name) {
				t.Errorf("%s: time.%s: the core is told the time", f.at(n), n.Sel.Name)
			}
		}
		return true
	})
}

func TestFilesFitTheHead(t *testing.T) {
	var lengths []int
	for _, f := range goFiles(t) {
		if f.test || ast.IsGenerated(f.syntax) {
			continue
		}
		lines := f.fset.File(f.syntax.Pos()).LineCount()
		lengths = append(lengths, lines)
		limit := 500
		if strings.HasPrefix(f.path, "engine/") {
			limit = 300
		}
		if lines > limit {
			t.Errorf("%s has %d lines, more than %d: divide it by what it is about", f.path, lines, limit)
		}
	}
	slices.Sort(lengths)
	if median := lengths[len(lengths)/2]; median > 120 {
		t.Errorf("the median file has %d lines, more than 120", median)
	}
}

func TestNames(t *testing.T) {
	for _, f := range goFiles(t) {
		dir := path.Base(path.Dir(f.path))
		name := strings.TrimSuffix(f.syntax.Name.Name, "_test")
		for _, n := range []string{dir, name} {
			if slices.Contains(forbiddenNames, n) || strings.Contains(name, "_") {
				t.Errorf("%s: package %s says nothing about what is in it", f.path, n)
			}
		}
	}
}

func TestForbiddenWords(t *testing.T) {
	unfinished := []string{"TO" + "DO", "FIX" + "ME", "XX" + "X"}
	for _, f := range goFiles(t) {
		for _, group := range f.syntax.Comments {
			for _, word := range unfinished {
				if strings.Contains(group.Text(), word) {
					t.Errorf("%s: %s: finish it, or write an issue", f.at(group), word)
				}
			}
		}
		for _, decl := range f.syntax.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s: init acts before anybody asks", f.at(fn))
			}
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && f.test {
				f.checkTestCall(t, sel)
			}
			return true
		})
	}
}

func (f *goFile) checkTestCall(t *testing.T, sel *ast.SelectorExpr) {
	t.Helper()
	x, ok := sel.X.(*ast.Ident)
	if !ok {
		return
	}
	switch sel.Sel.Name {
	case "Skip", "Skipf", "SkipNow":
		if x.Name == "t" || x.Name == "b" || x.Name == "f" || x.Name == "tb" {
			t.Errorf("%s: a test that is skipped shows nothing", f.at(sel))
		}
	case "Sleep":
		// inside a synctest bubble time is simulated and Sleep is exact
		if x.Name == "time" && !slices.Contains(f.imports(), "testing/synctest") {
			t.Errorf("%s: a sleep in a test: wait for what must happen instead", f.at(sel))
		}
	}
}

// goFile is one parsed file; its path has slashes and begins at the root.
type goFile struct {
	path   string
	test   bool
	fset   *token.FileSet
	syntax *ast.File
}

func (f *goFile) at(n ast.Node) string {
	p := f.fset.Position(n.Pos())
	return f.path + ":" + strconv.Itoa(p.Line)
}

func (f *goFile) imports() []string {
	var out []string
	for _, spec := range f.syntax.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// goFiles parses every Go file of the repository, in path order. Folders that
// the go command leaves out (testdata, dot folders) are left out here too.
func goFiles(t *testing.T) []*goFile {
	t.Helper()
	var files []*goFile
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(base) != ".go" {
			return nil
		}
		fset := token.NewFileSet()
		syntax, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		files = append(files, &goFile{filepath.ToSlash(name), strings.HasSuffix(base, "_test.go"), fset, syntax})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// ignoredHere reads .gitignore for names at the root that are built, not written.
func ignoredHere(t *testing.T) func(name string) bool {
	t.Helper()
	text, err := os.ReadFile(".gitignore")
	if err != nil {
		t.Fatal(err)
	}
	patterns := strings.Fields(string(text))
	return func(name string) bool {
		return slices.ContainsFunc(patterns, func(p string) bool {
			ok, err := path.Match(strings.Trim(p, "/"), name)
			return err == nil && ok
		})
	}
}
