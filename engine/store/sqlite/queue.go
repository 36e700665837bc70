package sqlite

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/laneway-flow/laneway/engine/store"
)

// maxGroup is how many jobs share one transaction at most: enough for the
// price of an fsync to vanish, few enough that nobody waits long behind others.
const maxGroup = 256

// job is one thing the writer is asked to do inside a transaction that others
// share. do decides before it writes: refused is the outcome of this job alone
// (it has written nothing then); err says that the database is in trouble.
type job struct {
	do    func(w *writer) (refused, err error)
	alone func(w *writer) error // instead of do: outside of any transaction
	err   error                 // the outcome, to be read when the group is done
}

// group is the jobs of one transaction.
type group struct {
	jobs []*job
	done chan struct{} // closed when the outcome of every job stands
}

// queue is where jobs wait for the writer. It takes what waits and never
// lingers for more: while one transaction is made durable, the next one gathers.
type queue struct {
	mu      sync.Mutex
	waiting []*group
	closed  bool
	wake    chan struct{}
}

func newQueue() *queue { return &queue{wake: make(chan struct{}, 1)} }

// submit hands a job to the writer and waits for its outcome.
func (q *queue) submit(ctx context.Context, do func(w *writer) (refused, err error)) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	j := &job{do: do}
	g, err := q.add(j)
	if err != nil {
		return err
	}
	select {
	case <-g.done:
		return j.err
	case <-ctx.Done():
		if q.withdraw(g, j) {
			return fmt.Errorf("%w: %w", store.ErrUnavailable, ctx.Err())
		}
		return fmt.Errorf("%w: %w", store.ErrUnknown, ctx.Err())
	}
}

// submitAlone has something done between two transactions.
func (q *queue) submitAlone(do func(w *writer) error) error {
	j := &job{alone: do}
	g, err := q.add(j)
	if err != nil {
		return err
	}
	<-g.done
	return j.err
}

func (q *queue) add(j *job) (*group, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return nil, errClosed
	}
	last := len(q.waiting) - 1
	if last < 0 || len(q.waiting[last].jobs) == maxGroup {
		q.waiting = append(q.waiting, &group{done: make(chan struct{})})
		last++
	}
	g := q.waiting[last]
	g.jobs = append(g.jobs, j)
	q.signal()
	return g, nil
}

// withdraw takes a job out that the writer has not begun; false if it has.
func (q *queue) withdraw(g *group, j *job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !slices.Contains(q.waiting, g) {
		return false
	}
	g.jobs = slices.DeleteFunc(g.jobs, func(other *job) bool { return other == j })
	return true
}

// take waits for the next group; false when the queue is closed and empty.
func (q *queue) take() (*group, bool) {
	for {
		q.mu.Lock()
		if len(q.waiting) > 0 {
			g := q.waiting[0]
			q.waiting = slices.Delete(q.waiting, 0, 1)
			q.mu.Unlock()
			return g, true
		}
		closed := q.closed
		q.mu.Unlock()
		if closed {
			return nil, false
		}
		<-q.wake
	}
}

// close lets the writer finish what waits and then stop. It reports whether
// the queue was open.
func (q *queue) close() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	was := !q.closed
	q.closed = true
	q.signal()
	return was
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}
