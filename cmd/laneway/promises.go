package main

import (
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
)

func newPromises() *cobra.Command {
	return clientFlags(&cobra.Command{
		Use:   "promises CASE",
		Short: "List the promises of a case: what is due when, what is left, how ended cycles were judged",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			return c.printPromises(cmd, "/instances/"+url.PathEscape(args[0]), true)
		},
	})
}

// printPromises prints every cycle; quiet about a case that promises nothing
// unless asked for.
func (c *client) printPromises(cmd *cobra.Command, path string, asked bool) error {
	var list api.CasePromises
	if _, err := c.get(cmd.Context(), path+"/promises", &list); err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	if len(list.Items) == 0 {
		if asked {
			fmt.Fprintln(out, pick(c.lang, "没有承诺", "nothing is promised"))
		}
		return nil
	}
	printPromiseRows(out, list.Items, c.lang)
	return nil
}

func printPromiseRows(out io.Writer, items []api.PromiseView, lang string) {
	t := table{head: []string{
		pick(lang, "承诺", "PROMISE"), pick(lang, "名称", "NAME"), pick(lang, "轮", "CYCLE"), pick(lang, "状态", "STATE"),
		pick(lang, "到期", "DUE"), pick(lang, "已用", "USED"), pick(lang, "剩余", "LEFT"), "%", pick(lang, "日历", "CALENDAR"),
	}}
	for i := range items {
		p := &items[i]
		due := "-"
		if p.Due != 0 {
			due = clockTime(p.Due)
		}
		if p.Provisional {
			due += pick(lang, "（暂定）", " (provisional)")
		}
		t.add(p.ID, p.Name, fmt.Sprint(p.Cycle), promiseState(p, lang), due, seconds(p.Elapsed), seconds(p.Left), fmt.Sprint(p.Percent), p.Calendar)
	}
	t.print(out)
}

// seconds is a length without what is below a second.
func seconds(l api.Length) string {
	return spanText((time.Duration(l) * time.Millisecond).Truncate(time.Second).Milliseconds())
}

var verdictsZH = map[string]string{"open": "进行中", "met": "按时", "breached": "超期", "cancelled": "已取消"}

func promiseState(p *api.PromiseView, lang string) string {
	verdict := pick(lang, verdictsZH[p.Verdict], p.Verdict)
	switch {
	case p.None:
		return pick(lang, "不承诺", "nothing promised")
	case p.State == "ended":
		return verdict
	case p.State == "paused":
		return fmt.Sprintf(pick(lang, "暂停（%s）", "paused (%s)"), p.WhyName)
	case p.Verdict == "breached":
		return verdict
	}
	return pick(lang, "计时", "running")
}

func newExplain() *cobra.Command {
	var at string
	cmd := &cobra.Command{
		Use:   "explain PROMISE",
		Short: "Say how a promise came to its due and its verdict, window by window",
		Long:  "PROMISE is the id that `laneway promises` shows, 260302-4K7Q-2MXD.p5.",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			path := "/promises/" + url.PathEscape(args[0]) + "/explain"
			if at != "" {
				path += "?at=" + url.QueryEscape(at)
			}
			var x api.Explanation
			if _, err := c.get(cmd.Context(), path, &x); err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, pick(c.lang, "%s  %s  第 %d 轮  （%s，%s）\n", "%s  %s  cycle %d  (%s, %s)\n"),
				x.Promise.ID, x.Promise.Name, x.Promise.Cycle, x.Promise.Calendar, x.Zone)
			for _, line := range x.Text {
				fmt.Fprintln(out, "  "+line)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&at, "at", "", "as things stood at this instant, 2026-03-02T09:00:00+08:00")
	return clientFlags(cmd)
}
