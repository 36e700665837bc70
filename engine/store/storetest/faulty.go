package storetest

import (
	"context"
	"sync"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// Call names a method of a store that Faulty can let fail.
type Call string

// The calls that can fail.
const (
	Commit  Call = "Commit"
	Load    Call = "Load"
	Version Call = "Version"
	Due     Call = "Due"
	Effects Call = "Effects"
	Settle  Call = "Settle"
	Put     Call = "Put"
)

// Faulty is a store whose calls fail when told so, for tests of what stands
// above a store. What is not told to fail works as the store inside does.
type Faulty struct {
	store.Store

	mu     sync.Mutex
	made   map[Call]int
	faults []fault
}

type fault struct {
	call  Call
	nth   int
	after bool
	err   error
}

// NewFaulty returns a Faulty around s.
func NewFaulty(s store.Store) *Faulty {
	return &Faulty{Store: s, made: map[Call]int{}}
}

// FailBefore lets the n-th call from now on (1: the next one) fail with err and
// without any effect: store.ErrUnavailable is an honest error then.
func (f *Faulty) FailBefore(call Call, n int, err error) { f.plan(call, n, false, err) }

// FailAfter lets the n-th call from now on (1: the next one) take effect and
// then fail with err, as when the answer is lost: store.ErrUnknown is an honest
// error then.
func (f *Faulty) FailAfter(call Call, n int, err error) { f.plan(call, n, true, err) }

func (f *Faulty) plan(call Call, n int, after bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = append(f.faults, fault{call, f.made[call] + n, after, err})
}

// Calls returns how often a method was called.
func (f *Faulty) Calls(call Call) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.made[call]
}

// do runs a call, or lets it fail as planned.
func (f *Faulty) do(call Call, run func() error) error {
	f.mu.Lock()
	f.made[call]++
	var planned fault
	for _, p := range f.faults {
		if p.call == call && p.nth == f.made[call] {
			planned = p
		}
	}
	f.mu.Unlock()
	if planned.err != nil && !planned.after {
		return planned.err
	}
	if err := run(); err != nil {
		return err
	}
	return planned.err
}

// Commit commits, or fails as planned.
func (f *Faulty) Commit(ctx context.Context, b store.Batch) error {
	return f.do(Commit, func() error { return f.Store.Commit(ctx, b) })
}

// Load loads, or fails as planned.
func (f *Faulty) Load(ctx context.Context, id string) (in engine.Instance, err error) {
	err = f.do(Load, func() (err error) {
		in, err = f.Store.Load(ctx, id)
		return err
	})
	return in, err
}

// Version returns a version, or fails as planned.
func (f *Faulty) Version(ctx context.Context, id string) (version int64, err error) {
	err = f.do(Version, func() (err error) {
		version, err = f.Store.Version(ctx, id)
		return err
	})
	return version, err
}

// Due returns wakeups, or fails as planned.
func (f *Faulty) Due(ctx context.Context, until engine.Millis, after store.Wakeup, limit int) (out []store.Wakeup, err error) {
	err = f.do(Due, func() (err error) {
		out, err = f.Store.Due(ctx, until, after, limit)
		return err
	})
	return out, err
}

// Effects returns effects, or fails as planned.
func (f *Faulty) Effects(ctx context.Context, at engine.Millis, limit int) (out []store.Effect, err error) {
	err = f.do(Effects, func() (err error) {
		out, err = f.Store.Effects(ctx, at, limit)
		return err
	})
	return out, err
}

// Settle settles, or fails as planned.
func (f *Faulty) Settle(ctx context.Context, deliveries []store.Delivery) error {
	return f.do(Settle, func() error { return f.Store.Settle(ctx, deliveries) })
}

// Put puts a document, or fails as planned.
func (f *Faulty) Put(ctx context.Context, d store.Document, r store.Request) (revision int64, err error) {
	err = f.do(Put, func() (err error) {
		revision, err = f.Store.Put(ctx, d, r)
		return err
	})
	return revision, err
}
