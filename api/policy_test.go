package api

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryRouteHasARowAndEveryRowARoute(t *testing.T) {
	h := newOffice(t)
	seen := map[string]bool{}
	for _, r := range h.server.router.Routes() {
		route := r.Method + " " + strings.TrimPrefix(r.Path, prefix)
		seen[route] = true
		row, ok := policy[route]
		if !ok {
			t.Errorf("route %s has no row in the policy table: nobody may use it", route)
		}
		if !row.open && row.roles == 0 {
			t.Errorf("row %s is for nobody", route)
		}
		if strings.Contains(route, ":instance") != (row.owner != free) && strings.Contains(route, ":instance") {
			t.Errorf("row %s names a case but says nothing of whose", route)
		}
	}
	for route := range policy {
		if !seen[route] {
			t.Errorf("the policy table has a row for %s, which is no route", route)
		}
	}
}

// roleLetters name the callers of the matrix: customer, staff, lead, manager,
// analyst, admin (N), auditor (u), worker.
var roleLetters = map[byte]string{
	'c': "link", 's': "chen-jing", 'l': "li-na", 'm': "zhao-min", 'a': "analyst", 'N': "admin", 'u': "auditor", 'w': "worker",
}

// matrix is who may use each route, written down a second time on purpose,
// with a request that the handler can read.
var matrix = []struct{ route, roles, body string }{
	{"GET /me", "slmaNuw", ""},
	{"POST /processes/check", "maN", `{"source":"process: x"}`},
	{"POST /processes", "aN", `{"source":"process: x"}`},
	{"GET /processes", "slmaNu", ""},
	{"GET /processes/:process", "slmaNu", ""},
	{"GET /processes/:process/versions", "slmaNu", ""},
	{"GET /processes/:process/versions/:version", "slmaNu", ""},
	{"GET /processes/:process/source", "slmaNu", ""},
	{"GET /processes/:process/starts/:start/form", "slmaNw", ""},
	{"POST /processes/:process/instances", "slmNw", `{}`},
	{"GET /instances", "slmaNu", ""},
	{"GET /instances/:instance", "slmaNu", ""},
	{"PATCH /instances/:instance/data", "slmN", `{"values":{"served":"x"},"reason":"y"}`},
	{"GET /instances/:instance/timeline", "slmaNu", ""},
	{"POST /instances/:instance/notes", "slmN", `{"text":"x"}`},
	{"POST /instances/:instance/messages", "slmN", `{"message":"more-facts","values":{"facts":"x"}}`},
	{"POST /instances/:instance/cancel", "lmN", `{"reason":"x"}`},
	{"GET /instances/:instance/incidents", "slmaNu", ""},
	{"POST /instances/:instance/incidents/:incident/retry", "lmN", ""},
	{"POST /instances/:instance/incidents/:incident/skip", "lmN", `{"reason":"x"}`},
	{"GET /instances/:instance/links", "slmN", ""},
	{"POST /instances/:instance/links", "slmN", ""},
	{"DELETE /instances/:instance/links/:link", "slmN", ""},
	{"GET /instances/:instance/promises", "slmaNu", ""},
	{"GET /promises/:promise/explain", "slmaNu", ""},
	{"POST /promises/:promise/acknowledge", "slmN", ""},
	{"POST /promises/:promise/extend", "lmN", `{"by":"1h","reason":"parts"}`},
	{"GET /incidents", "lmaNu", ""},
	{"GET /tasks", "slmNu", ""},
	{"GET /tasks/:task", "slmNu", ""},
	{"POST /tasks/:task/claim", "slm", ""},
	{"POST /tasks/:task/unclaim", "slmN", ""},
	{"POST /tasks/:task/assign", "slmN", `{"to":"sun-li"}`},
	{"POST /tasks/:task/start", "slm", ""},
	{"POST /tasks/:task/hold", "slm", `{"reason":"waiting-parts"}`},
	{"POST /tasks/:task/resume", "slm", ""},
	{"POST /tasks/:task/complete", "slm", `{"values":{}}`},
	{"POST /messages", "slmNw", `{"name":"more-facts"}`},
	{"GET /customers", "slmN", ""},
	{"GET /customers/:customer", "slmN", ""},
	{"PUT /customers/:customer", "slmN", `{"name":"x"}`},
	{"POST /customers/import", "N", `{"source":"customers: []"}`},
	{"POST /customers/:customer/erase", "N", ""},
	{"GET /organisation", "slmaNu", ""},
	{"PUT /organisation", "N", `{"people":[{"id":"x","name":""}],"teams":[]}`},
	{"POST /organisation/import", "N", `{"source":"people: []"}`},
	{"GET /calendars", "slmaNu", ""},
	{"GET /calendars/:id", "slmaNu", ""},
	{"GET /calendars/:id/versions", "slmaNu", ""},
	{"GET /calendars/:id/versions/:version", "slmaNu", ""},
	{"GET /calendars/:id/preview", "slmaNu", ""},
	{"PUT /calendars/:id", "aN", `{"source":"calendar: x"}`},
	{"DELETE /calendars/:id", "N", ""},
	{"POST /calendars/:id/draft", "maN", `{"source":"calendar: x"}`},
	{"GET /holidays", "slmaNu", ""},
	{"GET /holidays/:id", "slmaNu", ""},
	{"GET /holidays/:id/versions", "slmaNu", ""},
	{"GET /holidays/:id/versions/:version", "slmaNu", ""},
	{"PUT /holidays/:id", "aN", `{"source":"holidays: x"}`},
	{"DELETE /holidays/:id", "N", ""},
	{"POST /holidays/:id/draft", "maN", `{"source":"holidays: x"}`},
	{"GET /sweep", "maNu", ""},
	{"GET /absences", "slmNu", ""},
	{"GET /absences/:person", "slmNu", ""},
	{"PUT /absences/:person", "slmN", `{"absences":[{"from":"2026-03-02T00:00:00Z","to":"2026-03-02T00:00:00Z"}]}`},
	{"GET /tokens", "N", ""},
	{"POST /tokens", "N", `{"service":"x","roles":["worker"]}`},
	{"DELETE /tokens/:token", "N", ""},
	{"GET /webhooks", "Nu", ""},
	{"GET /webhooks/:webhook", "Nu", ""},
	{"PUT /webhooks/:webhook", "N", `{"url":"https://example.com/"}`},
	{"DELETE /webhooks/:webhook", "N", ""},
	{"POST /webhooks/:webhook/secrets", "N", ""},
	{"GET /link", "c", ""},
	{"GET /link/tasks/:task", "c", ""},
	{"POST /link/tasks/:task/complete", "c", `{"values":{}}`},
	{"POST /link/messages", "c", `{"message":"more-facts","values":{"facts":"x"}}`},
}

