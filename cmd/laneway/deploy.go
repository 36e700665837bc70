package main

import (
	"context"
	"fmt"
	"net/url"
	"os"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
)

func newDeploy() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "deploy FILE...",
		Short: "Make flows the current version of their processes; running cases keep theirs",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			for _, file := range files {
				source, err := os.ReadFile(file)
				if err != nil {
					return err
				}
				var done api.Deployment
				if err := c.post(cmd.Context(), "/processes", "", api.Source{File: file, Source: string(source)}, &done); err != nil {
					return err
				}
				what := pick(c.lang, "%s: 流程 %s 第 %d 版已部署\n", "%s: process %s, version %d deployed\n")
				if !done.Changed {
					what = pick(c.lang, "%s: 流程 %s 第 %d 版，没有变化\n", "%s: process %s, version %d, nothing changed\n")
				}
				fmt.Fprintf(cmd.OutOrStdout(), what, file, done.Process, done.Version)
			}
			return nil
		},
	}
	return clientFlags(cmd)
}

// startForm asks what a start wants to know.
func (c *client) startForm(ctx context.Context, process, start string) (*api.FormView, error) {
	form := &api.FormView{}
	_, err := c.get(ctx, "/processes/"+url.PathEscape(process)+"/starts/"+url.PathEscape(firstOf(start, "step"))+"/form", form)
	return form, err
}
