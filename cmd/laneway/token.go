package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
)

func newToken() *cobra.Command {
	var body struct {
		Name    string   `json:"name,omitempty"`
		Person  string   `json:"person,omitempty"`
		Service string   `json:"service,omitempty"`
		Roles   []string `json:"roles,omitempty"`
		Days    int      `json:"days,omitempty"`
	}
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Make an API token for a person or a program, and print it, once",
		Example: "  export LANEWAY_TOKEN=$(laneway token --person li-na)\n" +
			"  laneway token --service crm --roles worker --days 90",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			var made api.NewToken
			if err := c.post(cmd.Context(), "/tokens", "", body, &made); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), made.Token)
			return nil
		},
	}
	cmd.Flags().StringVar(&body.Person, "person", "", "whose it is: a person of the organisation; or")
	cmd.Flags().StringVar(&body.Service, "service", "", "a program's name")
	cmd.Flags().StringSliceVar(&body.Roles, "roles", nil, "roles of a program; of a person they narrow the person's own")
	cmd.Flags().StringVar(&body.Name, "name", "", "what it is for")
	cmd.Flags().IntVar(&body.Days, "days", 0, "days until it expires; 0: never")
	return clientFlags(cmd)
}