func TestMatrixNamesEveryRoute(t *testing.T) {
	var named []string
	for _, m := range matrix {
		named = append(named, m.route)
	}
	for route, row := range policy {
		if !row.open && !slices.Contains(named, route) {
			t.Errorf("%s is missing from the matrix", route)
		}
	}
}

// TestRolesRoutesAndOwnership asks every route as every role: for a case of
// the caller's team, for one of a team they have nothing to do with, and for
// one that does not exist.
func TestRolesRoutesAndOwnership(t *testing.T) {
	h := newOffice(t)
	cells := 0
	for _, m := range matrix {
		for letter, who := range roleLetters {
			cells++
			may := strings.IndexByte(m.roles, letter) >= 0
			own := h.objects(h.complaint())
			a := h.at(m.route, who, m.body, own)
			switch {
			case !may && a.status != 403:
				t.Errorf("%s as %s: %d, want 403", m.route, who, a.status)
			case may && (a.status == 401 || a.status >= 500 || strings.Contains(a.body, `"role.missing"`)):
				t.Errorf("%s as %s on their own: %d %s", m.route, who, a.status, a.body)
			case may && a.status == 404 && strings.Contains(m.route, ":instance"), may && a.status == 404 && strings.HasPrefix(m.route, "POST /tasks"):
				if m.route != "DELETE /instances/:instance/links/:link" {
					t.Errorf("%s as %s on their own: %d %s", m.route, who, a.status, a.body)
				}
			}
			if !may || policy[m.route].owner == free || m.route == "GET /link" || m.route == "POST /link/messages" || !names(m.route) {
				continue
			}
			h.foreign(m.route, who, m.body)
		}
		if a := h.at(m.route, "", m.body, h.objects(h.complaint())); a.status != 401 {
			t.Errorf("%s without a token: %d, want 401", m.route, a.status)
		}
	}
	t.Logf("%d cells", cells)
}

func names(route string) bool {
	return strings.Contains(route, ":instance") || strings.Contains(route, ":task") || strings.Contains(route, ":promise")
}

