package runner

import (
	"context"
	"hash/maphash"
	"sync"
)

// keyedLocks serialises work on one instance while thousands of others go on.
// A lock exists only while somebody holds it or waits for it.
type keyedLocks struct {
	seed   maphash.Seed
	shards [64]lockShard
}

type lockShard struct {
	mu    sync.Mutex
	locks map[string]*keyedLock
	free  []*keyedLock // a few to use again
}

// keyedLock is held by whoever has put a value into the gate.
type keyedLock struct {
	gate chan struct{}
	refs int // holders and waiters, guarded by the shard
}

func newKeyedLocks() *keyedLocks {
	l := &keyedLocks{seed: maphash.MakeSeed()}
	for i := range l.shards {
		l.shards[i].locks = make(map[string]*keyedLock)
	}
	return l
}

func (l *keyedLocks) shard(id string) *lockShard {
	return &l.shards[maphash.String(l.seed, id)%uint64(len(l.shards))]
}

// lock waits until the caller is the only holder of the id, or the context ends.
func (l *keyedLocks) lock(ctx context.Context, id string) error {
	s := l.shard(id)
	k := s.join(id)
	select {
	case k.gate <- struct{}{}:
		return nil
	default:
	}
	select {
	case k.gate <- struct{}{}:
		return nil
	case <-ctx.Done():
		s.part(id, k)
		return ctx.Err()
	}
}

// tryLock takes the lock if nobody holds it.
func (l *keyedLocks) tryLock(id string) bool {
	s := l.shard(id)
	k := s.join(id)
	select {
	case k.gate <- struct{}{}:
		return true
	default:
		s.part(id, k)
		return false
	}
}

// unlock gives the id back; the caller must hold it.
func (l *keyedLocks) unlock(id string) {
	s := l.shard(id)
	s.mu.Lock()
	k := s.locks[id]
	s.mu.Unlock()
	<-k.gate
	s.part(id, k)
}

func (s *lockShard) join(id string) *keyedLock {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.locks[id]
	if k == nil {
		if n := len(s.free); n > 0 {
			k, s.free = s.free[n-1], s.free[:n-1]
		} else {
			k = &keyedLock{gate: make(chan struct{}, 1)}
		}
		s.locks[id] = k
	}
	k.refs++
	return k
}

func (s *lockShard) part(id string, k *keyedLock) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k.refs--; k.refs > 0 {
		return
	}
	delete(s.locks, id)
	if len(s.free) < 16 {
		s.free = append(s.free, k)
	}
}
