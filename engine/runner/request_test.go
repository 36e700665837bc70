package runner_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

func request(key string, body byte) store.Request {
	return store.Request{Scope: "ann/POST /instances", Key: key, BodyHash: [32]byte{body}}
}

// answerID stores the instance's id as the answer.
func answerID(done runner.Result) ([]byte, error) { return []byte(done.Instance.ID), nil }

func TestARepeatedRequestGetsTheFirstAnswer(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{line}, func(cfg *runner.Config) { cfg.Store = s })
		start := runner.Call{
			Command: engine.StartInstance{Origin: desk, Process: "line"},
			Request: request("k1", 1), Answer: answerID,
		}
		first := h.do(start)
		_, err := h.Do(t.Context(), start)
		var before *store.Duplicate
		if !errors.As(err, &before) || before.Differs || string(before.Request.Answer) != first.Instance.ID {
			t.Fatalf("the second got %v, want a duplicate with answer %s", err, first.Instance.ID)
		}
		other := start
		other.Request = request("k1", 2)
		if _, err := h.Do(t.Context(), other); !errors.As(err, &before) || !before.Differs {
			t.Fatalf("another body under the key got %v, want a duplicate that differs", err)
		}
	})
}

// A repeated completion is refused by the state, not by the commit: the task
// is gone. The first answer counts all the same.
func TestARepeatedRequestThatTheStateRefusesGetsTheFirstAnswer(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{line}, func(cfg *runner.Config) { cfg.Store = s })
		in := h.start("line")
		complete := runner.Call{
			Instance: in.ID, Command: engine.CompleteTask{Origin: desk, Task: in.Tasks[0].Number},
			Request: request("k2", 1), Answer: answerID,
		}
		h.do(complete)
		_, err := h.Do(t.Context(), complete)
		var before *store.Duplicate
		if !errors.As(err, &before) || string(before.Request.Answer) != in.ID {
			t.Fatalf("got %v, want the first answer", err)
		}
		stale := complete
		stale.Check = func(*engine.Instance) error { return errStale }
		if _, err := h.Do(t.Context(), stale); !errors.As(err, &before) {
			t.Fatalf("got %v from a check that fails now, want the first answer", err)
		}
	})
}

var errStale = errors.New("stale")

func TestRequestsInFlightWithOneKeyHaveOneEffect(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{line}, func(cfg *runner.Config) { cfg.Store = s })
		const clients = 50
		answers := make([]string, clients)
		var wg sync.WaitGroup
		for i := range clients {
			wg.Go(func() {
				done, err := h.Do(t.Context(), runner.Call{
					Command: engine.StartInstance{Origin: desk, Process: "line"},
					Request: request("k3", 1), Answer: answerID,
				})
				var before *store.Duplicate
				switch {
				case err == nil:
					answers[i] = string(done.Answer)
				case errors.As(err, &before):
					answers[i] = string(before.Request.Answer)
				default:
					t.Errorf("client %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		for i, answer := range answers {
			if answer == "" || answer != answers[0] {
				t.Fatalf("client %d got %q, client 0 got %q", i, answer, answers[0])
			}
		}
		rows, err := h.store.Instances(t.Context(), store.InstanceQuery{Limit: 100})
		if err != nil || len(rows) != 1 {
			t.Fatalf("%d cases, %v; want one", len(rows), err)
		}
	})
}

func TestAFailedRequestLeavesItsKeyFree(t *testing.T) {
	t.Parallel()
	h := open(t, []string{line})
	call := runner.Call{Command: engine.StartInstance{Origin: desk, Process: "nonsense"}, Request: request("k4", 1)}
	var refused *engine.Rejection
	if _, err := h.Do(t.Context(), call); !errors.As(err, &refused) {
		t.Fatalf("got %v, want a rejection", err)
	}
	call.Command = engine.StartInstance{Origin: desk, Process: "line"}
	h.do(call)
}

func TestACallThatFindsNothingToDoIsRememberedAllTheSame(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{line}, func(cfg *runner.Config) { cfg.Store = s })
		in := h.start("line")
		wake := runner.Call{Instance: in.ID, Command: engine.Wake{Origin: desk}, Request: request("k5", 1), Answer: answerID}
		if done := h.do(wake); len(done.Events) != 0 || done.Instance.Version != 1 {
			t.Fatalf("%d events, version %d; want none, 1", len(done.Events), done.Instance.Version)
		}
		_, err := h.Do(t.Context(), wake)
		if before, ok := errors.AsType[*store.Duplicate](err); !ok || string(before.Request.Answer) != in.ID {
			t.Fatalf("got %v, want the first answer", err)
		}
	})
}

func TestACheckSeesTheStateAndItsErrorComesBack(t *testing.T) {
	t.Parallel()
	h := open(t, []string{line})
	in := h.start("line")
	seen := int64(0)
	_, err := h.Do(t.Context(), runner.Call{
		Instance: in.ID, Command: engine.AddNote{Origin: desk, Text: "hello"},
		Check: func(in *engine.Instance) error { seen = in.Version; return errStale },
	})
	if !errors.Is(err, errStale) || seen != 1 {
		t.Fatalf("got %v on version %d, want the check's error on 1", err, seen)
	}
	if after := h.load(in.ID); after.Version != 1 {
		t.Fatalf("version %d, want nothing changed", after.Version)
	}
}

func TestAnUnknownInstanceIsNotFound(t *testing.T) {
	t.Parallel()
	h := open(t, []string{line})
	_, err := h.Do(t.Context(), runner.Call{Instance: "261121-0000-0000", Command: engine.AddNote{Origin: desk, Text: "x"}})
	if !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("got %v, want %v", err, store.ErrNotFound)
	}
	if _, err := h.Load(t.Context(), "261121-0000-0000"); !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("load: got %v, want %v", err, store.ErrNotFound)
	}
}
