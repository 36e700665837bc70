package runner

import (
	"context"
	"errors"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/laneway-flow/laneway/engine"
)

func TestNumbersAreReadableAndNeverTheSame(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^260302-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`)
	var n numbers
	at := time.Date(2026, 3, 2, 23, 59, 58, 0, time.UTC)
	seen := make(map[string]bool)
	for i := range 20_000 { // more than one millisecond's counter holds
		id := n.next(at.Add(-time.Duration(i/100) * time.Millisecond)) // the clock goes back
		if seen[id] || !form.MatchString(id) {
			t.Fatalf("number %d is %q", i, id)
		}
		seen[id] = true
		if back, ok := Number(id); !ok || back != id {
			t.Fatalf("%q reads as %q", id, back)
		}
	}
}

func TestNumbersAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"260302-4K7Q-2MXD":  "260302-4K7Q-2MXD",
		"260302 4k7q 2mxd":  "260302-4K7Q-2MXD",
		"26o3o24K7QiLxD":    "260302-4K7Q-11XD",
		"260302-4K7Q-2MXU":  "",
		"260302-4K7Q-2MX":   "",
		"260302-4K7Q-2MXDD": "",
		"26A302-4K7Q-2MXD":  "",
		"":                  "",
	} {
		id, ok := Number(written)
		if ok != (want != "") || ok && id != want {
			t.Errorf("%q reads as %q, %v; want %q", written, id, ok, want)
		}
	}
	for written, want := range map[string]string{"26": "26", "2603024k": "260302-4K", "x": "", "": ""} {
		if prefix, ok := NumberPrefix(written); ok != (want != "") || prefix != want {
			t.Errorf("prefix %q reads as %q, %v; want %q", written, prefix, ok, want)
		}
	}
}

func TestTheCacheKeepsTheNewestOfTheLastUsed(t *testing.T) {
	t.Parallel()
	c := newCache(3)
	put := func(id string, version int64) {
		c.put(&engine.Instance{ID: id, Version: version, State: engine.StateActive})
	}
	has := func(want string) {
		t.Helper()
		var got []string
		for e := c.head.next; e != &c.head; e = e.next {
			got = append(got, e.instance.ID+strconv.FormatInt(e.instance.Version, 10))
		}
		if strings.Join(got, " ") != want || len(c.entries) != len(got) {
			t.Fatalf("the cache has %v (%d entries), want %s", got, len(c.entries), want)
		}
	}
	put("a", 1)
	put("b", 1)
	put("c", 1)
	c.get("a")
	put("d", 1)
	has("d1 a1 c1")
	put("a", 3)
	put("a", 2) // a slow reader is late
	has("d1 a3 c1")
	c.put(&engine.Instance{ID: "a", Version: 4, State: engine.StateCompleted})
	c.drop("c")
	c.drop("unknown")
	has("d1")
}

func TestOneHolderALock(t *testing.T) {
	t.Parallel()
	l := newKeyedLocks()
	counts := map[string]*int{"a": new(int), "b": new(int), "c": new(int)}
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 200 {
				for id, n := range counts {
					if err := l.lock(t.Context(), id); err != nil {
						t.Error(err)
					}
					*n++
					l.unlock(id)
				}
			}
		})
	}
	wg.Wait()
	for id, n := range counts {
		if *n != 3200 {
			t.Errorf("%s was counted %d times, want 3200", id, *n)
		}
	}
	for i := range l.shards {
		if n := len(l.shards[i].locks); n != 0 {
			t.Errorf("%d locks are left behind", n)
		}
	}
}

func TestALockIsNotWaitedForBeyondTheContext(t *testing.T) {
	t.Parallel()
	l := newKeyedLocks()
	if err := l.lock(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if l.tryLock("a") {
		t.Fatal("a held lock was taken")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.lock(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want %v", err, context.Canceled)
	}
	l.unlock("a")
	if !l.tryLock("a") {
		t.Fatal("a free lock was not taken")
	}
}

func TestLatenessIsWithinItsBucket(t *testing.T) {
	t.Parallel()
	for _, ms := range []int64{0, 1, 127, 128, 129, 255, 256, 1000, 4095, 4096, 86_400_000, 1 << 40} {
		ceiling := latenessCeiling(latenessBucket(ms))
		if ms < 1<<30 && (ceiling < ms || float64(ceiling) > float64(ms)*1.016+1) {
			t.Errorf("%d ms counts as up to %d", ms, ceiling)
		}
	}
	for bucket := 1; bucket < latenessBuckets; bucket++ {
		if low := latenessCeiling(bucket-1) + 1; latenessBucket(low) != bucket || latenessBucket(latenessCeiling(bucket)) != bucket {
			t.Fatalf("bucket %d does not begin at %d or end at %d", bucket, low, latenessCeiling(bucket))
		}
	}
	var l latenessRecorder
	before := l.snapshot()
	for ms := range int64(100) {
		l.add(ms)
	}
	all := l.snapshot()
	if p50, p99 := all.Quantile(0.5), all.Quantile(0.99); p50 != 50 || p99 != 99 || all.Max != 99 || all.Quantile(1) != 99 {
		t.Errorf("p50 %d, p99 %d, max %d of 0..99", p50, p99, all.Max)
	}
	if since := all.Since(&before); since.Count != 100 {
		t.Errorf("%d since the beginning, want 100", since.Count)
	}
}

// Points of a clock that the same commit has moved were out of reach before.
func TestOnlyWhatWasInReachIsLate(t *testing.T) {
	t.Parallel()
	level := engine.Event{At: 1000, Body: &engine.LevelReached{Clock: 7, Point: 499}}
	for name, c := range map[string]struct {
		first engine.Body
		then  engine.Event
		want  int64
	}{
		"level":         {&engine.ClockRedued{Clock: 8}, level, 1},
		"breach":        {&engine.DataChanged{}, engine.Event{At: 1000, Body: &engine.ClockBreached{Clock: 7, Due: 499}}, 1},
		"timer":         {&engine.DataChanged{}, engine.Event{At: 1000, Body: &engine.TimerFired{Due: 500}}, 1},
		"begun":         {&engine.ClockStarted{Clock: 7}, level, 0},
		"goes on":       {&engine.ClockResumed{Clock: 7}, level, 0},
		"retargeted":    {&engine.ClockRetargeted{Clock: 7}, level, 0},
		"redued":        {&engine.ClockRedued{Clock: 7}, level, 0},
		"not the clock": {&engine.ClockStarted{Clock: 6}, level, 1},
	} {
		var l latenessRecorder
		l.record([]engine.Event{{At: 1000, Body: c.first}, c.then})
		if got := l.snapshot(); got.Count != c.want || c.want > 0 && got.Max != 500 {
			t.Errorf("%s: %d late, at most %d ms; want %d, 500", name, got.Count, got.Max, c.want)
		}
	}
}

func TestAttemptsLastADay(t *testing.T) {
	t.Parallel()
	var total time.Duration
	for attempt := range maxAttempts - 1 {
		total += retryAfter(attempt)
	}
	if total < 24*time.Hour || total > 25*time.Hour {
		t.Errorf("%d attempts last %s, want a day", maxAttempts, total)
	}
	if retryAfter(0) != 5*time.Second || retryAfter(1) != 10*time.Second || retryAfter(100) != time.Hour {
		t.Error("the waits are not 5 s, 10 s ... 1 h")
	}
}

func TestOnlyPublicAddressesAreOpenToWebhooks(t *testing.T) {
	t.Parallel()
	for _, closed := range []string{
		"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
		"224.0.0.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
		"64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
	} {
		if open(netip.MustParseAddr(closed), nil) {
			t.Errorf("%s is open", closed)
		}
	}
	for _, public := range []string{"93.184.216.34", "2606:2800:220:1::1"} {
		if !open(netip.MustParseAddr(public), nil) {
			t.Errorf("%s is closed", public)
		}
	}
	if !open(netip.MustParseAddr("::ffff:10.0.0.7"), []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}) {
		t.Error("an allowed range is closed")
	}
}

func TestStringsAreJSON(t *testing.T) {
	t.Parallel()
	if got, want := string(appendString(nil, "a\"\\\n\x01é\xff中")), `"a\"\\\u000a\u0001é`+"\ufffd"+`中"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
