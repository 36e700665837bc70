package runner_test

import (
	"errors"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store/memory"
)

func TestTwoNodesDecideOnTheNewestState(t *testing.T) {
	t.Parallel()
	shared := memory.New()
	a := open(t, []string{line}, func(cfg *runner.Config) { cfg.Store = shared })
	b := runner.New(runner.Config{Store: shared, Timers: a.index})
	if err := b.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close(t.Context()) })
	in := a.start("line")
	task := in.Tasks[0].Number
	if _, err := b.Load(t.Context(), in.ID); err != nil { // now both have it in their caches
		t.Fatal(err)
	}
	a.do(runner.Call{Instance: in.ID, Command: engine.ClaimTask{Origin: desk, Task: task}})

	read, err := b.Load(t.Context(), in.ID)
	if err != nil || read.Version != 2 {
		t.Fatalf("a read of the stale node gave version %d, %v; want 2", read.Version, err)
	}
	a.do(runner.Call{Instance: in.ID, Command: engine.UnclaimTask{Origin: desk, Task: task}})
	a.do(runner.Call{Instance: in.ID, Command: engine.ClaimTask{Origin: desk, Task: task}})

	bob := engine.Origin{Actor: engine.Actor{Kind: engine.ActorStaff, ID: "bob"}}
	_, err = b.Do(t.Context(), runner.Call{Instance: in.ID, Command: engine.ClaimTask{Origin: bob, Task: task}})
	var refused *engine.Rejection
	if !errors.As(err, &refused) || refused.Code != engine.RejectTaskClaimed {
		t.Fatalf("a claim on the stale node got %v, want %s", err, engine.RejectTaskClaimed)
	}
	if _, err = b.Do(t.Context(), runner.Call{Instance: in.ID, Command: engine.AddNote{Origin: bob, Text: "seen"}}); err != nil {
		t.Fatalf("a note on the node that reloaded: %v", err)
	}
	a.do(runner.Call{Instance: in.ID, Command: engine.AddNote{Origin: desk, Text: "and I"}}) // its commit conflicts once
	if after := a.load(in.ID); after.Version != 6 {
		t.Fatalf("version %d, want 6", after.Version)
	}
}

func TestTwoNodesStartOneCaseForAKey(t *testing.T) {
	t.Parallel()
	shared := memory.New()
	a := open(t, []string{claim}, func(cfg *runner.Config) { cfg.Store = shared })
	b := runner.New(runner.Config{Store: shared, Timers: a.index})
	if err := b.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close(t.Context()) })
	nodes := []*runner.Runner{a.Runner, b}
	outcomes := make(chan runner.Outcome, 40)
	for i := range cap(outcomes) {
		go func() {
			m := runner.Message{Origin: desk, Name: "damage", Key: "3", Values: values("policy", "3", "what", "hail")}
			got, err := nodes[i%2].Send(t.Context(), m)
			if err != nil {
				t.Errorf("send: %v", err)
			}
			outcomes <- got.Outcome
		}()
	}
	started := 0
	for range cap(outcomes) {
		if <-outcomes == runner.Started {
			started++
		}
	}
	if started != 1 {
		t.Fatalf("%d cases were started for one key", started)
	}
}
