package definition

import (
	"fmt"
	"strings"
)

func dumpPromises(b *strings.Builder, p *Process) {
	for _, e := range p.Escalations {
		fmt.Fprintf(b, "escalation %s\n", e.ID)
		for _, l := range e.Levels {
			fmt.Fprintf(b, "  %d %s%s times=%d ack=%v%s%s%s%s%s%s%s\n", l.Index, placed(l.Point), part(" every", timed(l.Every)), l.Times, l.UntilAck,
				part(" raise", l.Raise), part(" assign", l.Assign), part(" add", l.Add), part(" message", l.Message), part(" to", l.To),
				part(" notify", strings.Join(l.Notify, ",")), part(" text", textID(l.Text)))
		}
	}
	for _, c := range p.Promises {
		fmt.Fprintf(b, "promise %s %s%s%s @%d:%d", c.ID, two(c.Name), part(" for", laneID(c.For)), part(" calendar", c.Calendar), c.Pos.Line, c.Pos.Column)
		if c.Step != nil {
			fmt.Fprintf(b, " step=%s supplier=%v", c.Step.ID, c.Supplier())
		}
		if c.Escalation != nil {
			fmt.Fprintf(b, " escalate=%s", c.Escalation.ID)
		}
		b.WriteString("\n")
		if c.Step == nil {
			fmt.Fprintf(b, "  from %s to %s%s\n", momentsText(c.From), momentsText(c.To), part(" reset", momentsText(c.Reset)))
		}
		for _, t := range c.Within {
			fmt.Fprintf(b, "  within%s %s none=%v\n", part(" if", t.If.src()), timed(t.Is), t.None)
		}
		fmt.Fprintf(b, "  by=%s every=%s restart=%v floor=%s", c.By.src(), timed(c.Every), c.Restart, timed(c.Floor))
		for _, l := range c.Pause {
			fmt.Fprintf(b, " pause=%s", l.ID)
		}
		if c.Again != nil {
			fmt.Fprintf(b, " again=%s full=%v", c.Again.Step, c.Again.Full)
		}
		if c.Extend != nil {
			fmt.Fprintf(b, " extend=%v times=%d", c.Extend.Reasons, c.Extend.Times)
		}
		b.WriteString("\n")
	}
}

// timed shows what a duration was read as.
func timed(d Duration) string {
	switch {
	case d.WorkingDays > 0:
		return fmt.Sprintf("%dwd/%s", d.WorkingDays, d.Calendar)
	case d.Millis > 0:
		return fmt.Sprintf("%dms/%s", d.Millis, d.Calendar)
	}
	return ""
}

func placed(p Point) string {
	switch {
	case p.Percent > 0:
		return fmt.Sprintf("%d%%", p.Percent)
	case p.Before:
		return "-" + timed(p.Offset)
	}
	return "+" + timed(p.Offset)
}

func pointText(t *Trigger) string {
	if t.Promise == nil {
		return ""
	}
	return " promise=" + t.Promise.ID + " point=" + placed(t.Point)
}

func momentsText(moments []Moment) string {
	names := []string{"", "done", "opened", "started", "start", "instant"}
	var list []string
	for _, m := range moments {
		list = append(list, names[m.Kind]+part(" ", m.Step)+part(" ", m.At.src()))
	}
	return strings.Join(list, ",")
}
