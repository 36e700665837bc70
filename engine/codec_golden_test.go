package engine

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write golden files that are missing; those that exist stay")

// Golden frames are read for ever: a program of any later version must decode
// them to the same value. They are never rewritten; a new format gets a new
// folder, and format 1 stays.
const goldenFrames = "testdata/frames/v1"

func TestGoldenStates(t *testing.T) {
	for name, in := range map[string]Instance{
		"state":       filledInstance(&counted{}),
		"state_empty": {},
	} {
		frame, show := golden(t, name, AppendInstance(nil, &in), in)
		got, err := DecodeInstance(frame)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sameShow(t, name, show, got)
		if again := AppendInstance(nil, &got); !bytes.Equal(again, frame) {
			t.Errorf("%s is written again as %x", name, again)
		}
	}
}

func TestGoldenEvents(t *testing.T) {
	for kind := 1; kind < len(eventKinds); kind++ {
		name := eventKinds[kind].name
		events := []Event{filledEvent(&counted{}, kind)}
		frame, show := golden(t, name, AppendEvents(nil, events), events)
		got, err := DecodeEvents(frame)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(got) == 0 || got[0].Kind() != name {
			t.Errorf("%s is read as %v", name, got)
		}
		sameShow(t, name, show, got)
		if again := AppendEvents(nil, got); !bytes.Equal(again, frame) {
			t.Errorf("%s is written again as %x", name, again)
		}
	}
}

// golden returns the stored frame of that name and the JSON beside it.
func golden(t *testing.T, name string, frame []byte, v any) (stored, show []byte) {
	t.Helper()
	path := filepath.Join(goldenFrames, name)
	if _, err := os.Stat(path + ".hex"); os.IsNotExist(err) && *update {
		if err := os.MkdirAll(goldenFrames, 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, path+".hex", lines(hex.EncodeToString(frame)))
		write(t, path+".json", shown(t, v))
	}
	text, err := os.ReadFile(path + ".hex")
	if err != nil {
		t.Fatalf("%s has no golden frame: run go test ./engine -run Golden -update, and look at what it writes (%v)", name, err)
	}
	stored, err = hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil {
		t.Fatalf("%s.hex: %v", path, err)
	}
	show, err = os.ReadFile(path + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return stored, show
}

func sameShow(t *testing.T, name string, want []byte, v any) {
	t.Helper()
	if diff := cmp.Diff(string(want), string(shown(t, v))); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func shown(t *testing.T, v any) []byte {
	t.Helper()
	out, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

// lines breaks a long text after every 64 characters.
func lines(s string) []byte {
	var out []byte
	for len(s) > 64 {
		out, s = append(append(out, s[:64]...), '\n'), s[64:]
	}
	return append(append(out, s...), '\n')
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestGoldenFolderHoldsNothingElse(t *testing.T) {
	known := map[string]bool{"state": true, "state_empty": true}
	for kind := 1; kind < len(eventKinds); kind++ {
		known[eventKinds[kind].name] = true
	}
	files, err := os.ReadDir(goldenFrames)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if name := strings.TrimSuffix(strings.TrimSuffix(f.Name(), ".hex"), ".json"); !known[name] {
			t.Errorf("%s belongs to no event kind: a released kind may not go", f.Name())
		}
	}
}
