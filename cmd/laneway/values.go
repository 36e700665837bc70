package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/laneway-flow/laneway/api"
)

// written are the form fields whose values are texts on the wire; every other
// type is read as JSON.
var written = []string{
	"text", "long_text", "date", "instant", "duration", "phone", "mail", "address", "person", "team", "customer", "choice", "money",
}

// parseValues reads field=value arguments as the form's types want them. What
// is not given keeps the value the form shows, as when a person fills it in.
func parseValues(lang string, args []string, form *api.FormView) (api.Values, error) {
	values := api.Values{}
	var items []api.FormItemView
	if form != nil {
		items = form.Items
	}
	for _, item := range items {
		if item.Name != "" && !item.ReadOnly && len(item.Value) > 0 && string(item.Value) != "null" {
			values[item.Name] = item.Value
		}
	}
	for _, arg := range args {
		name, text, ok := strings.Cut(arg, "=")
		if !ok {
			return nil, fmt.Errorf(pick(lang, "%q 应写成 字段=值", "%q: write field=value"), arg)
		}
		at := slices.IndexFunc(items, func(i api.FormItemView) bool { return i.Name == name && !i.ReadOnly })
		if form != nil && at < 0 {
			return nil, fmt.Errorf(pick(lang, "表单里没有字段 %s;有：%s", "the form has no field %s; it has %s"), name, fieldNames(items))
		}
		value, err := valueOf(text, items, at)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		values[name] = value
	}
	return values, nil
}

func valueOf(text string, items []api.FormItemView, at int) (json.RawMessage, error) {
	if at < 0 || slices.Contains(written, items[at].Type) && !items[at].Many {
		return json.Marshal(text)
	}
	if !json.Valid([]byte(text)) {
		return nil, errors.New("expected " + items[at].Type + " as JSON, got " + text)
	}
	return json.RawMessage(text), nil
}

func fieldNames(items []api.FormItemView) string {
	var names []string
	for _, item := range items {
		if item.Name != "" && !item.ReadOnly {
			names = append(names, item.Name)
		}
	}
	return strings.Join(names, ", ")
}
