package api

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"
)

// refusal is one bad request: what is asked, and what must be answered.
type refusal struct {
	name string
	asked
	status   int
	code     string
	location string // of the first entry of errors
	field    string // its code
	en, zh   string // part of the answer in either language
}

// TestBadInput asks wrongly in every way and looks that nothing was changed.
func TestBadInput(t *testing.T) {
	h := newOffice(t)
	c := h.complaint()
	task := c.Tasks[0]
	var claimed TaskView
	h.must(200, asked{as: "li-na", method: "POST", path: "/tasks/" + task.ID + "/claim"}, &claimed)
	complete := "/tasks/" + task.ID + "/complete"
	now, good := ifMatches(claimed.ETag), `{"values":{"kind":"complaint","severity":"grave","tier":"gold"}}`
	start := "/processes/complaint/instances"
	h.tokens["unknown"] = altered(h.tokens["li-na"])
	h.tokens["broken"] = "lnw_nonsense"
	before := h.state(c.ID)

	for _, r := range []refusal{
		{"no body", asked{as: "li-na", method: "POST", path: complete, header: now}, 400, "body.unreadable", "", "", "cannot be read", "无法读取"},
		{"no JSON", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":`}, 400, "body.unreadable", "", "", "", ""},
		{"not UTF-8", asked{as: "li-na", method: "POST", path: complete, header: now, body: "{\"values\":{\"kind\":\"\xff\"}}"}, 400, "body.unreadable", "", "", "", ""},
		{"two values for one key", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":{"kind":"a","kind":"b"}}`}, 400, "body.duplicate_key", "", "", "given twice", "写了两次"},
		{"the same key by an escape", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":{},"v\u0061lues":{}}`}, 400, "body.duplicate_key", "", "", "values", "values"},
		{"33 levels deep", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":{"kind":` + strings.Repeat("[", 31) + strings.Repeat("]", 31) + `}}`}, 400, "body.too_deep", "", "", "32 levels", "32 层"},
		{"over 1 MiB", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":{"kind":"` + strings.Repeat("x", 1<<20) + `"}}`}, 413, "body.too_large", "", "", "1048576", "1048576"},
		{"XML", asked{as: "li-na", method: "POST", path: complete, header: map[string]string{"If-Match": claimed.ETag, "Content-Type": "text/xml"}, body: `<a/>`}, 415, "body.media_type", "", "", "application/json", "application/json"},
		{"unknown field", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":{},"colour":1}`}, 422, "request.invalid", "body.colour", "unknown", "is not known", "没有这一项"},
		{"field in another case", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"Values":{}}`}, 422, "request.invalid", "body.Values", "unknown", "", ""},
		{"wrong type", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":[]}`}, 422, "request.invalid", "body.values", "type", "must be of type object", "类型应为 object"},
		{"wrong type of a parameter", asked{as: "li-na", method: "GET", path: "/tasks?limit=many"}, 422, "request.invalid", "query.limit", "type", "integer", "integer"},
		{"limit over 200", asked{as: "li-na", method: "GET", path: "/tasks?limit=201"}, 422, "request.invalid", "query.limit", "max", "at most 200", "不能大于 200"},
		{"limit 0", asked{as: "li-na", method: "GET", path: "/tasks?limit=0"}, 422, "request.invalid", "query.limit", "min", "at least 1", "不能小于 1"},
		{"unknown parameter", asked{as: "li-na", method: "GET", path: "/tasks?offset=3"}, 422, "request.invalid", "query.offset", "unknown", "", ""},
		{"enum", asked{as: "li-na", method: "GET", path: "/instances?state=open"}, 422, "request.invalid", "query.state[0]", "choice", "must be one of", "应为其中之一"},
		{"missing property", asked{as: "li-na", method: "POST", path: "/tasks/" + task.ID + "/hold", header: now, body: `{}`}, 422, "request.invalid", "body.reason", "required", "is required", "请填写"},
		{"value of the wrong type", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":{"kind":7,"severity":"grave","tier":"gold"}}`}, 422, "form.invalid", "body.values.kind", "type", "", ""},
		{"value out of the choices", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":{"kind":"praise","severity":"grave","tier":"gold"}}`}, 422, "form.invalid", "body.values.kind", "choice", "must be one of: complaint, suggestion", "只能是"},
		{"value nobody asked for", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":{"kind":"complaint","severity":"grave","tier":"gold","finding":"x"}}`}, 422, "form.invalid", "body.values.finding", "unknown", "", ""},
		{"required value", asked{as: "li-na", method: "POST", path: start, body: `{"data":{"phone":"13800000001"}}`}, 422, "form.invalid", "body.data.subject", "required", "must be given", "必须填写"},
		{"number beyond every type", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":{"kind":1e999}}`}, 400, "body.unreadable", "", "", "", ""},
		{"personal value of the wrong type", asked{as: "li-na", method: "POST", path: start, body: `{"data":{"subject":"x","phone":"none"}}`}, 422, "form.invalid", "body.data.phone", "type", "", ""},
		{"a value that looks sealed", asked{as: "li-na", method: "POST", path: start, body: `{"data":{"subject":"x","phone":"sealed:v1:a:b:c"}}`}, 422, "form.invalid", "body.data.phone", "type", "", ""},
		{"without If-Match", asked{as: "li-na", method: "POST", path: complete, body: good}, 428, "precondition.required", "", "", "If-Match", "If-Match"},
		{"stale If-Match", asked{as: "li-na", method: "POST", path: complete, header: ifMatches(task.ETag), body: good}, 412, "precondition.stale", "", "", "current", "current"},
		{"weak If-Match", asked{as: "li-na", method: "POST", path: complete, header: ifMatches("W/" + claimed.ETag), body: good}, 412, "precondition.stale", "", "", "", ""},
		{"completing another's task", asked{as: "chen-jing", method: "POST", path: complete, header: now, body: good}, 403, "task.not_yours", "", "", `"assignee":"li-na"`, "不是您的任务"},
		{"claiming another's task", asked{as: "chen-jing", method: "POST", path: "/tasks/" + task.ID + "/claim"}, 409, "task.already_claimed", "", "", `"assignee":"li-na"`, "已被领取"},
		{"a task of another team", asked{as: "wu-min", method: "POST", path: "/tasks/" + task.ID + "/claim"}, 409, "task.already_claimed", "", "", "", ""},
		{"handing over another's task", asked{as: "chen-jing", method: "POST", path: "/tasks/" + task.ID + "/assign", header: now, body: `{"to":"sun-li"}`}, 403, "task.not_led", "", "", "", ""},
		{"to somebody of another team", asked{as: "li-na", method: "POST", path: "/tasks/" + task.ID + "/assign", header: now, body: `{"to":"wu-min"}`}, 403, "task.not_a_candidate", "", "", "", ""},
		{"to nobody", asked{as: "li-na", method: "POST", path: "/tasks/" + task.ID + "/assign", header: now, body: `{"to":"nobody"}`}, 403, "task.not_a_candidate", "", "", "", ""},
		{"unknown hold reason", asked{as: "li-na", method: "POST", path: "/tasks/" + task.ID + "/hold", header: now, body: `{"reason":"lunch"}`}, 422, "hold.unknown_reason", "", "", "", ""},
		{"resuming what is not held", asked{as: "li-na", method: "POST", path: "/tasks/" + task.ID + "/resume", header: now}, 409, "task.not_held", "", "", "", ""},
		{"a task number never given", asked{as: "li-na", method: "POST", path: "/tasks/" + c.ID + ".k999/claim"}, 404, "not_found", "", "", "", ""},
		{"a number that is no task", asked{as: "li-na", method: "POST", path: "/tasks/" + c.ID + ".k1/claim"}, 409, "task.not_open", "", "", "", ""},
		{"no task id", asked{as: "li-na", method: "GET", path: "/tasks/k3"}, 404, "not_found", "", "", "", ""},
		{"a mailbox is no case", asked{as: "admin", method: "GET", path: "/instances/mailbox%2Fordered%2F1"}, 404, "", "", "", "", ""},
		{"unknown process", asked{as: "li-na", method: "POST", path: "/processes/nothing/instances", body: `{}`}, 404, "not_found", "", "", "", ""},
		{"unknown start", asked{as: "li-na", method: "POST", path: start, body: `{"start":"withdraw"}`}, 422, "request.invalid", "body.start", "choice", "", ""},
		{"unknown lane", asked{as: "li-na", method: "POST", path: start, body: `{"data":{"subject":"x","phone":"13800000001"},"customers":[{"lane":"desk","id":"c"}]}`}, 422, "lane.unknown", "", "", "", ""},
		{"too long ago", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":{},"occurredAt":"2020-01-01T00:00:00Z"}`}, 422, "request.invalid", "body.occurredAt", "too_old", "24 hours", "24 小时"},
		{"in the future", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":{},"occurredAt":"2099-01-01T00:00:00Z"}`}, 422, "request.invalid", "body.occurredAt", "future", "", ""},
		{"no instant", asked{as: "li-na", method: "POST", path: complete, header: now, body: `{"values":{},"occurredAt":"yesterday"}`}, 422, "request.invalid", "body.occurredAt", "type", "", ""},
		{"a cursor nobody made", asked{as: "li-na", method: "GET", path: "/tasks?cursor=AAAA"}, 422, "cursor.invalid", "", "", "", ""},
		{"data without a reason", asked{as: "li-na", method: "PATCH", path: "/instances/" + c.ID + "/data", header: ifMatches("*"), body: `{"values":{},"reason":" "}`}, 422, "reason.missing", "", "", "", ""},
		{"unknown data", asked{as: "li-na", method: "PATCH", path: "/instances/" + c.ID + "/data", header: ifMatches("*"), body: `{"values":{"colour":"red"},"reason":"x"}`}, 422, "form.invalid", "body.values.colour", "unknown", "", ""},
		{"data without If-Match", asked{as: "li-na", method: "PATCH", path: "/instances/" + c.ID + "/data", body: `{"values":{},"reason":"x"}`}, 428, "precondition.required", "", "", "", ""},
		{"cancel by the desk", asked{as: "chen-jing", method: "POST", path: "/instances/" + c.ID + "/cancel", header: ifMatches("*"), body: `{"reason":"x"}`}, 403, "role.missing", "", "", "", ""},
		{"message the case does not wait for", asked{as: "li-na", method: "POST", path: "/instances/" + c.ID + "/messages", body: `{"message":"more-facts","values":{"facts":"x"}}`}, 409, "message.not_expected", "", "", "", ""},
		{"message nobody declared", asked{as: "li-na", method: "POST", path: "/instances/" + c.ID + "/messages", body: `{"message":"hello"}`}, 422, "message.unknown", "", "", "", ""},
		{"blank note", asked{as: "li-na", method: "POST", path: "/instances/" + c.ID + "/notes", body: `{"text":"  "}`}, 422, "note.empty", "", "", "", ""},
		{"note on a task of another case", asked{as: "li-na", method: "POST", path: "/instances/" + c.ID + "/notes", body: `{"text":"x","task":"200101-0000-0000.k1"}`}, 422, "request.invalid", "body.task", "unknown", "", ""},
		{"bad request key", asked{as: "li-na", method: "POST", path: complete, header: map[string]string{"If-Match": claimed.ETag, "Idempotency-Key": "a b"}, body: good}, 400, "idempotency.key_invalid", "", "", "", ""},
		{"no token", asked{method: "GET", path: "/tasks"}, 401, "token.missing", "", "", "", "请先登录"},
		{"unknown token", asked{as: "unknown", method: "GET", path: "/tasks"}, 401, "token.unknown", "", "", "", ""},
		{"broken token", asked{as: "broken", method: "GET", path: "/tasks"}, 401, "token.unknown", "", "", "", ""},
		{"unknown route", asked{as: "li-na", method: "GET", path: "/nothing"}, 404, "route_unknown", "", "", "", ""},
		{"wrong method", asked{as: "li-na", method: "DELETE", path: "/tasks"}, 405, "method_not_allowed", "", "", "", ""},
		{"definition with mistakes", asked{as: "analyst", method: "POST", path: "/processes", body: `{"file":"a.yaml","source":"process: a\nstepz: {}\n"}`}, 422, "process.invalid", "a.yaml:1:1", "missing-key", "", ""},
		{"organisation with mistakes", asked{as: "admin", method: "PUT", path: "/organisation", header: ifMatches("*"), body: `{"people":[{"id":"x","name":"X","teams":["none"]}],"teams":[]}`}, 422, "organisation.invalid", "body.people/x/teams", "org.unknown-team", "does not exist", "没有这个班组"},
		{"organisation without If-Match", asked{as: "admin", method: "PUT", path: "/organisation", body: `{"people":[],"teams":[]}`}, 428, "precondition.required", "", "", "", ""},
		{"stale organisation", asked{as: "admin", method: "PUT", path: "/organisation", header: ifMatches(`"v9"`), body: `{"people":[],"teams":[]}`}, 412, "precondition.stale", "", "", "", ""},
		{"customer with a bad number", asked{as: "li-na", method: "PUT", path: "/customers/c-9", body: `{"name":"x","contacts":[{"kind":"phone","value":"none"}]}`}, 422, "customer.invalid", "body.customers/c-9/contacts", "customer.contact", "", ""},
		{"token of a person and a program", asked{as: "admin", method: "POST", path: "/tokens", body: `{"person":"li-na","service":"x"}`}, 422, "request.invalid", "body.person", "one_of", "exactly one", "恰好一项"},
		{"webhook without a host", asked{as: "admin", method: "PUT", path: "/webhooks/w", body: `{"url":"ftp://example.com"}`}, 422, "request.invalid", "", "", "", ""},
	} {
		t.Run(r.name, func(t *testing.T) { r.check(h, t) })
	}
	if after := h.state(c.ID); after != before {
		t.Errorf("refused requests changed the case:\nbefore %s\nafter  %s", before, after)
	}
}

func (h *office) state(id string) string {
	h.Helper()
	a := h.must(200, asked{as: "admin", method: "GET", path: "/instances/" + id}, nil)
	before, _, _ := strings.Cut(a.body, `"asOf"`)
	return before
}

func (r *refusal) check(h *office, t *testing.T) {
	a := h.do(r.asked)
	if a.status != r.status {
		t.Fatalf("status %d, want %d: %s", a.status, r.status, a.body)
	}
	if r.code == "" {
		return
	}
	var p Problem
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		t.Fatal(err, a.body)
	}
	if p.Code != r.code || p.Status != r.status || p.Title == "" || p.Detail == "" || p.RequestID == "" || p.Instance == "" || p.Type != prefix+"/problems/"+r.code {
		t.Errorf("problem %s, want code %s", a.body, r.code)
	}
	if ct := a.header.Get("Content-Type"); ct != "application/problem+json" {
		t.Errorf("content type %q", ct)
	}
	if a.header.Get("X-Request-Id") != p.RequestID {
		t.Error("X-Request-Id and requestId differ")
	}
	if r.location != "" && (len(p.Errors) == 0 || p.Errors[0].Location != r.location || p.Errors[0].Message == "") {
		t.Errorf("errors %+v, want first at %s", p.Errors, r.location)
	}
	if r.field != "" && (len(p.Errors) == 0 || p.Errors[0].Code != r.field) {
		t.Errorf("errors %+v, want code %s", p.Errors, r.field)
	}
	if !strings.Contains(a.body, r.en) {
		t.Errorf("%q is not in %s", r.en, a.body)
	}
	q := r.asked
	q.header = map[string]string{"Accept-Language": "zh-CN,zh;q=0.9"}
	maps.Copy(q.header, r.header)
	chinese := h.do(q)
	if chinese.status != r.status || !strings.Contains(chinese.body, r.zh) || strings.Contains(chinese.body, p.Title) {
		t.Errorf("in Chinese: %d %s, want %q in it", chinese.status, chinese.body, r.zh)
	}
}

func TestExpiredAndRevokedTokens(t *testing.T) {
	h := newOffice(t)
	var made NewToken
	h.must(201, asked{as: "admin", method: "POST", path: "/tokens", body: `{"person":"li-na","days":1,"name":"phone"}`}, &made)
	h.tokens["phone"] = made.Token
	h.must(200, asked{as: "phone", method: "GET", path: "/me"}, nil)
	h.clock.move(25 * time.Hour)
	h.must(401, asked{as: "phone", method: "GET", path: "/me"}, nil)

	h.must(201, asked{as: "admin", method: "POST", path: "/tokens", body: `{"person":"li-na","roles":["staff"]}`}, &made)
	h.tokens["phone"] = made.Token
	var me Me
	h.must(200, asked{as: "phone", method: "GET", path: "/me"}, &me)
	if len(me.Roles) != 1 || me.Roles[0] != "staff" {
		t.Errorf("narrowed token has roles %v", me.Roles)
	}
	h.must(204, asked{as: "admin", method: "DELETE", path: "/tokens/" + made.ID}, nil)
	h.must(401, asked{as: "phone", method: "GET", path: "/me"}, nil)
	h.must(404, asked{as: "admin", method: "DELETE", path: "/tokens/" + made.ID}, nil)
	a := h.must(200, asked{as: "admin", method: "GET", path: "/tokens"}, nil)
	if strings.Contains(a.body, "secret") || strings.Contains(a.body, made.Token) {
		t.Error("the list of tokens shows secrets")
	}
}

func TestTakingARoleFromAPersonTakesEffectAtOnce(t *testing.T) {
	h := newOffice(t)
	doc := h.must(200, asked{as: "admin", method: "GET", path: "/organisation"}, nil)
	c := h.complaint()
	h.must(200, asked{as: "chen-jing", method: "GET", path: "/instances/" + c.ID}, nil)
	without := strings.Replace(doc.body, `"roles":["staff"]`, `"roles":["worker"]`, 1) // chen-jing is the first
	h.must(200, asked{as: "admin", method: "PUT", path: "/organisation", header: ifMatches(doc.header.Get("ETag")), body: without}, nil)
	h.must(403, asked{as: "chen-jing", method: "GET", path: "/instances/" + c.ID}, nil)
}

// altered returns a text with another last letter.
func altered(text string) string {
	last := len(text) - 1
	if text[last] == 'A' {
		return text[:last] + "E"
	}
	return text[:last] + "A"
}
