package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
)

func newComplete() *cobra.Command {
	var from api.Provenance
	cmd := &cobra.Command{
		Use:   "complete TASK [FIELD=VALUE...]",
		Short: "Complete a task with the values of its form",
		Long: "Completes a task. What is not given keeps the value the form shows. A customer's step is\n" +
			"completed on the customer's behalf.\n\n" + taskHelp,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			t, err := c.task(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			values, err := parseValues(c.lang, args[1:], t.Form)
			if err != nil {
				return err
			}
			var after api.CaseView
			body := api.CompleteTask{Values: values, Provenance: from}
			if err := c.post(cmd.Context(), "/tasks/"+t.ID+"/complete", t.ETag, body, &after); err != nil {
				return err
			}
			printCase(cmd.OutOrStdout(), &after, c.lang)
			return nil
		},
	}
	provenanceFlags(cmd, &from)
	return clientFlags(cmd)
}

// provenanceFlags say how something came to us.
func provenanceFlags(cmd *cobra.Command, from *api.Provenance) {
	cmd.Flags().StringVar(&from.Channel, "channel", "", "how it came: phone, web, counter, mail ...")
	cmd.Flags().StringVar(&from.OnBehalf, "on-behalf", "", "customer or person it is done for")
}

// printCase prints a case and what is open in it.
func printCase(w io.Writer, in *api.CaseView, lang string) {
	fmt.Fprintf(w, "%s  %s  %s\n", in.ID, in.Name, stateWord(in.State, lang))
	t := table{}
	for i := range in.Tasks {
		task := &in.Tasks[i]
		t.add("  "+task.ID, task.Step, task.StepName, task.LaneName, taskState(task, lang))
	}
	t.print(w)
	if in.Priority != "" || in.Owner != "" {
		fmt.Fprintf(w, pick(lang, "  负责人 %s，优先级 %s\n", "  owner %s, priority %s\n"), firstOf(in.Owner, "-"), firstOf(in.Priority, "-"))
	}
	if in.NextDue != 0 {
		fmt.Fprintf(w, pick(lang, "  下一时限 %s\n", "  next due %s\n"), clockTime(in.NextDue))
	}
	if in.Incidents > 0 {
		fmt.Fprintf(w, pick(lang, "  %d 处故障待处理\n", "  %d open incidents\n"), in.Incidents)
	}
}

func stateWord(state, lang string) string {
	zh := map[string]string{"active": "进行中", "completed": "已办结", "cancelled": "已取消", "failed": "已失败"}[state]
	return pick(lang, zh, state)
}
