package runner

import (
	"math/bits"
	"slices"
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
// events of a commit. A point fires a millisecond after its instant. Where the
// same commit has moved a clock (it began, went on, has another target or
// calendar, or a step with an event opened), its points were out of reach
// before: they are not late.
func (l *latenessRecorder) record(events []engine.Event) {
	var moved []int64
	point := func(clock int64, at, point engine.Millis) {
		if !slices.Contains(moved, clock) {
			l.add(int64(at - point - 1))
		}
	}
	for i := range events {
		at := events[i].At
		switch b := events[i].Body.(type) {
		case *engine.TimerFired:
			l.add(int64(at - b.Due))
		case *engine.LevelReached:
			point(b.Clock, at, b.Point)
		case *engine.ClockBreached:
			point(b.Clock, at, b.Due)
		case *engine.ClockStarted:
			moved = append(moved, b.Clock)
		case *engine.ClockResumed:
			moved = append(moved, b.Clock)
		case *engine.ClockRetargeted:
			moved = append(moved, b.Clock)
		case *engine.ClockRedued:
			moved = append(moved, b.Clock)
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
