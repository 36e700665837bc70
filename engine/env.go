package engine

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/laneway-flow/laneway/engine/definition"
)

// env shows a case to expressions, as seen from one scope: its own data
// first, then that of the scopes around it. It implements definition.Env.
type env struct {
	x     *step
	scope int64
	over  []definition.Datum // values of the form just filled in, seen first
}

// Data returns the value of a field, or its default, or nil.
func (v env) Data(name string) []byte {
	if val := value(v.over, name); val != nil {
		return val
	}
	f := v.x.process.Field(name)
	if f == nil {
		return nil
	}
	if s := v.x.in.scope(v.x.home(f, v.scope)); s != nil { // none before the case starts
		if val := s.Value(name); val != nil {
			return val
		}
	}
	return f.Default
}

// Now is the instant of the step.
func (v env) Now() int64 { return int64(v.x.at) }

// Starter is the id of who started the case.
func (v env) Starter() string { return v.x.in.Starter }

// Last returns a field of the last finished visit of a step, or nil.
func (v env) Last(step, field string) []byte {
	s := v.x.in.Step(step)
	if s == nil || s.At == 0 {
		return nil
	}
	switch field {
	case "by":
		return quote(s.By)
	case "at":
		return quote(s.At.String())
	case "outcome":
		return quote(s.Outcome)
	default:
		return value(s.Values, field)
	}
}

// home is the number of the scope in which a field lives, seen from a scope
// inside it.
func (x *step) home(f *definition.Field, from int64) int64 {
	for from != 0 {
		s := x.in.scope(from)
		if f.Scope != nil && f.Scope.ID == s.Element {
			return from
		}
		from = s.Parent
	}
	return 0
}

// written sorts values into the scopes they live in, seen from one scope.
func (x *step) written(scope int64, values []definition.Datum) []Written {
	var out []Written
	for _, d := range values {
		home := int64(0)
		if f := x.process.Field(d.Name); f != nil {
			home = x.home(f, scope)
		}
		i := 0
		for i < len(out) && out[i].Scope != home {
			i++
		}
		if i == len(out) {
			out = append(out, Written{Scope: home})
		}
		out[i].Values = append(out[i].Values, d)
	}
	return out
}

// text evaluates an expression whose value is a name or key. Strings come
// without quotes, everything else as canonical JSON.
func (v env) text(e *definition.Expr) (string, error) {
	val, err := e.Eval(v)
	if err != nil || string(val) == "null" {
		return "", err
	}
	return plain(val), nil
}

// known reports whether every name an expression speaks of has a value.
func (v env) known(e *definition.Expr) bool {
	for _, name := range e.Names() {
		if v.Data(name) == nil {
			return false
		}
	}
	return true
}

// plain is a canonical JSON value as text: strings without their quotes.
func plain(val []byte) string {
	if len(val) > 0 && val[0] == '"' {
		var s string
		if json.Unmarshal(val, &s) == nil {
			return s
		}
	}
	return string(val)
}

// instant evaluates an expression whose value is an instant.
func (v env) instant(e *definition.Expr) (Millis, error) {
	val, err := e.Eval(v)
	if err != nil {
		return 0, err
	}
	at, err := time.Parse(time.RFC3339Nano, plain(val))
	if err != nil {
		return 0, &Rejection{Code: "expression", Reason: "expected an instant, got " + strings.TrimSpace(string(val))}
	}
	return Millis(at.UnixMilli()), nil
}

// String is the instant as RFC 3339 in UTC with milliseconds.
func (m Millis) String() string { return m.Time().Format("2006-01-02T15:04:05.000Z") }

// Time is the instant as a time in UTC.
func (m Millis) Time() time.Time { return time.UnixMilli(int64(m)).UTC() }

func quote(s string) []byte {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r >= 0x7f }) {
		b, err := json.Marshal(s)
		if err == nil {
			return b
		}
	}
	return strconv.AppendQuote(nil, s)
}
