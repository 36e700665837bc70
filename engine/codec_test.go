package engine

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestStateSurvivesItsFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := filledInstance(rolled{t})
		frame := AppendInstance(nil, &want)
		got, err := DecodeInstance(frame)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("read back (-want +got):\n%s", diff)
		}
		if again := AppendInstance(nil, &got); !bytes.Equal(again, frame) {
			t.Fatalf("written again: %x, expected %x", again, frame)
		}
	})
}

func TestEventsSurviveTheirFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rolledEvents(t)
		frame := AppendEvents(nil, want)
		got, err := DecodeEvents(frame)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("read back (-want +got):\n%s", diff)
		}
		if again := AppendEvents(nil, got); !bytes.Equal(again, frame) {
			t.Fatalf("written again: %x, expected %x", again, frame)
		}
	})
}

func TestDamagedFrameIsRefusedOrReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := filledInstance(rolled{t})
		checkBytes(t, damage(t, AppendInstance(nil, &in)))
		checkBytes(t, damage(t, AppendEvents(nil, rolledEvents(t))))
	})
}

// damage changes, removes or adds a few bytes.
func damage(t *rapid.T, frame []byte) []byte {
	for range rapid.IntRange(1, 3).Draw(t, "damages") {
		at := rapid.IntRange(0, len(frame)).Draw(t, "at")
		b := rapid.Byte().Draw(t, "byte")
		switch rapid.IntRange(0, 3).Draw(t, "damage") {
		case 0:
			frame = frame[:at]
		case 1:
			frame = append(frame[:at:at], append([]byte{b}, frame[at:]...)...)
		default:
			if at < len(frame) {
				frame[at] = b
			}
		}
	}
	return frame
}

// checkBytes reads bytes as either frame. Nothing may panic, and there is one
// encoding of everything: what is accepted is written again as it was.
func checkBytes(t interface{ Fatalf(string, ...any) }, b []byte) {
	if in, err := DecodeInstance(b); err == nil {
		if again := AppendInstance(nil, &in); !bytes.Equal(again, b) {
			t.Fatalf("state %x is written again as %x", b, again)
		}
		if _, err := in.MarshalJSON(); err != nil {
			t.Fatalf("state %x: %v", b, err)
		}
	} else if !refusal(err) {
		t.Fatalf("state %x: %v says neither what nor where", b, err)
	}
	if events, err := DecodeEvents(b); err == nil {
		if again := AppendEvents(nil, events); !bytes.Equal(again, b) {
			t.Fatalf("events %x are written again as %x", b, again)
		}
	} else if !refusal(err) {
		t.Fatalf("events %x: %v says neither what nor where", b, err)
	}
}

func refusal(err error) bool {
	var refused *frameError
	return errors.As(err, &refused) && refused.part != "" && refused.reason != ""
}

func FuzzDecode(f *testing.F) {
	in := filledInstance(&counted{})
	f.Add(AppendInstance(nil, &in))
	f.Add(AppendInstance(nil, &Instance{}))
	for kind := 1; kind < len(eventKinds); kind++ {
		f.Add(AppendEvents(nil, []Event{filledEvent(&counted{}, kind)}))
	}
	f.Fuzz(func(t *testing.T, b []byte) { checkBytes(t, b) })
}

func TestFrameOfAnotherFormatOrKindIsRefused(t *testing.T) {
	var in Instance
	state, events := AppendInstance(nil, &in), AppendEvents(nil, nil)
	newer := bytes.Clone(state)
	newer[0] = FormatVersion + 1
	for _, test := range []struct {
		name  string
		frame []byte
		want  string
	}{
		{"a newer format", newer, "engine: state frame: format version at byte 1: 2 is newer than 1, the newest this program reads"},
		{"format 0", make([]byte, 40), "engine: state frame: format version at byte 1: 0, expected 1 to 1"},
		{"no bytes", nil, "engine: state frame: format version at byte 0: number without end"},
		{"events", events, "engine: state frame: kind of frame at byte 1: expected 'i'"},
		{"a byte too many", append(bytes.Clone(state), 0), fmt.Sprintf("engine: state frame: end at byte %d: 1 bytes too many", len(state))},
	} {
		_, err := DecodeInstance(test.frame)
		if err == nil {
			t.Errorf("%s was accepted", test.name)
			continue
		}
		if got := err.Error(); got != test.want {
			t.Errorf("%s: %q, expected %q", test.name, got, test.want)
		}
	}
}

func TestErrorNamesThePartOfAnEvent(t *testing.T) {
	frame := AppendEvents(nil, []Event{
		{Seq: 1, At: 1, Body: &ScopeClosed{Scope: 1}},
		{Seq: 2, At: 1, Body: &TaskHeld{Task: 1, Reason: "parts"}},
	})
	_, err := DecodeEvents(frame[:len(frame)-4])
	const want = "engine: events frame: events[1].task_held.reason at byte 23: length 5, but 2 bytes are left"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, expected %s", err, want)
	}
}

func TestDecodedStateSharesNoMemoryWithItsFrame(t *testing.T) {
	want := filledInstance(&counted{})
	frame := AppendInstance(nil, &want)
	got, err := DecodeInstance(frame)
	if err != nil {
		t.Fatal(err)
	}
	clear(frame)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after its frame was overwritten (-want +got):\n%s", diff)
	}
	got.Scopes[0].Data[0].Value = append(got.Scopes[0].Data[0].Value, "more than there was"...)
	if diff := cmp.Diff(want.Scopes[0].Data[1], got.Scopes[0].Data[1]); diff != "" {
		t.Errorf("after its neighbour grew (-want +got):\n%s", diff)
	}
}

func TestEveryEventTypeHasItsKind(t *testing.T) {
	declared := map[string]bool{}
	for _, name := range []string{"event.go", "event_promise.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if _, ok := spec.Type.(*ast.StructType); ok {
					declared[spec.Name.Name] = true
				}
			}
			return true
		})
	}
	delete(declared, "Skip")
	delete(declared, "Event")
	delete(declared, "Written")
	if kindOf(nil) != 0 {
		t.Errorf("no body has kind %d", kindOf(nil))
	}
	for kind := 1; kind < len(eventKinds); kind++ {
		body := eventKinds[kind].make()
		name := reflect.TypeOf(body).Elem().Name()
		if kindOf(body) != kind {
			t.Errorf("%s stands in row %d, but kindOf says %d", name, kind, kindOf(body))
		}
		if want := snake(name); eventKinds[kind].name != want {
			t.Errorf("row %d is called %s, expected %s", kind, eventKinds[kind].name, want)
		}
		if !declared[name] {
			t.Errorf("row %d makes %s, which stands twice or is not declared in event.go", kind, name)
		}
		delete(declared, name)
	}
	for name := range declared {
		t.Errorf("%s has no row in eventKinds", name)
	}
}

func snake(name string) string {
	var out strings.Builder
	for i, r := range name {
		if i > 0 && r >= 'A' && r <= 'Z' {
			out.WriteByte('_')
		}
		out.WriteString(strings.ToLower(string(r)))
	}
	return out.String()
}
