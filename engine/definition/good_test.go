package definition

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

func goodFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/good/*.yaml")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d good files, %v", len(files), err)
	}
	return files
}

func TestGoodFilesCompileToTheseGraphs(t *testing.T) {
	t.Parallel()
	for _, file := range goodFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			t.Parallel()
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p, found := Parse(file, src)
			for _, d := range found {
				t.Errorf("%s: %s: %s (%s)", d.Pos, d.Code, d.Message.EN, d.Remedy.EN)
			}
			if p == nil {
				t.FailNow()
			}
			got := dump(p)
			golden := strings.TrimSuffix(file, ".yaml") + ".graph"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			wanted, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(wanted), got); diff != "" {
				t.Errorf("graph (-want +got):\n%s", diff)
			}
		})
	}
}

// The lookups of a process find what its lists hold, and indices point at
// themselves: everything that walks the graph relies on it.
func TestGraphsHoldTogether(t *testing.T) {
	t.Parallel()
	for _, file := range goodFiles(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p, found := Parse(file, src)
		if p == nil {
			t.Errorf("%s: %v", file, found)
			continue
		}
		for i, e := range p.Elements {
			if e.Index != i || p.Element(e.ID) != e {
				t.Errorf("%s: element %s is not found under its own name and index", file, e.ID)
			}
			if (e.Kind == KindEnd) != (len(e.Out) == 0 && len(e.Rows) == 0) {
				t.Errorf("%s: element %s of kind %s has %d flows out", file, e.ID, e.Kind, len(e.Out))
			}
			if e.Kind == KindJoin && len(e.Reach) != len(p.Elements) {
				t.Errorf("%s: join %s has no table", file, e.ID)
			}
			for _, trigger := range append(e.Events, e.Rows...) {
				if p.Trigger(trigger.ID) != trigger || trigger.Host != e || trigger.Out.Trigger != trigger {
					t.Errorf("%s: trigger %s does not hang together", file, trigger.ID)
				}
			}
		}
		for i, f := range p.Flows {
			if f.Index != i || p.Flow(f.ID) != f || f.From.Scope != f.To.Scope {
				t.Errorf("%s: flow %s does not hang together", file, f.ID)
			}
		}
		if string(p.Source) != string(src) || p.Hash == (Hash{}) {
			t.Errorf("%s: the source is not kept", file)
		}
	}
}
