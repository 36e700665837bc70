package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"time"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/cmd/laneway/bench"
)

func newBench() *cobra.Command {
	o := bench.Options{}
	var full bool
	var profile string
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure this machine: steps and timers a second beside the raw store, memory, start",
		Long: "Measures the engine on SQLite with full sync, in process and over HTTP on loopback, beside\n" +
			"the raw store in the same run. W1 is a start and five user tasks in a line, W2 parallel two\n" +
			"by two and a choice, W3 one timer a case, crowd many open cases. Takes about two minutes.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if full {
				o.Span, o.Burst, o.Even = 10*time.Second, 100_000, 20*time.Second
			}
			version, commit := builtFrom()
			o.Version = "laneway " + version + ", commit " + commit
			var err error
			if o.Binary, err = os.Executable(); err != nil {
				return err
			}
			if profile != "" {
				stop, err := profileInto(profile)
				if err != nil {
					return err
				}
				defer stop()
			}
			return bench.Run(cmd.Context(), cmd.OutOrStdout(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&o.Cells, "cells", bench.Cells, "what to measure")
	flags.StringSliceVar(&o.Via, "via", bench.Via, "by which way")
	flags.IntSliceVar(&o.Clients, "clients", []int{1, 16, 64, 256}, "concurrent clients of W1 and W2")
	flags.IntVar(&o.Data, "data", 1_800, "bytes of data that a case carries besides its steps: 1800 make a state of about 2 KB")
	flags.DurationVar(&o.Span, "span", 2*time.Second, "measured time of one cell of W1 and W2")
	flags.IntVar(&o.Burst, "burst", 20_000, "timers of W3 that are due at once")
	flags.IntVar(&o.Rate, "rate", 5_000, "timers a second of W3 that are due evenly")
	flags.DurationVar(&o.Even, "even", 4*time.Second, "for how long")
	flags.IntVar(&o.Instances, "instances", 100_000, "open cases of the crowd")
	flags.StringVar(&o.Dir, "dir", "", "folder for the databases, on the disk to be measured (default the system's)")
	flags.BoolVar(&full, "full", false, "longer spans: 10 s a cell, a burst of 100,000, 20 s of even timers")
	flags.StringVar(&profile, "profile", "", "write a CPU profile to this file, for go tool pprof")
	return cmd
}

// profileInto starts a CPU profile; stop ends it.
func profileInto(file string) (stop func(), err error) {
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		if err := f.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "laneway:", err)
		}
	}, nil
}