// foreign: what is another's is answered exactly like what does not exist.
func (h *office) foreign(route, who, body string) {
	h.Helper()
	if slices.Contains([]string{"admin", "auditor", "analyst", "zhao-min"}, who) {
		return // they see every case; zhao-min leads everybody
	}
	var other CaseView
	h.must(201, asked{as: "admin", method: "POST", path: "/processes/errand/instances", body: `{}`}, &other)
	theirs := h.at(route, who, body, h.objects(other))
	if theirs.status != 404 {
		h.Errorf("%s as %s on a case of others: %d %s, want 404", route, who, theirs.status, theirs.body)
		return
	}
	nothing := map[string]string{":instance": "200101-0000-0000", ":task": "200101-0000-0000.k2", ":promise": "200101-0000-0000.p2", ":incident": "i1", ":link": "x"}
	unknown := h.at(route, who, body, nothing)
	if unknown.status != 404 || shape(unknown.body) != shape(theirs.body) {
		h.Errorf("%s as %s: a foreign id says %s, an unknown one %s", route, who, theirs.body, unknown.body)
	}
}

// shape is a problem without what names the request.
func shape(body string) string {
	_, rest, _ := strings.Cut(body, `"title"`)
	before, after, _ := strings.Cut(rest, `"instance"`)
	_, after, _ = strings.Cut(after, ",")
	after, _, _ = strings.Cut(after, `"requestId"`)
	return before + after
}

// objects are the ids that stand for the places of a route.
func (h *office) objects(c CaseView) map[string]string {
	h.Helper()
	var link Link
	h.must(201, asked{as: "admin", method: "POST", path: "/instances/" + c.ID + "/links"}, &link)
	h.tokens["link"] = link.Token
	return map[string]string{":instance": c.ID, ":task": c.Tasks[0].ID, ":promise": c.ID + ".p1", ":incident": "i99", ":link": link.ID}
}

func (h *office) at(route, who, body string, ids map[string]string) answered {
	h.Helper()
	method, path, _ := strings.Cut(route, " ")
	for _, pair := range [][2]string{{"/calendars/:id", "/calendars/cn-service"}, {"/holidays/:id", "/holidays/cn"}, {":person", "chen-jing"}, {":process", "complaint"}, {":version", "1"}, {":start", "step"}, {":customer", "c-1002"}, {":token", "x"}, {":webhook", "hook"}} {
		path = strings.ReplaceAll(path, pair[0], pair[1])
	}
	for place, id := range ids {
		path = strings.ReplaceAll(path, place, id)
	}
	return h.do(asked{as: who, method: method, path: path, body: body, header: ifMatches("*")})
}

// TestListsHoldOnlyWhatTheCallerMaySee reads every list to its end.
func TestListsHoldOnlyWhatTheCallerMaySee(t *testing.T) {
	h := newOffice(t)
	mine := h.complaint()
	var other CaseView
	h.must(201, asked{as: "admin", method: "POST", path: "/processes/errand/instances", body: `{}`}, &other)
	for _, who := range []struct {
		as     string
		mine   bool
		theirs bool
	}{{"chen-jing", true, false}, {"li-na", true, false}, {"zhou-jie", true, true}, {"zhao-min", true, true}, {"admin", true, true}, {"auditor", true, true}} {
		for _, path := range []string{"/instances", "/tasks"} {
			a := h.must(200, asked{as: who.as, method: "GET", path: path}, nil)
			seesMine := strings.Contains(a.body, mine.ID)
			if path == "/tasks" && who.as == "zhou-jie" {
				seesMine = !seesMine // the case is seen, but its task waits for another team
			}
			if seesMine != who.mine || strings.Contains(a.body, other.ID) != who.theirs {
				t.Errorf("%s as %s: complaint %t, errand %t; want %t, %t", path, who.as, strings.Contains(a.body, mine.ID), strings.Contains(a.body, other.ID), who.mine, who.theirs)
			}
		}
	}
}

// TestPersonalValuesStayWithWhoMaySeeThem looks for a telephone number in every
// answer that could hold it.
func TestPersonalValuesStayWithWhoMaySeeThem(t *testing.T) {
	h := newOffice(t)
	c := h.complaint()
	h.must(201, asked{as: "li-na", method: "POST", path: "/instances/" + c.ID + "/notes", body: `{"text":"call 13800000001"}`}, nil)
	for who, may := range map[string]bool{"li-na": true, "zhao-min": true, "admin": true, "analyst": false, "auditor": false} {
		for _, path := range []string{"/instances/" + c.ID, "/instances/" + c.ID + "/timeline?detail=true"} {
			a := h.must(200, asked{as: who, method: "GET", path: path}, nil)
			if got := strings.Contains(a.body, "13800000001"); got != may {
				t.Errorf("%s as %s shows the number: %t, want %t", path, who, got, may)
			}
			if strings.Contains(a.body, "sealed:") {
				t.Errorf("%s as %s shows a sealed value", path, who)
			}
		}
	}
	a := h.must(200, asked{as: "auditor", method: "GET", path: "/organisation"}, nil)
	if strings.Contains(a.body, "@example.com") {
		t.Error("an auditor is shown mail addresses")
	}
}
