package scenario

import (
	"slices"
	"strconv"
	"strings"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// task plays a line about one open task.
func (r *play) task(m *definition.Move) *refusal {
	in := r.stage.instances[r.main]
	t, none := r.find(&in, m)
	if none != nil {
		return none
	}
	by, none := r.doer(t, m.By)
	if none != nil {
		return none
	}
	switch m.Verb {
	case "do":
		return r.complete(&in, t, m, by)
	case "claim":
		return r.command(m, engine.ClaimTask{Origin: by, Task: t.Number})
	case "unclaim":
		return r.command(m, engine.UnclaimTask{Origin: by, Task: t.Number})
	case "hold":
		return r.command(m, engine.HoldTask{Origin: by, Task: t.Number, Reason: m.Reason})
	case "resume":
		return r.command(m, engine.ResumeTask{Origin: by, Task: t.Number})
	}
	return r.command(m, engine.AssignTask{Origin: r.staff(m.By), Task: t.Number, To: m.To})
}

// complete does a step in one line; a queued one is claimed first.
func (r *play) complete(in *engine.Instance, t *engine.Task, m *definition.Move, by engine.Origin) *refusal {
	if t.Assignee == "" && t.Team != "" {
		if no := r.command(m, engine.ClaimTask{Origin: by, Task: t.Number}); no != nil {
			return no
		}
	}
	p := r.stage.world.Process(in.Process, in.Edition)
	values := prefilled(p.Element(t.Element).Form, m.Values, func(f *definition.Field) []byte { return shown(in, f) })
	return r.command(m, engine.CompleteTask{Origin: by, Task: t.Number, Values: values})
}

// find is the one open task a line is about.
func (r *play) find(in *engine.Instance, m *definition.Move) (*engine.Task, *refusal) {
	var found []*engine.Task
	for i := range in.Tasks {
		t := &in.Tasks[i]
		if t.Element == m.Target && (m.Of == "" || m.Of == strconv.Itoa(int(t.Visit))) {
			found = append(found, t)
		}
	}
	switch len(found) {
	case 0:
		none := refuse("%s：步骤 %s 现在没有任务；正在进行的是 %s", "%s: step %s has no open task; open are %s", m.Verb, m.Target, list(r.stage.open(in.ID)))
		none.code = engine.RejectTaskNotOpen
		return nil, none
	case 1:
		return found[0], nil
	}
	return nil, refuse("%s：步骤 %s 同时有 %d 个任务，请用 of 写明第几次", "%s: step %s is open %d times, say by `of` which visit is meant", m.Verb, m.Target, len(found))
}

// prefilled are a form's values as a person sends them: what the line names,
// and for the rest what the form shows.
func prefilled(form *definition.Form, given []definition.Datum, shows func(*definition.Field) []byte) []definition.Datum {
	values := slices.Clone(given)
	if form == nil {
		return values
	}
	for _, item := range form.Items {
		if item.Field == nil || item.Show || named(given, item.Field.Name) {
			continue
		}
		if value := shows(item.Field); value != nil {
			values = append(values, definition.Datum{Name: item.Field.Name, Value: value})
		}
	}
	slices.SortFunc(values, func(a, b definition.Datum) int { return strings.Compare(a.Name, b.Name) })
	return values
}

func named(values []definition.Datum, name string) bool {
	return slices.ContainsFunc(values, func(d definition.Datum) bool { return d.Name == name })
}

// shown is the value a case has for a field, or its default, or nil.
func shown(in *engine.Instance, f *definition.Field) []byte {
	for i := len(in.Scopes) - 1; i >= 0; i-- {
		if value := in.Scopes[i].Value(f.Name); value != nil {
			return value
		}
	}
	return f.Default
}
