package definition

import (
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

func corpus(tb testing.TB) [][]byte {
	tb.Helper()
	var list [][]byte
	for _, pattern := range []string{"testdata/good/*.yaml", "testdata/bad/*.yaml", "../../processes/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			tb.Fatal(err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				tb.Fatal(err)
			}
			list = append(list, src)
		}
	}
	return list
}

// tryParse checks what holds for any bytes: no panic, a process or an error,
// every diagnostic said in both languages at a place inside the file, and what
// the scan refuses is really there.
func tryParse(t *testing.T, src []byte) {
	t.Helper()
	p, found := Parse("x.yaml", src)
	if (&report{found: found}).failed() == (p != nil) {
		t.Errorf("process %v with %v", p, found)
	}
	text := strings.TrimPrefix(string(src), "\ufeff")
	for _, d := range found {
		wellSaid(t, d, text)
	}
	if p != nil && len(p.Elements) > maxElements {
		t.Errorf("%d elements", len(p.Elements))
	}
	scanAgrees(t, text, found)
}

// scanAgrees compares the scan of the bytes with the nodes YAML makes: an
// anchor, alias, tag or second document found by one is found by the other.
func scanAgrees(t *testing.T, text string, found []Diagnostic) {
	t.Helper()
	for _, d := range found {
		if d.Code == "too-large" || d.Code == "not-utf8" {
			return
		}
	}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var doc yaml.Node
	if err := decoder.Decode(&doc); err != nil {
		return
	}
	var second yaml.Node
	if err := decoder.Decode(&second); err != nil && !errors.Is(err, io.EOF) {
		return
	}
	s := scan(text)
	if s.nodes > maxNodes || s.depth > maxDepth {
		return
	}
	guessed := map[string]bool{}
	for _, trap := range s.traps {
		guessed[trap.code] = true
	}
	made := map[string]bool{}
	properties(&doc, made)
	properties(&second, made)
	for _, code := range []string{"anchor", "alias", "tag"} {
		bare := code == "tag" && guessed[code] // a lone `!` is a tag without a name
		if guessed[code] != made[code] && !bare {
			t.Errorf("%s: the scan says %v, the nodes %v, of %q", code, guessed[code], made[code], text)
		}
	}
}

func properties(n *yaml.Node, made map[string]bool) {
	made["anchor"] = made["anchor"] || n.Anchor != ""
	made["alias"] = made["alias"] || n.Kind == yaml.AliasNode
	made["tag"] = made["tag"] || n.Style&yaml.TaggedStyle != 0
	for _, child := range n.Content {
		properties(child, made)
	}
}

func FuzzParse(f *testing.F) {
	for _, src := range corpus(f) {
		f.Add(src)
	}
	f.Fuzz(tryParse)
}

// Files mutated by a few cuts, copies and bytes are never too much for Parse.
func TestMutatedFilesNeverPanic(t *testing.T) {
	t.Parallel()
	rounds := 4_000
	if testing.Short() {
		rounds = 400
	}
	random := rand.New(rand.NewPCG(1, 2))
	files := corpus(t)
	for range rounds {
		src := mutate(random, files)
		tryParse(t, src)
		if t.Failed() {
			t.Fatalf("with this file:\n%s", src)
		}
	}
}

var shreds = []string{
	"\n", " ", "  ", ":", ": ", "- ", ",", "[", "]", "{", "}", "\"", "'", "#", "&a ", "*a", "!x ", "|\n", ">-\n", "? ", "=", "end", "start", "next",
	"steps:", "null", "~", "true", "1", "\t", "%", "---\n", "...\n", "<<: ", "\u2028", "\u0085", "\r\n", "\x00", "客户", "\xff",
}

func mutate(random *rand.Rand, files [][]byte) []byte {
	src := []byte(string(files[random.IntN(len(files))]))
	for range 1 + random.IntN(4) {
		if len(src) == 0 {
			return src
		}
		at := random.IntN(len(src))
		to := min(len(src), at+random.IntN(30))
		switch random.IntN(4) {
		case 0: // cut
			src = append(src[:at:at], src[to:]...)
		case 1: // copy elsewhere
			src = append(append(src[:at:at], src[at:to]...), src[at:]...)
		case 2: // a shred
			src = append(append(src[:at:at], shreds[random.IntN(len(shreds))]...), src[at:]...)
		case 3: // a piece of another file
			other := files[random.IntN(len(files))]
			from := random.IntN(len(other))
			src = append(append(src[:at:at], other[from:min(len(other), from+40)]...), src[at:]...)
		}
	}
	return src
}

func BenchmarkParse(b *testing.B) {
	src, err := os.ReadFile("testdata/good/complaint.yaml")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if p, found := Parse("complaint.yaml", src); p == nil {
			b.Fatal(found)
		}
	}
}

// The scan is what a hostile file meets first.
func BenchmarkScan(b *testing.B) {
	src := strings.Repeat("# 一行注释 and some words\n", maxSource/40)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		scan(src)
	}
}
