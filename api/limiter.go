package api

import (
	"hash/maphash"
	"sync"
	"time"
)

// limiter is a token bucket for each key (an API token, a customer link, an
// address that fails to sign in). A bucket that stood full for a while is
// forgotten, so memory follows the keys in use.
type limiter struct {
	seed   maphash.Seed
	shards [16]limiterShard
}

type limiterShard struct {
	sync.Mutex
	buckets map[string]*bucket
	swept   time.Time
}

type bucket struct {
	left float64
	at   time.Time
}

// idle is how long an untouched bucket is kept; every rate in use fills a
// bucket sooner than that.
const idle = time.Minute

func newLimiter() *limiter {
	l := &limiter{seed: maphash.MakeSeed()}
	for i := range l.shards {
		l.shards[i].buckets = make(map[string]*bucket)
	}
	return l
}

// take asks for one request of the key at perSecond, with bursts of twice
// that. When there is none it returns how long to wait.
func (l *limiter) take(key string, perSecond float64, now time.Time) (wait time.Duration, ok bool) {
	s := &l.shards[maphash.String(l.seed, key)%uint64(len(l.shards))]
	s.Lock()
	defer s.Unlock()
	s.sweep(now)
	b := s.buckets[key]
	if b == nil {
		b = &bucket{left: 2 * perSecond, at: now}
		s.buckets[key] = b
	}
	if passed := now.Sub(b.at); passed > 0 {
		b.left = min(2*perSecond, b.left+passed.Seconds()*perSecond)
		b.at = now
	}
	if b.left < 1 {
		return time.Duration((1 - b.left) / perSecond * float64(time.Second)), false
	}
	b.left--
	return 0, true
}

func (s *limiterShard) sweep(now time.Time) {
	if now.Sub(s.swept) < idle {
		return
	}
	s.swept = now
	for key, b := range s.buckets {
		if now.Sub(b.at) >= idle {
			delete(s.buckets, key)
		}
	}
}
