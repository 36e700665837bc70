package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/engine"
)

// commit is set by the Makefile; a plain `go install` leaves it to the build info.
var commit = ""

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print version, commit, and the formats this binary reads and writes",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			version, commit := builtFrom()
			fmt.Fprintf(cmd.OutOrStdout(), "laneway %s, commit %s, %s %s/%s, event format %d\n",
				version, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH, engine.FormatVersion)
			return nil
		},
	}
}

// builtFrom returns the module version and the commit of this binary, or
// "unknown" where the build did not say.
func builtFrom() (version, from string) {
	version, from = "unknown", commit
	info, ok := debug.ReadBuildInfo()
	if ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	for _, s := range info.Settings {
		if from == "" && s.Key == "vcs.revision" {
			from = s.Value
		}
	}
	if from == "" {
		from = "unknown"
	}
	return version, from
}
