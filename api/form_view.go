package api

import (
	"encoding/json"
	"strings"

	"github.com/laneway-flow/laneway/engine/definition"
)

// Option is one value to choose from.
type Option struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// FormView is a form to be filled in: the items in the order of the screen,
// and the JSON Schema that values are checked by.
type FormView struct {
	Items  []FormItemView  `json:"items"`
	Schema json.RawMessage `json:"schema" doc:"JSON Schema 2020-12 of the values."`
}

// FormItemView is a heading, a field to fill in, or a field to look at.
type FormItemView struct {
	Heading  string          `json:"heading,omitempty"`
	Name     string          `json:"name,omitempty"`
	Type     string          `json:"type,omitempty"`
	Label    string          `json:"label,omitempty"`
	Help     string          `json:"help,omitempty"`
	Required bool            `json:"required,omitempty"`
	ReadOnly bool            `json:"readOnly,omitempty"`
	Personal bool            `json:"personal,omitempty" doc:"Kept sealed; left out for roles that may not see it."`
	Many     bool            `json:"many,omitempty"`
	Min      *float64        `json:"min,omitempty"`
	Max      *float64        `json:"max,omitempty"`
	Choices  []Option        `json:"choices,omitempty"`
	Columns  []FormItemView  `json:"columns,omitempty"`
	Value    json.RawMessage `json:"value,omitempty" doc:"What the case knows now."`
}

func formView(f *definition.Form, values Values, lang string) *FormView {
	v := &FormView{Items: make([]FormItemView, 0, len(f.Items)), Schema: f.JSONSchema(lang)}
	for _, item := range f.Items {
		if item.Field == nil {
			v.Items = append(v.Items, FormItemView{Heading: item.Heading.In(lang)})
			continue
		}
		field := fieldView(item.Field, lang)
		field.ReadOnly = item.Show
		field.Required = !item.Show && !item.Optional && !item.Field.Optional && item.Field.Default == nil
		if field.Value = values[item.Field.Name]; field.Value == nil {
			field.Value = item.Field.Default
		}
		v.Items = append(v.Items, field)
	}
	return v
}

func fieldView(f *definition.Field, lang string) FormItemView {
	v := FormItemView{
		Name: f.Name, Type: typeName(f.Type), Label: named(f.Label, f.Name, lang), Help: f.Help.In(lang),
		Personal: f.Personal, Many: f.Many, Min: f.Min, Max: f.Max,
	}
	for _, choice := range f.Choices {
		v.Choices = append(v.Choices, Option{choice.Value, named(choice.Label, choice.Value, lang)})
	}
	for _, column := range f.Columns {
		cv := fieldView(column, lang)
		cv.Required = !column.Optional
		v.Columns = append(v.Columns, cv)
	}
	return v
}

// typeName is a field type as an enum of the wire: lower_snake.
func typeName(t definition.FieldType) string {
	if t == definition.TypeChoice {
		return "choice"
	}
	return strings.ReplaceAll(string(t), "-", "_")
}
