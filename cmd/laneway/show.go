package main

import (
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
	"github.com/laneway-flow/laneway/engine"
)

func newShow() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "show CASE|TASK",
		Short: "Show a case with its data and timeline, or a task with its form",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			if _, _, isTask := engine.ParseTaskID(args[0]); isTask || strings.Contains(args[0], "/") {
				return c.showTask(cmd, args[0])
			}
			return c.showCase(cmd, args[0])
		},
	}
	return clientFlags(cmd)
}

func (c *client) showCase(cmd *cobra.Command, id string) error {
	path := "/instances/" + url.PathEscape(id)
	var in api.CaseDetail
	if _, err := c.get(cmd.Context(), path, &in); err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	printCase(out, &in.CaseView, c.lang)
	if err := c.printPromises(cmd, path, false); err != nil {
		return err
	}
	printData(out, &in, c.lang)
	return c.printTimeline(cmd, path)
}

func printData(w io.Writer, in *api.CaseDetail, lang string) {
	t := table{}
	for _, name := range slices.Sorted(maps.Keys(in.Data)) {
		t.add("  "+name, string(in.Data[name]))
	}
	if len(t.rows) > 0 {
		fmt.Fprintln(w, pick(lang, "数据", "data"))
		t.print(w)
	}
	for _, timer := range in.Timers {
		fmt.Fprintf(w, pick(lang, "定时 %s %s\n", "timer %s %s\n"), timer.Name, clockTime(timer.Due))
	}
	for _, m := range in.Messages {
		fmt.Fprintf(w, pick(lang, "可收消息 %s（%s）\n", "takes message %s (%s)\n"), m.Message, m.Name)
	}
	for _, i := range in.Incidents {
		fmt.Fprintf(w, pick(lang, "故障 %+v\n", "incident %+v\n"), i)
	}
}

func (c *client) showTask(cmd *cobra.Command, ref string) error {
	t, err := c.task(cmd.Context(), ref)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	fmt.Fprintf(out, "%s  %s  %s  %s\n", t.ID, t.StepName, t.LaneName, taskState(&t.TaskView, c.lang))
	if t.Form == nil {
		return nil
	}
	form := table{head: []string{
		pick(c.lang, "字段", "FIELD"), pick(c.lang, "名称", "NAME"), pick(c.lang, "类型", "TYPE"),
		pick(c.lang, "填写", "FILL IN"), pick(c.lang, "现值", "VALUE"),
	}}
	for _, item := range t.Form.Items {
		if item.Name == "" {
			continue
		}
		form.add(item.Name, item.Label, typeText(&item), fillIn(&item, c.lang), string(item.Value))
	}
	form.print(out)
	return nil
}

// typeText is a field's type, with what may be chosen.
func typeText(item *api.FormItemView) string {
	if len(item.Choices) == 0 {
		return item.Type
	}
	var values []string
	for _, choice := range item.Choices {
		values = append(values, choice.Value)
	}
	return strings.Join(values, "|")
}

func fillIn(item *api.FormItemView, lang string) string {
	switch {
	case item.ReadOnly:
		return pick(lang, "只看", "look")
	case item.Required:
		return pick(lang, "必填", "required")
	}
	return pick(lang, "选填", "optional")
}
