package definition

import (
	"fmt"
	"strings"
)

// dump writes a graph as text, for the golden files.
func dump(p *Process) string {
	var b strings.Builder
	fmt.Fprintf(&b, "process %s %s calendar=%q\n", p.ID, two(p.Name), p.Calendar)
	for _, l := range p.Lanes {
		fmt.Fprintf(&b, "lane %d %s %s %s%s%s%s\n", l.Index, l.ID, two(l.Name), l.Party, part(" team", l.Team), part(" team", l.TeamExpr.src()), part(" who", l.Who.src())+part(" calendar", l.Calendar))
	}
	for _, m := range p.Messages {
		fmt.Fprintf(&b, "message %s %s%s%s%s keep=%s\n", m.ID, two(m.Name), part(" from", laneID(m.From)), part(" form", formText(m.Form)), part(" key", m.Key.src()), timed(m.KeepFor))
	}
	for _, t := range p.Texts {
		fmt.Fprintf(&b, "text %s %v\n", t.ID, t.Names)
	}
	for _, h := range p.Holds {
		fmt.Fprintf(&b, "hold %s %s%s%s\n", h.ID, two(h.Name), part(" pauses", strings.Join(h.Pauses, ",")), part(" at-most", timed(h.AtMost)))
	}
	dumpPromises(&b, p)
	for _, s := range p.Starts {
		fmt.Fprintf(&b, "start %s%s many=%v\n", s.Element.ID, part(" message", messageID(s.Message)), s.Many)
	}
	for _, s := range p.Scopes {
		fmt.Fprintf(&b, "scope %d %q\n", s.Index, s.ID)
		for _, f := range s.Data {
			fmt.Fprintf(&b, "  data %s %s %s%s\n", f.Name, f.Type, two(f.Label), part(" default", string(f.Default)))
		}
		for _, e := range s.Elements {
			dumpElement(&b, p, e)
		}
	}
	for _, e := range p.Examples {
		fmt.Fprintf(&b, "example %s at=%q\n", two(e.Name), e.At)
		for _, m := range e.Play {
			fmt.Fprintf(&b, "  %s%s%s%s%s", m.Verb, part(" ", m.Target), part(" after", m.Duration.Source), part(" at", m.At), part(" by", m.By))
			for _, d := range m.Values {
				fmt.Fprintf(&b, " %s=%s", d.Name, d.Value)
			}
			if m.Expect != nil {
				fmt.Fprintf(&b, " given=%v open=%q data=%s", m.Expect.Given, m.Expect.Open, m.Expect.Data)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func dumpElement(b *strings.Builder, p *Process, e *Element) {
	fmt.Fprintf(b, "  %s %s @%d:%d%s%s%s%s", e.ID, e.Kind, e.Pos.Line, e.Pos.Column, part(" lane", laneID(e.Lane)), part(" form", formText(e.Form)), part(" same", e.Same), part(" not", strings.Join(e.Not, ",")))
	fmt.Fprintf(b, "%s%s%s%s%s", part(" value", e.Value), part(" stage", e.Stage), part(" status", two(e.Status)), part(" channel", e.Channel), part(" about", two(e.About)))
	fmt.Fprintf(b, "%s%s", part(" message", messageID(e.Receive)), part(" key", e.Key.src()))
	if e.Wait != nil {
		fmt.Fprintf(b, "%s%s", part(" for", e.Wait.For.Source), part(" until", e.Wait.Until.src()))
	}
	if e.Kind == KindEnd {
		fmt.Fprintf(b, " end=%d", e.End)
	}
	b.WriteString("\n")
	for _, a := range e.Set {
		fmt.Fprintf(b, "    set %s\n", assignment(a))
	}
	if s := e.Send; s != nil {
		fmt.Fprintf(b, "    send%s%s%s%s%s", part(" lane", laneID(s.To)), part(" process", s.Process), part(" text", textID(s.Text)), part(" message", s.Message), part(" key", s.Key.src()))
		for _, a := range s.With {
			fmt.Fprintf(b, " with %s", assignment(a))
		}
		b.WriteString("\n")
	}
	for _, t := range append(append([]*Trigger(nil), e.Events...), e.Rows...) {
		fmt.Fprintf(b, "    %s kind=%d%s%s%s%s keep=%v: %s\n", t.ID, t.Kind, part(" after", t.After.Source), part(" at", t.At.src()), part(" message", messageID(t.Message))+pointText(t), part(" key", t.Key.src()), t.Keep, t.Out.ID)
	}
	for _, f := range e.Out {
		fmt.Fprintf(b, "    %s%s\n", f.ID, part(" if", f.When.src()))
	}
	for i, mask := range e.Reach {
		if mask != 0 {
			fmt.Fprintf(b, "    reach %s %b\n", p.Elements[i].ID, mask)
		}
	}
}

func (e *Expr) src() string {
	if e == nil {
		return ""
	}
	return e.Source
}

func part(name, value string) string {
	if value == "" {
		return ""
	}
	return name + "=" + value
}

func two(t Text) string {
	if t == (Text{}) {
		return ""
	}
	return fmt.Sprintf("(%s|%s)", t.ZH, t.EN)
}

func laneID(l *Lane) string {
	if l == nil {
		return ""
	}
	return l.ID
}

func messageID(m *Message) string {
	if m == nil {
		return ""
	}
	return m.ID
}

func textID(t *Template) string {
	if t == nil {
		return ""
	}
	return t.ID
}

func assignment(a Assignment) string {
	if a.Expr != nil {
		return a.Name + "==" + a.Expr.Source
	}
	return a.Name + "=" + string(a.Literal)
}

func formText(f *Form) string {
	if f == nil {
		return ""
	}
	var items []string
	for _, it := range f.Items {
		switch {
		case it.Field == nil:
			items = append(items, "#"+two(it.Heading))
		case it.Show:
			items = append(items, "show "+it.Field.Name)
		case it.Optional:
			items = append(items, it.Field.Name+"?")
		default:
			items = append(items, it.Field.Name)
		}
	}
	for _, c := range f.Checks {
		items = append(items, "check "+c.If.src())
	}
	return "[" + strings.Join(items, " ") + "]"
}
