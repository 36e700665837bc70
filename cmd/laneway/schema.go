package main

import (
	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/engine/definition"
)

func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the process language, for editors",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write(append(definition.Schema(), '\n'))
			return err
		},
	}
}
