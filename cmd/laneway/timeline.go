package main

import (
	"fmt"
	"net/url"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
)

// printTimeline prints what happened to a case, oldest first.
func (c *client) printTimeline(cmd *cobra.Command, path string) error {
	t := table{}
	query := url.Values{"limit": {"200"}}
	for {
		var page api.Page[api.Entry]
		if _, err := c.get(cmd.Context(), path+"/timeline?"+query.Encode(), &page); err != nil {
			return err
		}
		for i := range page.Items {
			e := &page.Items[i]
			text := e.Text
			if e.Note != "" {
				text += " | " + e.Note
			}
			t.add("  "+clockTime(e.At), text)
		}
		if page.NextCursor == "" {
			break
		}
		query.Set("cursor", page.NextCursor)
	}
	fmt.Fprintln(cmd.OutOrStdout(), pick(c.lang, "经过", "timeline"))
	t.print(cmd.OutOrStdout())
	return nil
}
