package main

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
)

func newInbox() *cobra.Command {
	var mine, queue bool
	var limit int
	cmd := &cobra.Command{
		Use:   "inbox",
		Short: "List the open tasks of your teams, what is due next first",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			query := url.Values{"limit": {strconv.Itoa(limit)}}
			if mine {
				query.Set("mine", "true")
			}
			if queue {
				query.Set("queue", "true")
			}
			var page api.Page[api.TaskView]
			if _, err := c.get(cmd.Context(), "/tasks?"+query.Encode(), &page); err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if len(page.Items) == 0 {
				fmt.Fprintln(out, pick(c.lang, "没有待办", "nothing to do"))
				return nil
			}
			t := table{head: []string{
				pick(c.lang, "任务", "TASK"), pick(c.lang, "步骤", "STEP"), pick(c.lang, "名称", "NAME"), pick(c.lang, "泳道", "LANE"),
				pick(c.lang, "时限", "DUE"), pick(c.lang, "状态", "STATE"),
			}}
			for i := range page.Items {
				task := &page.Items[i]
				t.add(task.ID, task.Step, task.StepName, task.LaneName, dueIn(task.NextDue, page.AsOf, c.lang), taskState(task, c.lang))
			}
			t.print(out)
			if page.NextCursor != "" {
				fmt.Fprintln(out, pick(c.lang, "还有更多：用 --limit", "there is more: use --limit"))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&mine, "mine", false, "only what you have")
	cmd.Flags().BoolVar(&queue, "queue", false, "only what nobody has yet")
	cmd.Flags().IntVar(&limit, "limit", 50, "rows, at most 200")
	return clientFlags(cmd)
}

// dueIn says how long it is until an instant by the server's clock.
func dueIn(due, now api.Instant, lang string) string {
	if due == 0 {
		return "-"
	}
	left := (time.Duration(due-now) * time.Millisecond).Round(time.Second)
	if left < 0 {
		return fmt.Sprintf(pick(lang, "已过 %s", "%s ago"), -left)
	}
	return fmt.Sprintf(pick(lang, "还有 %s", "in %s"), left)
}

// clockTime is an instant in the zone of the terminal.
func clockTime(at api.Instant) string {
	return time.UnixMilli(int64(at)).Local().Format("2006-01-02 15:04:05")
}
