package main

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
)

func newCases() *cobra.Command {
	query := map[string]*string{}
	var limit int
	cmd := &cobra.Command{
		Use:   "cases",
		Short: "List cases, newest first; search by number, customer, process or state",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			asked := url.Values{"limit": {strconv.Itoa(limit)}}
			for name, value := range query {
				if *value != "" {
					asked.Set(name, *value)
				}
			}
			var page api.Page[api.CaseRow]
			if _, err := c.get(cmd.Context(), "/instances?"+asked.Encode(), &page); err != nil {
				return err
			}
			t := table{head: []string{
				pick(c.lang, "案件", "CASE"), pick(c.lang, "流程", "PROCESS"), pick(c.lang, "客户", "CUSTOMER"),
				pick(c.lang, "状态", "STATE"), pick(c.lang, "开始", "STARTED"), pick(c.lang, "时限", "DUE"),
			}}
			for i := range page.Items {
				r := &page.Items[i]
				t.add(r.ID, r.Name, firstOf(r.Customer, "-"), stateWord(r.State, c.lang), clockTime(r.StartedAt), dueIn(r.NextDue, page.AsOf, c.lang))
			}
			t.print(cmd.OutOrStdout())
			if page.NextCursor != "" {
				fmt.Fprintln(cmd.OutOrStdout(), pick(c.lang, "还有更多：用 --limit", "there is more: use --limit"))
			}
			return nil
		},
	}
	for name, help := range map[string]string{
		"number": "readable number, or how it begins", "process": "of this process", "customer": "of this customer",
		"state": "active, completed, cancelled or failed",
	} {
		query[name] = cmd.Flags().String(name, "", help)
	}
	cmd.Flags().IntVar(&limit, "limit", 50, "rows, at most 200")
	return clientFlags(cmd)
}
