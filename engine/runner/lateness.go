package runner

import (
	"math/bits"
	"sync/atomic"

	"github.com/laneway-flow/laneway/engine"
)

// The histogram's buckets: exact up to 127 ms, then 64 a power of two (1.6 %
// wide), up to about 24 days.
const (
	latenessSub     = 64
	latenessExact   = 2 * latenessSub
	latenessBuckets = latenessExact + latenessSub*24
)

// latenessRecorder counts how late timers and points of promises fired, in
// milliseconds.
type latenessRecorder struct {
	counts [latenessBuckets]atomic.Int64
	worst  atomic.Int64
}

func latenessBucket(ms int64) int {
	if ms < latenessExact {
		return int(max(ms, 0))
	}
	shift := bits.Len64(uint64(ms)) - 7
	return min(shift*latenessSub+int(ms>>shift), latenessBuckets-1)
}

// latenessCeiling is the largest lateness that falls into a bucket.
func latenessCeiling(bucket int) int64 {
	if bucket < latenessExact {
		return int64(bucket)
	}
	shift := bucket/latenessSub - 1
	return int64(bucket-shift*latenessSub+1)<<shift - 1
}

// record notes every timer and every point of a promise that fired among the
// events of a commit. A point fires a millisecond after its instant. One that
// lay before the step that came before was out of reach until now (a new
// target, a step that opened): nothing was late.
func (l *latenessRecorder) record(events []engine.Event, before engine.Millis) {
	point := func(at, point engine.Millis) {
		if before != 0 && point >= before {
			l.add(int64(at - point - 1))
		}
	}
	for i := range events {
		switch b := events[i].Body.(type) {
		case *engine.TimerFired:
			l.add(int64(events[i].At - b.Due))
		case *engine.LevelReached:
			point(events[i].At, b.Point)
		case *engine.ClockBreached:
			point(events[i].At, b.Due)
		default:
		}
	}
}

func (l *latenessRecorder) add(ms int64) {
	l.counts[latenessBucket(ms)].Add(1)
	for worst := l.worst.Load(); ms > worst; worst = l.worst.Load() {
		if l.worst.CompareAndSwap(worst, ms) {
			return
		}
	}
}

func (l *latenessRecorder) snapshot() Lateness {
	out := Lateness{Max: l.worst.Load()}
	for i := range l.counts {
		n := l.counts[i].Load()
		out.counts[i] = n
		out.Count += n
	}
	return out
}

// Lateness is a histogram of fired - due of timers and points of promises, in
// milliseconds.
type Lateness struct {
	Count int64
	Max   int64

	counts [latenessBuckets]int64
}

// Quantile returns the lateness in milliseconds that the share q (0 to 1) of
// the timers did not exceed, at most 1.6 % too high.
func (l *Lateness) Quantile(q float64) int64 {
	rank := int64(q * float64(l.Count))
	for i, n := range l.counts {
		if rank -= n; rank < 0 || rank == 0 && q >= 1 {
			return min(latenessCeiling(i), l.Max)
		}
	}
	return l.Max
}

// Since returns what was counted after an earlier snapshot; Max stays the
// worst of all.
func (l *Lateness) Since(earlier *Lateness) Lateness {
	out := *l
	out.Count -= earlier.Count
	for i := range out.counts {
		out.counts[i] -= earlier.counts[i]
	}
	return out
}
