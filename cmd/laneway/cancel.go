package main

import (
	"net/url"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
)

func newCancel() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cancel CASE REASON",
		Short: "End a case by decision, with a reason",
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			path := "/instances/" + url.PathEscape(args[0])
			etag, err := c.get(cmd.Context(), path, nil)
			if err != nil {
				return err
			}
			var after api.CaseView
			if err := c.post(cmd.Context(), path+"/cancel", etag, map[string]string{"reason": args[1]}, &after); err != nil {
				return err
			}
			printCase(cmd.OutOrStdout(), &after, c.lang)
			return nil
		},
	}
	return clientFlags(cmd)
}
