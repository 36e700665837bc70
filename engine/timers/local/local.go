// Package local is the wake-up index in the memory of one process: a heap of
// dues with a map to find an instance's place in it.
package local

import (
	"context"
	"sync"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/timers"
)

// Index is an in-process timers.Index. The zero value is not usable; see New.
type Index struct {
	mu      sync.Mutex
	heap    []*node
	nodes   map[string]*node
	changed chan struct{}
}

// node is one instance in the index. visible is when it may be claimed: its
// due, or the end of the lease of who claimed it.
type node struct {
	entry   timers.Entry
	visible engine.Millis
	place   int // in the heap
}

var _ timers.Index = (*Index)(nil)

// New returns an empty index.
func New() *Index {
	return &Index{nodes: make(map[string]*node), changed: make(chan struct{}, 1)}
}

// Arm sets, moves or removes entries; see timers.Index.
func (x *Index) Arm(_ context.Context, entries []timers.Entry) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	before := x.next()
	for _, e := range entries {
		x.arm(e)
	}
	if after := x.next(); after != 0 && (before == 0 || after < before) {
		x.signal()
	}
	return nil
}

func (x *Index) arm(e timers.Entry) {
	n := x.nodes[e.Instance]
	switch {
	case n != nil && e.Generation < n.entry.Generation:
	case n != nil && e.Due == 0:
		x.remove(n)
	case n != nil:
		n.entry, n.visible = e, e.Due
		x.fix(n.place)
	case e.Due != 0:
		n = &node{entry: e, visible: e.Due, place: len(x.heap)}
		x.nodes[e.Instance] = n
		x.heap = append(x.heap, n)
		x.up(n.place)
	}
}

// Claim takes and hides what is due; see timers.Index.
func (x *Index) Claim(_ context.Context, now engine.Millis, lease int64, limit int) ([]timers.Entry, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	until := now + engine.Millis(max(lease, 1))
	var due []timers.Entry
	for len(due) < limit && len(x.heap) > 0 && x.heap[0].visible <= now {
		n := x.heap[0]
		due = append(due, n.entry)
		n.visible = until
		x.down(0)
	}
	return due, nil
}

// Next is the earliest instant at which something may be claimed, 0 if empty.
func (x *Index) Next(context.Context) (engine.Millis, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.next(), nil
}

func (x *Index) next() engine.Millis {
	if len(x.heap) == 0 {
		return 0
	}
	return x.heap[0].visible
}

// Changed signals that an earlier entry than before may have been armed.
func (x *Index) Changed() <-chan struct{} { return x.changed }

func (x *Index) signal() {
	select {
	case x.changed <- struct{}{}:
	default:
	}
}

// Len is the number of instances in the index.
func (x *Index) Len() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.heap)
}

// Close empties the index.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.heap, x.nodes = nil, make(map[string]*node)
	return nil
}
