package api

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/store"
)

// Values are named values of a form or case, each in the JSON of its type.
type Values map[string]json.RawMessage

// data turns values into the core's form, sorted by name. The core checks
// them; the runner seals personal ones on the way.
func (v Values) data() []definition.Datum {
	out := make([]definition.Datum, 0, len(v))
	for _, name := range slices.Sorted(maps.Keys(v)) {
		out = append(out, definition.Datum{Name: name, Value: v[name]})
	}
	return out
}

// open returns data as the caller may see them. Personal values are left out
// for roles that may not see them, and for everybody once they were erased.
func (s *server) open(ctx context.Context, p *definition.Process, data []definition.Datum) (Values, error) {
	c := callOf(ctx)
	out := make(Values, len(data))
	for _, d := range data {
		f := p.Field(d.Name)
		if f == nil || !f.Personal {
			out[d.Name] = d.Value
			continue
		}
		if !c.roles.any(personal) {
			continue
		}
		value, err := s.Runner.Unseal(ctx, d)
		if errors.Is(err, store.ErrErased) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out[d.Name] = value
	}
	return out, nil
}

// dataOf returns all data of a case: what a field says by default, then the
// scopes, inner ones written over outer ones.
func (s *server) dataOf(ctx context.Context, in *engine.Instance) (Values, error) {
	p := s.world().Process(in.Process, in.Edition)
	if p == nil {
		return Values{}, nil
	}
	out := Values{}
	for _, f := range p.Data {
		if f.Default != nil {
			out[f.Name] = f.Default
		}
	}
	for i := range in.Scopes {
		values, err := s.open(ctx, p, in.Scopes[i].Data)
		if err != nil {
			return nil, err
		}
		maps.Copy(out, values)
	}
	return out, nil
}

// inSight returns the data a token sees: its scope's and those around it.
func inSight(in *engine.Instance, token int64) []definition.Datum {
	at := slices.IndexFunc(in.Tokens, func(t engine.Token) bool { return t.Number == token })
	if at < 0 {
		return nil
	}
	seen := map[string]bool{}
	var out []definition.Datum
	for number := in.Tokens[at].Scope; ; {
		scope := slices.IndexFunc(in.Scopes, func(sc engine.Scope) bool { return sc.Number == number })
		if scope < 0 {
			return out
		}
		for _, d := range in.Scopes[scope].Data {
			if !seen[d.Name] {
				seen[d.Name] = true
				out = append(out, d)
			}
		}
		if number == 0 {
			return out
		}
		number = in.Scopes[scope].Parent
	}
}
