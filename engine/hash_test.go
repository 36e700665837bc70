package engine

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// seeded fills with the values of one seed.
type seeded struct{ *rand.Rand }

func (s seeded) int(lo, hi int64) int64 {
	if span := hi - lo; span > 0 {
		return lo + s.Int64N(min(span, 1<<40)+1)
	}
	return s.Int64N(1 << 40)
}
func (s seeded) text() string  { return fmt.Sprintf("text-%d", s.IntN(1000)) }
func (s seeded) items() int    { return s.IntN(3) }
func (s seeded) value() []byte { return fmt.Appendf(nil, "%d", s.IntN(1000)) }

func randomHistory(s seeded) [][]Event {
	commits := make([][]Event, 2+s.IntN(5))
	var seq int64
	at := Millis(1_772_409_600_000)
	for i := range commits {
		at += Millis(s.IntN(100_000))
		for range 1 + s.IntN(5) {
			seq++
			e := filledEvent(s, 1+s.IntN(len(eventKinds)-1))
			e.Seq, e.At = seq, at
			commits[i] = append(commits[i], e)
		}
	}
	return commits
}

func head(commits [][]Event) (head [32]byte) {
	for _, events := range commits {
		head = ChainHead(head, events)
	}
	return head
}

func TestChainFindsEveryAlteration(t *testing.T) {
	for seed := range uint64(500) {
		s := seeded{rand.New(rand.NewPCG(seed, 1))}
		commits := randomHistory(s)
		head := head(commits)
		if err := VerifyChain(head, commits); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		what := alter(s, &commits)
		if err := VerifyChain(head, commits); err == nil {
			t.Errorf("seed %d: %s was not found", seed, what)
		}
	}
}

// alter does one thing to a history and says what.
func alter(s seeded, commits *[][]Event) string {
	h := *commits
	i := s.IntN(len(h))
	j := s.IntN(len(h[i]))
	switch s.IntN(7) {
	case 0:
		h[i] = slices.Delete(h[i], j, j+1)
		return "an event taken away"
	case 1:
		h[i] = slices.Insert(h[i], j, h[i][j])
		return "an event written twice"
	case 2:
		*commits = h[:len(h)-1]
		return "the last commit taken away"
	case 3:
		i %= len(h) - 1
		*commits = slices.Replace(h, i, i+2, slices.Concat(h[i], h[i+1]))
		return "two commits written as one"
	default:
		for {
			was := h[i][j]
			place := alterField(s, reflect.ValueOf(&h[i][j]).Elem())
			if !reflect.DeepEqual(was, h[i][j]) {
				return "another " + place
			}
		}
	}
}

// alterField gives one field somewhere inside v another value.
func alterField(s seeded, v reflect.Value) string {
	if v.Kind() == reflect.Interface { // a body is a pointer: alter a copy
		fresh := reflect.New(v.Elem().Type().Elem())
		fresh.Elem().Set(v.Elem().Elem())
		v.Set(fresh)
		return fresh.Elem().Type().Name() + alterField(s, fresh.Elem())
	}
	if v.Kind() == reflect.Struct {
		i := s.IntN(v.NumField())
		return "." + v.Type().Field(i).Name + alterField(s, v.Field(i))
	}
	if v.Kind() == reflect.Bool {
		v.SetBool(!v.Bool())
		return ""
	}
	fill(s, v)
	return ""
}

func TestVerifyChainSaysWhere(t *testing.T) {
	event := func(seq int64, at Millis) Event { return Event{Seq: seq, At: at, Body: &NoteAdded{Text: "x"}} }
	for _, test := range []struct {
		commits [][]Event
		want    string
	}{
		{[][]Event{{event(1, 5)}, {}}, "engine: commit 2 has no events"},
		{[][]Event{{event(1, 5)}, {event(3, 5)}}, "engine: commit 2 has event 3, expected event 2"},
		{[][]Event{{event(1, 5), event(2, 4)}}, "engine: event 2 of commit 1 lies before event 1"},
	} {
		if err := VerifyChain(head(test.commits), test.commits); err == nil || err.Error() != test.want {
			t.Errorf("got %v, expected %s", err, test.want)
		}
	}
}
