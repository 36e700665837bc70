package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
	"github.com/laneway-flow/laneway/engine/org"
)

func newImport() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Replace people and teams, and make or replace customers, from YAML files",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			for _, file := range files {
				if err := c.importFile(cmd, file); err != nil {
					return err
				}
			}
			return nil
		},
	}
	return clientFlags(cmd)
}

func (c *client) importFile(cmd *cobra.Command, file string) error {
	source, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	parsed, problems := org.ParseYAML(file, source)
	for _, p := range problems {
		findingOfProblem(p, c.lang).print(cmd.OutOrStdout(), c.lang)
	}
	if org.Refused(problems) {
		return errSaid
	}
	body := api.Source{File: file, Source: string(source)}
	if parsed.HasOrganisation() {
		etag, err := c.get(cmd.Context(), "/organisation", nil)
		if err != nil {
			return err
		}
		if err := c.post(cmd.Context(), "/organisation/import", etag, body, nil); err != nil {
			return err
		}
	}
	if len(parsed.Customers) > 0 {
		if err := c.post(cmd.Context(), "/customers/import", "", body, nil); err != nil {
			return err
		}
	}
	fmt.Fprintf(cmd.OutOrStdout(), pick(c.lang, "%s: %d 人、%d 个班组、%d 个客户\n", "%s: %d people, %d teams, %d customers\n"),
		file, len(parsed.People), len(parsed.Teams), len(parsed.Customers))
	return nil
}
