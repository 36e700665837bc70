package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
)

func newStart() *cobra.Command {
	var body api.StartCase
	var customers []string
	cmd := &cobra.Command{
		Use:   "start PROCESS [FIELD=VALUE...]",
		Short: "Start a case, for a customer who called or wrote",
		Example: "  laneway start complaint --customer c-1001 --channel phone subject='No internet' phone=13800000001\n" +
			"  laneway start treatment --customer patient=c-1001 --customer payer=c-1003",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			form, err := c.startForm(cmd.Context(), args[0], body.Start)
			if err != nil {
				return err
			}
			if body.Data, err = parseValues(c.lang, args[1:], form); err != nil {
				return err
			}
			for _, text := range customers {
				lane, id, ok := strings.Cut(text, "=")
				if !ok {
					lane, id = "customer", text
				}
				body.Customers = append(body.Customers, api.LaneView{Lane: lane, ID: id})
			}
			var in api.CaseView
			if err := c.post(cmd.Context(), "/processes/"+url.PathEscape(args[0])+"/instances", "", body, &in); err != nil {
				return err
			}
			if quiet, _ := cmd.Flags().GetBool("quiet"); quiet {
				fmt.Fprintln(cmd.OutOrStdout(), in.ID)
				return nil
			}
			printCase(cmd.OutOrStdout(), &in, c.lang)
			return nil
		},
	}
	cmd.Flags().StringArrayVar(&customers, "customer", nil, "who stands behind the lane customer, or LANE=ID; may be repeated")
	cmd.Flags().StringVar(&body.Start, "start", "", "start message, where the flow has several starts")
	cmd.Flags().StringVar(&body.Key, "key", "", "key of the start message")
	cmd.Flags().BoolP("quiet", "q", false, "print the case's number only")
	provenanceFlags(cmd, &body.Provenance)
	return clientFlags(cmd)
}
