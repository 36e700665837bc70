package definition

import (
	"fmt"
	"strings"
	"testing"
)

// A hostile file is refused before anything is built of it: the allocations
// stay below a small multiple of the file.
func TestHostileFilesAreRefusedBeforeAnythingIsBuilt(t *testing.T) {
	var keys strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&keys, "k%d: %d\n", i, i)
	}
	blocks := ""
	for i := range 60 {
		blocks += strings.Repeat(" ", i) + "a:\n"
	}
	bomb := "a0: &a0 [x, x]\n"
	for i := range 60 {
		bomb += fmt.Sprintf("a%d: &a%d [*a%d, *a%d, *a%d]\n", i+1, i+1, i, i, i)
	}
	for _, c := range []struct{ name, src, code string }{
		{"1 MiB and a byte", "process: x\n# " + strings.Repeat("x", maxSource-12), "too-large"},
		{"20,000 keys", keys.String(), "too-many-nodes"},
		{"a list of 20,001 words", "process: [" + strings.Repeat("x,", 20_001) + "]", "too-many-nodes"},
		{"20,001 empty lists", "process: [" + strings.Repeat("[],", 20_001) + "]", "too-many-nodes"},
		{"brackets to the end", strings.Repeat("[", maxSource), "too-deep"},
		{"dashes to the end", strings.Repeat("- ", maxSource/2), "too-deep"},
		{"60 blocks", blocks, "too-deep"},
		{"aliases of aliases", bomb, "anchor"},
		{"not UTF-8", "process: \xff\n", "not-utf8"},
		{"UTF-16", "\xff\xfep\x00", "not-utf8"},
		{"nothing", "", "empty-file"},
		{"a comment", "# nothing\n", "empty-file"},
		{"null", "~", "empty-file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, found := Parse("x.yaml", []byte(c.src))
			if p != nil || len(found) == 0 || found[0].Code != c.code {
				t.Fatalf("got %v, want %s", found, c.code)
			}
			allocations := testing.AllocsPerRun(1, func() { Parse("x.yaml", []byte(c.src)) })
			if allocations > 5_000 {
				t.Errorf("refused after %.0f allocations", allocations)
			}
		})
	}
}

func TestLimitsOfWhatIsBuilt(t *testing.T) {
	t.Parallel()
	var keys, steps, fork strings.Builder
	for i := range 501 {
		fmt.Fprintf(&keys, "  f%d: {type: text}\n", i)
	}
	for i := range 260 { // each an activity and a choice
		fmt.Fprintf(&steps, "  s%d: {lane: desk, next: [{go: s%d}]}\n", i, i+1)
	}
	steps.WriteString("  s260: {lane: desk, next: end}\n")
	branches := make([]string, 65)
	for i := range branches {
		branches[i] = fmt.Sprintf("b%d", i)
		fmt.Fprintf(&fork, "  b%d: {lane: desk, next: meet}\n", i)
	}
	top := "process: x\nlanes: {desk: {team: t}}\nstart: s0\n"
	for _, c := range []struct{ name, src, code string }{
		{"501 data", top + "data:\n" + keys.String() + "steps: {s0: {lane: desk, next: end}}\n", "too-many-keys"},
		{"over 500 elements", top + "steps:\n" + steps.String(), "too-many-elements"},
		{
			"65 flows into a join",
			top + "steps:\n  s0: {lane: desk, fork: [" + strings.Join(branches, ", ") + "]}\n  meet: {lane: desk, join: all, next: end}\n" + fork.String(),
			"join-too-wide",
		},
	} {
		_, found := Parse("x.yaml", []byte(c.src))
		if len(found) != 1 || found[0].Code != c.code {
			t.Errorf("%s: got %v, want one %s", c.name, found, c.code)
		}
	}
}
