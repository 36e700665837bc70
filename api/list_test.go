package api

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestCursorsHoldUnderInserts reads a list page by page while rows come in
// before it: nothing is seen twice, nothing of the first look is missed.
func TestCursorsHoldUnderInserts(t *testing.T) {
	h := newOffice(t)
	var want []string
	for range 7 {
		want = append(want, h.complaint().ID)
	}
	var got []string
	cursor := ""
	for {
		var page Page[CaseRow]
		h.must(200, asked{as: "li-na", method: "GET", path: "/instances?process=complaint&limit=2&cursor=" + url.QueryEscape(cursor)}, &page)
		for _, row := range page.Items {
			got = append(got, row.ID)
		}
		h.complaint()
		if cursor = page.NextCursor; cursor == "" {
			break
		}
	}
	slices.Reverse(got)
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestCursorsAreRefusedWhereTheyDoNotBelong(t *testing.T) {
	h := newOffice(t)
	h.complaint()
	h.complaint()
	var page Page[CaseRow]
	h.must(200, asked{as: "li-na", method: "GET", path: "/instances?limit=1"}, &page)
	c := page.NextCursor
	if c == "" {
		t.Fatal("no cursor")
	}
	h.must(200, asked{as: "li-na", method: "GET", path: "/instances?limit=2&cursor=" + c}, nil)
	for _, q := range []asked{
		{as: "li-na", path: "/instances?state=active&cursor=" + c}, // another filter
		{as: "admin", path: "/instances?cursor=" + c},              // another caller
		{as: "li-na", path: "/tasks?cursor=" + c},                  // another list
	} {
		q.method = "GET"
		var p Problem
		h.must(422, q, &p)
		if p.Code != "cursor.other_filter" {
			t.Errorf("%s: %s", q.path, p.Code)
		}
	}
	for i := range c {
		other := byte('A')
		if c[i] == other {
			other = 'B'
		}
		a := h.do(asked{as: "li-na", method: "GET", path: "/instances?cursor=" + c[:i] + string(other) + c[i+1:]})
		if a.status != 422 && i != len(c)-1 { // the last character may hold bits that say nothing
			t.Errorf("a cursor altered at %d is taken: %d", i, a.status)
		}
	}
}

func TestTheInboxIsSortedAndFiltered(t *testing.T) {
	h := newOffice(t)
	ids := map[string]bool{}
	for range 3 {
		c := h.complaint()
		ids[c.Tasks[0].ID] = true
	}
	var page Page[TaskView]
	list := func(as, query string) []TaskView {
		t.Helper()
		page = Page[TaskView]{}
		h.must(200, asked{as: as, method: "GET", path: "/tasks?" + query}, &page)
		return page.Items
	}
	all := list("li-na", "")
	if len(all) != 3 || page.AsOf == 0 {
		t.Fatalf("inbox: %+v", page)
	}
	h.must(200, asked{as: "li-na", method: "POST", path: "/tasks/" + all[0].ID + "/claim"}, nil)
	for _, q := range []struct {
		as, query string
		want      int
	}{
		{"li-na", "mine=true", 1},
		{"li-na", "queue=true", 2},
		{"chen-jing", "mine=true", 0},
		{"chen-jing", "queue=true", 2},
		{"wu-min", "", 0},
		{"zhao-min", "", 3},
		{"zhao-min", "team=front-desk", 3},
		{"zhao-min", "team=technical", 0},
		{"wu-min", "team=front-desk", 0},
		{"li-na", "process=complaint&step=acknowledge", 3},
		{"li-na", "step=tell", 0},
		{"li-na", "held=true", 0},
		{"li-na", "held=false", 3},
		{"admin", "", 3},
		{"admin", "mine=true", 0},
		{"auditor", "team=front-desk&team=technical", 3},
	} {
		if got := len(list(q.as, q.query)); got != q.want {
			t.Errorf("%s %s: %d tasks, want %d", q.as, q.query, got, q.want)
		}
	}
	// What is due next comes first, whichever step it is.
	h.must(200, asked{as: "li-na", method: "POST", path: "/tasks/" + all[0].ID + "/complete", header: ifMatches("*"), body: `{"values":{}}`}, nil)
	due := list("zhao-min", "")
	if !slices.IsSortedFunc(due, func(a, b TaskView) int { return int(a.NextDue - b.NextDue) }) || due[0].NextDue == 0 {
		t.Errorf("not sorted by next due: %+v", due)
	}
	for _, task := range due {
		if task.StepDue == nil || task.StepDue.Due == 0 || task.CaseDue == nil || task.CaseDue.AsOf == 0 {
			t.Errorf("%s says nothing of its promises: %+v, %+v", task.Step, task.StepDue, task.CaseDue)
		}
	}
}

func TestCasesAreFoundByNumberCustomerStateAndProcess(t *testing.T) {
	h := newOffice(t)
	c := h.complaint()
	var other CaseView
	h.must(201, asked{as: "li-na", method: "POST", path: "/processes/complaint/instances", body: `{"data":{"subject":"x","phone":"13800000009"},"onBehalf":"c-1002","channel":"counter"}`}, &other)
	if other.Starter != "c-1002" || other.Channel != "counter" {
		t.Errorf("started on behalf: %+v", other)
	}
	h.must(200, asked{as: "li-na", method: "POST", path: "/instances/" + other.ID + "/cancel", header: ifMatches(other.ETag), body: `{"reason":"a mistake"}`}, &other)
	if other.State != "cancelled" || len(other.Tasks) != 0 {
		t.Errorf("cancelled: %+v", other)
	}
	for query, want := range map[string]string{
		"number=" + strings.ToLower(c.ID):                        c.ID,
		"number=" + strings.ReplaceAll(c.ID, "-", ""):            c.ID,
		"customer=c-1001":                                        c.ID,
		"state=cancelled":                                        other.ID,
		"state=active":                                           c.ID,
		"process=complaint&state=cancelled&state=failed":         other.ID,
		"number=" + url.QueryEscape("??"):                        "",
		"incident=true":                                          "",
		"process=errand":                                         "",
		"number=" + c.ID[:6] + "&state=active&process=complaint": c.ID,
	} {
		var page Page[CaseRow]
		h.must(200, asked{as: "li-na", method: "GET", path: "/instances?" + query}, &page)
		if want == "" && len(page.Items) != 0 || want != "" && (len(page.Items) != 1 || page.Items[0].ID != want) {
			t.Errorf("%s: %+v, want %s", query, page.Items, want)
		}
	}
	h.must(200, asked{as: "li-na", method: "GET", path: "/instances/" + strings.ReplaceAll(strings.ToLower(c.ID), "-", "")}, nil)
}

func TestRateLimits(t *testing.T) {
	h := newOffice(t)
	id := h.complaint().ID
	h.objects(CaseView{ID: id, Tasks: []TaskView{{ID: "x"}}}) // makes a link
	h.server.TokenRate, h.server.LinkRate, h.server.SignInRate = 10, 2, 3
	count := func(q asked, n int) (ok, limited int, last answered) {
		for range n {
			switch last = h.do(q); last.status {
			case 429:
				limited++
			default:
				ok++
			}
		}
		return ok, limited, last
	}
	for _, q := range []struct {
		asked
		burst int
	}{
		{asked{as: "li-na", method: "GET", path: "/me"}, 20},
		{asked{as: "link", method: "GET", path: "/link"}, 4},
		{asked{method: "GET", path: "/me", header: map[string]string{"Authorization": "Bearer nonsense"}}, 6},
	} {
		ok, limited, last := count(q.asked, q.burst+10)
		if ok < q.burst || ok > q.burst+2 || limited == 0 || last.status != 429 || last.header.Get("Retry-After") != "1" {
			t.Errorf("%s: %d let through, %d not, last %d, Retry-After %q; want a burst of %d", q.path, ok, limited, last.status, last.header.Get("Retry-After"), q.burst)
		}
	}
	h.must(200, asked{as: "chen-jing", method: "GET", path: "/me"}, nil) // another token has its own
	h.clock.move(time.Second)
	h.must(200, asked{as: "li-na", method: "GET", path: "/me"}, nil)
}
