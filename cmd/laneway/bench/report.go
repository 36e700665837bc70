package bench

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// throughput prints one cell of a closed loop: for each number of clients the
// raw store, the engine and the engine over HTTP, one right after the other.
func (s *settings) throughput(ctx context.Context, name, process string) error {
	fmt.Fprintf(s.out, "\n%s: steps a second, each one durable commit; %d bytes of data a case; %s a cell\n", name, s.Data, s.Span)
	fmt.Fprintf(s.out, "%8s %10s  %10s %6s %9s %9s  %10s %6s %9s %9s  %7s\n",
		"clients", "raw store", "in process", "ratio", "p50", "p99", "over HTTP", "ratio", "p50", "p99", "others")
	for _, clients := range s.Clients {
		raw, err := s.ceiling(ctx, process, clients)
		if err != nil {
			return err
		}
		others := raw.others
		fmt.Fprintf(s.out, "%8d %10.0f", clients, raw.perSecond)
		for _, way := range Via {
			if !s.measures(way) {
				fmt.Fprintf(s.out, "  %10s %6s %9s %9s", "-", "-", "-", "-")
				continue
			}
			r, err := s.closedLoop(ctx, way, process, clients)
			if err != nil {
				fmt.Fprintln(s.out)
				return err
			}
			others = max(others, r.others)
			fmt.Fprintf(s.out, "  %10.0f %5.0f%% %9s %9s", r.perSecond, 100*r.perSecond/raw.perSecond, short(r.p50), short(r.p99))
		}
		fmt.Fprintf(s.out, "  %6.0f%%\n", 100*others)
	}
	return nil
}

func (s *settings) closedLoop(ctx context.Context, way, process string, clients int) (r result, err error) {
	e, err := s.open(ctx, 0)
	if err != nil {
		return result{}, err
	}
	defer func() { err = errors.Join(err, e.close()) }()
	door, err := e.door(ctx, way, clients)
	if err != nil {
		return result{}, err
	}
	return measure(ctx, clients, s.Span, oneCase(door, process, s.about()))
}

// timers prints W3: a burst, then an even stream.
func (s *settings) timers(ctx context.Context) error {
	fmt.Fprintf(s.out, "\nW3: timers, from due to durable firing; a stall is a commit over %s: a checkpoint, or a queue before it\n", stall)
	fmt.Fprintf(s.out, "%-22s %-10s %10s %9s %9s %9s  %7s %9s %12s  %7s\n",
		"", "started", "firings/s", "p50", "p99", "max", "stalls", "longest", "p99 outside", "others")
	for _, way := range Via {
		if !s.measures(way) {
			continue
		}
		if err := s.timerRow(ctx, way, fmt.Sprintf("burst of %d", s.Burst), s.Burst, 0); err != nil {
			return err
		}
		count := int(s.Even.Seconds() * float64(s.Rate))
		if err := s.timerRow(ctx, way, fmt.Sprintf("even, %d/s for %s", s.Rate, s.Even), count, time.Second/time.Duration(s.Rate)); err != nil {
			return err
		}
	}
	return nil
}

func (s *settings) timerRow(ctx context.Context, way, label string, count int, gap time.Duration) (err error) {
	e, err := s.open(ctx, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.close()) }()
	door, err := e.door(ctx, way, starters)
	if err != nil {
		return err
	}
	p, err := fire(ctx, door, e.store, count, gap)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%-22s %-10s %10.0f %9s %9s %9s  %7d %9s %12s  %6.0f%%\n",
		label, way, p.perSecond, short(p.p50), short(p.p99), short(p.max), p.stalls, short(p.worst), short(p.calm), 100*p.others)
	return nil
}

// openCases prints what many open cases cost.
func (s *settings) openCases(ctx context.Context) error {
	c, err := s.crowd(ctx, s.Instances)
	if err != nil {
		return err
	}
	const mib = 1 << 20
	fmt.Fprintf(s.out, "\n%d open cases of W1: started in %s (%.0f/s), database %d MiB\n",
		c.count, c.took.Round(time.Millisecond), float64(c.count)/c.took.Seconds(), c.file/mib)
	fmt.Fprintf(s.out, "  all in memory: process %d MiB resident, %d MiB of heap in use by them\n", c.resident/mib, c.live/mib)
	fmt.Fprintf(s.out, "  laneway serve on that database: ready in %s, %d MiB resident\n", c.ready.Round(time.Millisecond), c.served/mib)
	return nil
}

// short prints a duration with three places.
func short(d time.Duration) string {
	switch {
	case d >= time.Second:
		return d.Round(10 * time.Millisecond).String()
	case d >= time.Millisecond:
		return d.Round(10 * time.Microsecond).String()
	}
	return d.Round(time.Microsecond).String()
}
