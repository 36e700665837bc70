package main

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
)

func newMessage() *cobra.Command {
	var body api.CaseMessage
	cmd := &cobra.Command{
		Use:   "message CASE MESSAGE [FIELD=VALUE...]",
		Short: "Give a case a message: what a customer said unasked",
		Args:  cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			path := "/instances/" + url.PathEscape(args[0])
			var in api.CaseDetail
			if _, err := c.get(cmd.Context(), path, &in); err != nil {
				return err
			}
			body.Message = args[1]
			var form *api.FormView
			if at := slices.IndexFunc(in.Messages, func(m api.MessageOffer) bool { return m.Message == body.Message }); at >= 0 {
				form = in.Messages[at].Form
			}
			if body.Values, err = parseValues(c.lang, args[2:], form); err != nil {
				return err
			}
			var after api.CaseView
			if err := c.post(cmd.Context(), path+"/messages", "", body, &after); err != nil {
				return err
			}
			printCase(cmd.OutOrStdout(), &after, c.lang)
			return nil
		},
	}
	cmd.Flags().StringVar(&body.Key, "key", "", "key of the message, where it has one")
	provenanceFlags(cmd, &body.Provenance)
	return clientFlags(cmd)
}

func newNote() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "note CASE TEXT",
		Short: "Write a note on a case",
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			path := "/instances/" + url.PathEscape(args[0]) + "/notes"
			var after api.CaseView
			if err := c.post(cmd.Context(), path, "", map[string]string{"text": args[1]}, &after); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), pick(c.lang, "已记下", "noted"))
			return nil
		},
	}
	return clientFlags(cmd)
}
