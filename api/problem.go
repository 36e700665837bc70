package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

// Problem is every error answer: RFC 9457 with a stable code. Clients switch
// on code; the texts follow Accept-Language.
type Problem struct {
	Type      string         `json:"type" format:"uri-reference" doc:"Where the code is described."`
	Title     string         `json:"title" doc:"What the code means, in the reader's language."`
	Status    int            `json:"status"`
	Detail    string         `json:"detail,omitempty" doc:"What happened this time and what to do."`
	Instance  string         `json:"instance,omitempty" format:"uri-reference" doc:"The path that was asked for."`
	Code      string         `json:"code" doc:"Stable; switch on this."`
	Errors    []FieldProblem `json:"errors,omitempty"`
	Current   any            `json:"current,omitempty" doc:"On 409 and 412: what the resource looks like now."`
	RequestID string         `json:"requestId,omitempty"`
}

// FieldProblem is one refused place of a request.
type FieldProblem struct {
	Location string            `json:"location" doc:"Where: body.values.phone, query.limit, header.If-Match."`
	Code     string            `json:"code"`
	Params   map[string]string `json:"params,omitempty" doc:"Limits and allowed values."`
	Message  string            `json:"message"`
}

// Error returns code and detail.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus gives Huma the status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType gives Huma the media type.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// fault is a refusal by this package, to become a Problem in the caller's language.
type fault struct {
	code    string
	reason  string // English, like a Rejection's; empty: the table's text
	params  map[string]string
	fields  []FieldProblem       // without messages
	form    []definition.Problem // refused values of a form
	current any
	header  http.Header
}

func (f *fault) Error() string { return f.code + ": " + f.reason }

func errCode(code string) *fault { return &fault{code: code} }

func errParams(code string, params ...string) *fault {
	f := &fault{code: code, params: make(map[string]string, len(params)/2)}
	for i := 0; i+1 < len(params); i += 2 {
		f.params[params[i]] = params[i+1]
	}
	return f
}

// errField refuses one place of the request.
func errField(location, code string, params ...string) *fault {
	p := errParams(code, params...).params
	return &fault{code: "request.invalid", fields: []FieldProblem{{Location: location, Code: code, Params: p}}}
}

// asFault finds the code that stands for an error. What it does not know is
// internal: its text stays in the log.
func asFault(err error) *fault {
	var (
		own      *fault
		rejected *engine.Rejection
		broken   *jsonFault
		twice    *store.Duplicate
		defect   *runner.Defect
		bad      *runner.BadDocument
	)
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &rejected):
		return rejectionFault(rejected)
	case errors.As(err, &broken):
		return &fault{code: broken.code, params: broken.params}
	case errors.As(err, &twice):
		return errCode("idempotency.key_reused")
	case errors.As(err, &bad):
		return &fault{code: "request.invalid", reason: bad.Reason}
	case errors.As(err, &defect):
		return errCode("internal")
	case errors.Is(err, store.ErrNotFound):
		return errCode("not_found")
	case errors.Is(err, store.ErrErased):
		return errCode("customer.erased")
	case errors.Is(err, store.ErrConflict):
		return errCode("busy")
	case errors.Is(err, store.ErrUnknown):
		return errCode("outcome_unknown")
	case errors.Is(err, store.ErrUnavailable), errors.Is(err, runner.ErrClosed),
		errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return errCode("unavailable")
	}
	return errCode("internal")
}

func rejectionFault(r *engine.Rejection) *fault {
	return &fault{code: r.Code, reason: r.Reason, form: r.Fields}
}

// problem renders an error for the caller.
func problem(c *call, err error) *Problem {
	f := asFault(err)
	m, known := meanings[f.code]
	if !known {
		m = meanings["internal"]
	}
	p := &Problem{
		Type: prefix + "/problems/" + f.code, Title: m.title.In(c.lang), Status: m.status, Code: f.code,
		Detail: fill(m.hint.In(c.lang), f.params), Instance: c.path, RequestID: c.id, Current: f.current,
	}
	if f.reason != "" && c.lang == english {
		p.Detail = f.reason
	}
	p.Errors = slices.Clone(f.fields)
	for i := range p.Errors {
		p.Errors[i].Message = fieldMessage(&p.Errors[i], c.lang)
	}
	for _, bad := range f.form {
		p.Errors = append(p.Errors, FieldProblem{Location: formPlace(c, bad.Field), Code: bad.Code, Params: bad.Params, Message: bad.Message(c.lang)})
	}
	return p
}

// formPlace is where the values of a form stand in the request.
func formPlace(c *call, field string) string {
	place := "body.values"
	if strings.HasSuffix(c.route, "/instances") {
		place = "body.data"
	}
	if field == "" { // a check on the whole form
		return place
	}
	return place + "." + field
}

// fill puts parameters into `{name}` places of a text.
func fill(text string, params map[string]string) string {
	for name, value := range params {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// problemWithHeaders is a Problem whose answer needs headers (Retry-After).
type problemWithHeaders struct {
	*Problem
	header http.Header
}

func (p *problemWithHeaders) Unwrap() error           { return p.Problem }
func (p *problemWithHeaders) GetHeaders() http.Header { return p.header }

// answerError is what a handler's error becomes on its way to Huma. Internal
// ones are logged here, once, with the request id that the caller is given.
func (s *server) answerError(ctx context.Context, err error) error {
	c := callOf(ctx)
	p := problem(c, err)
	if p.Status >= http.StatusInternalServerError {
		s.Logger.ErrorContext(ctx, "request failed", "request", c.id, "route", c.route, "code", p.Code, "error", err)
	}
	if f := asFault(err); f.header != nil {
		return &problemWithHeaders{p, f.header}
	}
	return p
}

// humaProblem renders what Huma itself refuses: unreadable bodies, wrong types.
func humaProblem(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
	if ctx == nil { // asked for once, to learn the shape
		return &Problem{Status: status}
	}
	f := &fault{code: codeOfStatus(status)}
	for _, err := range errs {
		if own, ok := errors.AsType[*jsonFault](err); ok {
			f = &fault{code: own.code, params: own.params}
			break
		}
		if d, ok := err.(huma.ErrorDetailer); ok && status == http.StatusUnprocessableEntity {
			f.fields = append(f.fields, fieldOf(d.ErrorDetail()))
		}
	}
	return problem(callOf(ctx.Context()), f)
}
