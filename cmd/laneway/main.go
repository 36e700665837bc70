// Command laneway runs customer-service flows: the server, and the tools of
// analysts, staff and operators around it. One file here is one subcommand.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := newRoot().ExecuteContext(ctx)
	stop()
	if err != nil {
		if !errors.Is(err, errSaid) {
			fmt.Fprintln(os.Stderr, "laneway:", err)
		}
		os.Exit(1)
	}
}

// errSaid ends a command that has already told what is wrong.
var errSaid = errors.New("said")

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "laneway",
		Short:         "Customer-service flows: written in YAML, run, timed and shown",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.PersistentFlags().String("lang", "", "language of what is printed: zh or en (default by LANEWAY_LANG, LC_ALL or LANG)")
	root.AddCommand(newCheck(), newSchema(), newVersion())
	return root
}
