package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
)

// newTaskVerbs returns the commands after which the task is still open.
func newTaskVerbs() []*cobra.Command {
	var note string
	hold := taskVerb("hold TASK REASON", "Put a task aside, for one of the reasons the flow names", 2,
		func(args []string) any { return map[string]string{"reason": args[1], "note": note} })
	hold.Flags().StringVar(&note, "note", "", "what to remember")
	return []*cobra.Command{
		taskVerb("claim TASK", "Take a task from its queue", 1, nil),
		taskVerb("unclaim TASK", "Put a task back into its queue", 1, nil),
		taskVerb("begin TASK", "Begin work on a task that somebody assigned to you", 1, nil),
		taskVerb("resume TASK", "End a hold", 1, nil),
		hold,
		taskVerb("assign TASK PERSON", "Give a task to a person", 2,
			func(args []string) any { return map[string]string{"to": args[1]} }),
	}
}

func taskVerb(use, short string, args int, body func([]string) any) *cobra.Command {
	return clientFlags(&cobra.Command{
		Use: use, Short: short, Long: short + ".\n\n" + taskHelp,
		Args: cobra.ExactArgs(args), RunE: moveTask(body),
	})
}

const taskHelp = "TASK is a task's id as the inbox shows it (260302-4K7Q-2MXD.k3), or case and step\n" +
	"(260302-4K7Q-2MXD/investigate) for the first open task of that step."

// moveTask sends the verb's action for the task of the first argument.
func moveTask(body func(args []string) any) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		c, err := clientOf(cmd)
		if err != nil {
			return err
		}
		t, err := c.task(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		var payload any
		if body != nil {
			payload = body(args)
		}
		action := strings.Fields(cmd.Use)[0]
		if action == "begin" {
			action = "start"
		}
		var after api.TaskView
		if err := c.post(cmd.Context(), "/tasks/"+t.ID+"/"+action, t.ETag, payload, &after); err != nil {
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s  %s  %s\n", after.ID, after.StepName, taskState(&after, c.lang))
		return nil
	}
}

// task finds a task by its id, or by case and step.
func (c *client) task(ctx context.Context, ref string) (*api.TaskDetail, error) {
	if id, step, ok := strings.Cut(ref, "/"); ok {
		var in struct {
			Tasks []api.TaskView `json:"tasks"`
		}
		if _, err := c.get(ctx, "/instances/"+url.PathEscape(id), &in); err != nil {
			return nil, err
		}
		ref = ""
		for _, t := range in.Tasks {
			if t.Step == step {
				ref = t.ID
				break
			}
		}
		if ref == "" {
			return nil, fmt.Errorf(pick(c.lang, "案件 %s 没有打开的步骤 %s", "case %s has no open task of step %s"), id, step)
		}
	}
	var t api.TaskDetail
	_, err := c.get(ctx, "/tasks/"+url.PathEscape(ref), &t)
	return &t, err
}

func taskState(t *api.TaskView, lang string) string {
	switch t.State {
	case "held":
		if t.Hold != nil {
			return fmt.Sprintf(pick(lang, "搁置：%s（%s）", "on hold: %s (%s)"), t.Hold.Name, t.Assignee)
		}
	case "started":
		return fmt.Sprintf(pick(lang, "%s 正在做", "%s is at it"), t.Assignee)
	case "assigned":
		return fmt.Sprintf(pick(lang, "派给 %s", "assigned to %s"), t.Assignee)
	}
	return pick(lang, "待领取", "queued")
}
