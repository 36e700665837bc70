// Package bench measures the engine: the cells W1, W2 and W3, in process and
// over HTTP, every step durable, beside the ceiling of the raw store in the
// same run. Seconds differ from machine to machine and from hour to hour; only
// ratios of one run are to be compared.
package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"time"
)

// Options choose what is measured, and for how long.
type Options struct {
	Cells     []string      // of w1, w2, w3, crowd
	Via       []string      // of process, http
	Clients   []int         // concurrent clients of w1 and w2
	Data      int           // bytes of data that a case carries besides its steps
	Span      time.Duration // measured time of one cell of w1 and w2
	Burst     int           // timers of w3 that are due at once
	Rate      int           // timers a second of w3 that are due evenly ...
	Even      time.Duration // ... over this time
	Instances int           // open cases of the crowd
	Dir       string        // where databases are made and removed again; empty: the system's folder
	Binary    string        // the laneway binary, for the start of the crowd
	Version   string        // what is measured, for the heading
}

// Names are the values that Cells and Via may have.
var (
	Cells = []string{"w1", "w2", "w3", "crowd"}
	Via   = []string{"process", "http"}
)

// settings are the options of a run and where it prints.
type settings struct {
	Options
	out io.Writer
}

// Run measures the chosen cells one after the other and prints each as soon as
// it is known.
func Run(ctx context.Context, out io.Writer, o Options) error {
	for _, choice := range []struct {
		name        string
		given, from []string
	}{{"cell", o.Cells, Cells}, {"way", o.Via, Via}} {
		for _, g := range choice.given {
			if !slices.Contains(choice.from, g) {
				return fmt.Errorf("bench: no %s %q; there are %v", choice.name, g, choice.from)
			}
		}
	}
	dir, err := os.MkdirTemp(o.Dir, "laneway-bench-")
	if err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	defer os.RemoveAll(dir)
	o.Dir = dir
	s := &settings{o, out}
	s.heading()
	cells := map[string]func(context.Context) error{
		"w1":    func(ctx context.Context) error { return s.throughput(ctx, "W1", line) },
		"w2":    func(ctx context.Context) error { return s.throughput(ctx, "W2", parallel) },
		"w3":    s.timers,
		"crowd": s.openCases,
	}
	for _, cell := range Cells {
		if !slices.Contains(o.Cells, cell) {
			continue
		}
		if err := cells[cell](ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *settings) heading() {
	fmt.Fprintf(s.out, "%s, %s, %d cores, SQLite with full sync, %s\n",
		s.Version, runtime.Version(), runtime.NumCPU(), time.Now().UTC().Format(time.RFC3339))
}

func (s *settings) measures(way string) bool { return slices.Contains(s.Via, way) }
