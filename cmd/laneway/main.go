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
	root.AddGroup(&cobra.Group{ID: "flows", Title: "Flows:"}, &cobra.Group{ID: "work", Title: "Work on cases:"}, &cobra.Group{ID: "run", Title: "Run it:"})
	for group, commands := range map[string][]*cobra.Command{
		"flows": {newCheck(), newTest(), newSchema(), newDeploy(), newCalendar()},
		"work":  append(newTaskVerbs(), newStart(), newInbox(), newShow(), newComplete(), newMessage(), newNote(), newCancel(), newCases(), newPromises(), newExplain()),
		"run":   {newServe(), newToken(), newImport(), newBench(), newVersion()},
	} {
		for _, c := range commands {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	return root
}
