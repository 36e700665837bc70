package api

import (
	"strings"
	"testing"
)

// TestAComplaintIsWorkedToItsEnd walks the shipped flow over HTTP.
func TestAComplaintIsWorkedToItsEnd(t *testing.T) {
	h := newOffice(t)
	c := h.complaint()
	task := c.Tasks[0]
	var claimed TaskView
	h.must(200, asked{as: "li-na", method: "POST", path: "/tasks/" + task.ID + "/claim"}, &claimed)
	if claimed.State != "started" || claimed.Assignee != "li-na" {
		t.Fatalf("claimed: %+v", claimed)
	}
	var after CaseView
	h.must(200, asked{
		as: "li-na", method: "POST", path: "/tasks/" + task.ID + "/complete", header: ifMatches(claimed.ETag),
		body: `{"values":{"kind":"complaint","severity":"grave","tier":"gold"}}`,
	}, &after)
	if len(after.Tasks) != 1 || after.Tasks[0].Step != "investigate" || after.NextDue == 0 {
		t.Fatalf("after acknowledge: %+v", after)
	}
	var page Page[TaskView]
	h.must(200, asked{as: "wu-min", method: "GET", path: "/tasks?queue=true"}, &page)
	if len(page.Items) != 1 || page.Items[0].ID != after.Tasks[0].ID {
		t.Fatalf("inbox of the technical department: %+v", page)
	}
	var detail TaskDetail
	a := h.must(200, asked{as: "wu-min", method: "GET", path: "/tasks/" + page.Items[0].ID}, &detail)
	if detail.Form == nil || len(detail.Form.Items) != 6 || len(detail.Holds) != 3 || a.header.Get("ETag") != detail.ETag {
		t.Fatalf("task: %s", a.body)
	}
	if finding := detail.Form.Items[4]; finding.Name != "finding" || !finding.Required || finding.ReadOnly || !detail.Form.Items[0].ReadOnly {
		t.Errorf("form: %+v", detail.Form.Items)
	}
	h.must(200, asked{as: "wu-min", method: "POST", path: "/tasks/" + detail.ID + "/claim"}, &claimed)
	h.must(200, asked{
		as: "wu-min", method: "POST", path: "/tasks/" + detail.ID + "/hold", header: ifMatches(claimed.ETag),
		body: `{"reason":"waiting-parts","note":"tomorrow"}`,
	}, &claimed)
	if claimed.State != "held" || claimed.Hold.Name != "Waiting for parts" {
		t.Fatalf("held: %+v", claimed)
	}
	h.must(200, asked{as: "wu-min", method: "POST", path: "/tasks/" + detail.ID + "/resume", header: ifMatches(claimed.ETag)}, &claimed)
	h.must(200, asked{
		as: "wu-min", method: "POST", path: "/tasks/" + detail.ID + "/complete", header: ifMatches(claimed.ETag),
		body: `{"values":{"finding":"switch broken","proposal":"replaced"}}`,
	}, &after)
	if len(after.Tasks) != 1 || after.Tasks[0].Step != "agree" || after.Tasks[0].Customer != "c-1001" {
		t.Fatalf("after investigate: %+v", after)
	}
	h.customerAgrees(c.ID)
	var open CaseDetail
	h.must(200, asked{as: "li-na", method: "GET", path: "/instances/" + strings.ToLower(c.ID)}, &open)
	if len(open.Tasks) != 1 || open.Tasks[0].Step != "tell" || string(open.Data["phone"]) != `"13800000001"` {
		t.Fatalf("after agree: %+v", open)
	}
	var line Page[Entry]
	h.must(200, asked{as: "li-na", method: "GET", path: "/instances/" + c.ID + "/timeline"}, &line)
	for _, want := range []string{"李娜 completed Acknowledge", "吴敏 put Investigate on hold: Waiting for parts", "The customer completed Agree"} {
		if !has(line.Items, want) {
			t.Errorf("no entry %q in the timeline", want)
		}
	}
	if t.Failed() {
		for _, e := range line.Items {
			t.Log(e.Seq, e.Kind, e.Text)
		}
	}
}

// customerAgrees does the customer's step through a link.
func (h *office) customerAgrees(id string) {
	h.Helper()
	var link Link
	h.must(201, asked{as: "li-na", method: "POST", path: "/instances/" + id + "/links"}, &link)
	h.tokens["link"] = link.Token
	var mine MyCase
	h.must(200, asked{as: "link", method: "GET", path: "/link"}, &mine)
	if len(mine.Tasks) != 1 || len(mine.Status) != 1 || mine.Status[0] != "Please confirm our proposal" {
		h.Fatalf("the customer sees %+v", mine)
	}
	h.must(200, asked{
		as: "link", method: "POST", path: "/link/tasks/" + mine.Tasks[0].ID + "/complete", header: ifMatches(mine.Tasks[0].ETag),
		body: `{"values":{"accepted":true}}`,
	}, &mine)
	if len(mine.Tasks) != 0 {
		h.Fatalf("the customer still sees %+v", mine.Tasks)
	}
}

func has(entries []Entry, text string) bool {
	for _, e := range entries {
		if e.Text == text {
			return true
		}
	}
	return false
}
