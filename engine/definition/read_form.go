package definition

import (
	"errors"

	"gopkg.in/yaml.v3"
)

// form reads a list of data names, headings and shown fields.
func (r *reader) form(n *yaml.Node) []formItemDecl {
	var items []formItemDecl
	for _, item := range r.items(n) {
		if item.Kind == yaml.ScalarNode {
			items = append(items, formItemDecl{field: word{item.Value, r.pos(item)}})
			continue
		}
		var d formItemDecl
		kinds := 0
		r.fields(item, atFormItem, func(key word, v *yaml.Node) {
			switch key.text {
			case "field":
				d.field, _ = r.scalar(v)
				kinds++
			case "show":
				d.field, _ = r.scalar(v)
				d.show = true
				kinds++
			case "heading":
				d.heading = r.text(v)
				kinds++
			case "optional":
				d.optional = r.flag(v)
			default:
				panic(unread(key))
			}
		})
		if kinds != 1 && item.Kind == yaml.MappingNode {
			r.add(r.pos(item), "form-item")
			continue
		}
		items = append(items, d)
	}
	return items
}

func (r *reader) checks(n *yaml.Node) []checkDecl {
	var list []checkDecl
	for _, item := range r.items(n) {
		var c checkDecl
		r.fields(item, atCheck, func(key word, v *yaml.Node) {
			if key.text == "if" {
				c.when = r.condition(v)
			} else {
				c.say = r.text(v)
			}
		})
		list = append(list, c)
	}
	return list
}

func (r *reader) templates(n *yaml.Node) []*Template {
	var list []*Template
	for _, e := range r.named(n) {
		t := &Template{ID: e.key.text, Pos: e.key.pos}
		r.fields(e.node, atTemplate, func(key word, v *yaml.Node) {
			switch key.text {
			case "subject":
				t.Subject = r.text(v)
			case "short":
				t.Short = r.text(v)
			case "zh":
				t.Body.ZH = r.body(v)
			case "en":
				t.Body.EN = r.body(v)
			default:
				panic(unread(key))
			}
		})
		if t.Body == (Text{}) && e.node.Kind == yaml.MappingNode {
			r.add(t.Pos, "text-without-body", t.ID)
		}
		list = append(list, t)
	}
	return list
}

func (r *reader) body(n *yaml.Node) string {
	r.cutText(n)
	w, _ := r.scalar(n)
	return w.text
}

// duration returns the text of a duration that can be read; which calendar it
// counts is decided when the whole file is known.
func (r *reader) duration(n *yaml.Node) word {
	w, ok := r.scalar(n)
	if !ok {
		return word{}
	}
	if _, err := ParseDuration(w.text); err != nil {
		r.durationError(w.pos, err)
		return word{}
	}
	return w
}

func (r *reader) durationError(pos Position, err error) {
	var e *DurationError
	if !errors.As(err, &e) {
		panic("definition: a duration failed without a DurationError: " + err.Error())
	}
	r.found = append(r.found, Diagnostic{Pos: pos, Code: e.Code, Message: e.Message, Remedy: e.Remedy})
}
