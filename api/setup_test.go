package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/memory"
	"github.com/laneway-flow/laneway/engine/timers/local"
	"github.com/laneway-flow/laneway/processes"
)

// movable is the machine's clock moved forward by what a test asks for.
type movable struct {
	runner.System
	ahead atomic.Int64
}

func (m *movable) Now() time.Time { return time.Now().Add(time.Duration(m.ahead.Load())) }

func (m *movable) move(d time.Duration) { m.ahead.Add(int64(d)) }

// office is a whole server over the real runner and the memory store, with the
// shipped flow and people, and tokens to sign in as.
type office struct {
	testing.TB
	server *server
	clock  *movable
	tokens map[string]string // person or service -> token
}

// errand is a process of one team that no front desk has to do with.
const errand = `process: errand
name: {zh: 跑腿, en: Errand}
calendar: 24x7
lanes:
  site: {team: on-site, name: {zh: 现场组, en: On site}}
data:
  what: {type: text, name: {zh: 什么事, en: What}}
  many: {type: integer, optional: true, name: {zh: 数量, en: How many}}
start: go
steps:
  go: {lane: site, name: {zh: 跑, en: Go}, form: [what, many], next: end}
`

// keyed is a process that a message starts, one case at a time for a key.
const keyed = `process: keyed
name: {zh: 单号, en: Keyed}
calendar: 24x7
lanes:
  shop: {party: customer, name: {zh: 店, en: Shop}}
  desk: {team: front-desk, name: {zh: 前台, en: Desk}}
data:
  order_no: {type: text, name: {zh: 单号, en: Order}}
messages:
  ordered: {from: shop, form: [order_no], key: =order_no}
start: [{message: ordered, go: look}]
steps:
  look: {lane: desk, next: end}
`

func newOffice(t testing.TB) *office {
	t.Helper()
	h := &office{TB: t, clock: &movable{}, tokens: map[string]string{}}
	run := runner.New(runner.Config{Store: memory.New(), Timers: local.New(), Clock: h.clock})
	ctx := context.Background()
	if err := run.Start(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := run.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	h.seed(run)
	var err error
	h.server, err = newServer(Config{Runner: run, Clock: h.clock, TokenRate: -1, LinkRate: -1, SignInRate: -1})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *office) seed(run *runner.Runner) {
	h.Helper()
	ctx := context.Background()
	people, problems := org.ParseYAML("organisation.yaml", processes.Organisation().Source)
	if org.Refused(problems) {
		h.Fatal(problems)
	}
	body, err := json.Marshal(people.Document)
	if err != nil {
		h.Fatal(err)
	}
	if _, err := run.Put(ctx, store.Document{Kind: runner.KindOrganisation, ID: runner.OrganisationID, Body: body}, store.Request{}); err != nil {
		h.Fatal(err)
	}
	for _, f := range processes.Calendars() {
		d, wrong := runner.CalendarDocument(f.Source)
		if len(wrong) > 0 {
			h.Fatal(wrong)
		}
		if _, err := run.Put(ctx, d, store.Request{}); err != nil {
			h.Fatal(err)
		}
	}
	for _, src := range []string{string(processes.Flows()[0].Source), errand, keyed} {
		p, _, found, err := run.Deploy(ctx, "test.yaml", []byte(src), "test")
		if err != nil || p == nil {
			h.Fatal(err, found)
		}
	}
	admin, err := Bootstrap(ctx, run, h.clock.Now())
	if err != nil || admin == "" {
		h.Fatal("bootstrap:", err)
	}
	h.tokens["admin"] = admin
	for _, p := range people.People {
		h.token(run, p.ID, TokenSpec{Person: p.ID})
	}
	for _, role := range []string{"analyst", "auditor", "worker"} {
		h.token(run, role, TokenSpec{Service: "a-" + role, Roles: []string{role}})
	}
}

func (h *office) token(run *runner.Runner, name string, spec TokenSpec) {
	h.Helper()
	text, err := CreateToken(context.Background(), run, spec, h.clock.Now())
	if err != nil {
		h.Fatal(err)
	}
	h.tokens[name] = text
}

// asked is one request of a test.
type asked struct {
	as, method, path, body string
	header                 map[string]string
}

// answered is its answer.
type answered struct {
	status int
	header http.Header
	body   string
}

func (h *office) do(q asked) answered {
	h.Helper()
	path := q.path
	if !strings.HasPrefix(path, "/livez") && !strings.HasPrefix(path, "/readyz") {
		path = prefix + path
	}
	var body io.Reader
	if q.body != "" {
		body = bytes.NewReader([]byte(q.body))
	}
	r := httptest.NewRequestWithContext(h.Context(), q.method, path, body)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", "en")
	if q.as != "" {
		token, ok := h.tokens[q.as]
		if !ok {
			h.Fatalf("no token of %s", q.as)
		}
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for name, value := range q.header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.server.router.ServeHTTP(w, r)
	return answered{w.Code, w.Header(), w.Body.String()}
}

// must asks for a status and decodes the body.
func (h *office) must(status int, q asked, out any) answered {
	h.Helper()
	a := h.do(q)
	if a.status != status {
		h.Fatalf("%s %s as %s: status %d, want %d\n%s", q.method, q.path, q.as, a.status, status, a.body)
	}
	if out != nil {
		if err := json.Unmarshal([]byte(a.body), out); err != nil {
			h.Fatalf("%s %s: %v\n%s", q.method, q.path, err, a.body)
		}
	}
	return a
}

// complaint starts a case of the shipped flow and returns it.
func (h *office) complaint() CaseView {
	h.Helper()
	var c CaseView
	h.must(201, asked{
		as: "li-na", method: "POST", path: "/processes/complaint/instances",
		body: `{"data":{"subject":"宽带断网","phone":"13800000001"},"customers":[{"lane":"customer","id":"c-1001"}],"channel":"phone"}`,
	}, &c)
	if len(c.Tasks) != 1 || c.Tasks[0].Step != "acknowledge" {
		h.Fatalf("started: %+v", c)
	}
	return c
}

func ifMatches(etag string) map[string]string { return map[string]string{"If-Match": etag} }
