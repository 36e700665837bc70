package api

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestALinkOpensOneCaseAndWhatTheFlowTellsCustomers walks around with a link.
func TestALinkOpensOneCaseAndWhatTheFlowTellsCustomers(t *testing.T) {
	h := newOffice(t)
	c, other := h.complaint(), h.complaint()
	ids := h.objects(c)
	var mine MyCase
	a := h.must(200, asked{as: "link", method: "GET", path: "/link"}, &mine)
	if mine.ID != c.ID || len(mine.Status) != 1 || mine.Status[0] != "Being registered" || len(mine.Tasks) != 0 {
		t.Errorf("the customer sees %s", a.body)
	}
	for _, word := range []string{"acknowledge", "front-desk", "li-na", "13800000001", "subject"} {
		if strings.Contains(a.body, word) {
			t.Errorf("the customer is told %q: %s", word, a.body)
		}
	}
	h.must(404, asked{as: "link", method: "GET", path: "/link/tasks/" + c.Tasks[0].ID}, nil) // staff's
	h.must(404, asked{as: "link", method: "GET", path: "/link/tasks/" + other.Tasks[0].ID}, nil)
	h.must(404, asked{as: "link", method: "POST", path: "/link/tasks/" + c.Tasks[0].ID + "/complete", header: ifMatches("*"), body: `{}`}, nil)
	h.must(403, asked{as: "link", method: "GET", path: "/instances/" + c.ID}, nil)
	h.must(422, asked{as: "link", method: "POST", path: "/link/messages", body: `{"message":"nothing"}`}, nil)
	h.must(409, asked{as: "link", method: "POST", path: "/link/messages", body: `{"message":"more-facts","values":{"facts":"x"}}`}, nil)

	h.must(200, asked{as: "li-na", method: "POST", path: "/tasks/" + c.Tasks[0].ID + "/complete", header: ifMatches("*"), body: `{"values":{}}`}, nil)
	h.must(200, asked{as: "link", method: "GET", path: "/link"}, &mine)
	if len(mine.Messages) != 2 {
		t.Errorf("messages %+v", mine.Messages)
	}
	h.must(422, asked{as: "link", method: "POST", path: "/link/messages", body: `{"message":"more-facts","values":{"facts":"x"},"onBehalf":"c-2"}`}, nil)
	h.must(200, asked{as: "link", method: "POST", path: "/link/messages", body: `{"message":"more-facts","values":{"facts":"it also smokes"}}`}, &mine)
	var line Page[Entry]
	h.must(200, asked{as: "wu-min", method: "GET", path: "/instances/" + c.ID + "/timeline"}, &line)
	if !has(line.Items, "The customer sent message Add facts") {
		t.Errorf("timeline %+v", line.Items)
	}
	h.must(204, asked{as: "li-na", method: "DELETE", path: "/instances/" + c.ID + "/links/" + ids[":link"]}, nil)
	h.must(401, asked{as: "link", method: "GET", path: "/link"}, nil)
}

func TestALinkExpires(t *testing.T) {
	h := newOffice(t)
	c := h.complaint()
	var link Link
	h.must(201, asked{as: "li-na", method: "POST", path: "/instances/" + c.ID + "/links", body: `{"days":1}`}, &link)
	h.must(422, asked{as: "li-na", method: "POST", path: "/instances/" + c.ID + "/links", body: `{"customer":"somebody-else"}`}, nil)
	h.tokens["link"] = link.Token
	h.must(200, asked{as: "link", method: "GET", path: "/link"}, nil)
	h.clock.move(25 * time.Hour)
	h.must(401, asked{as: "link", method: "GET", path: "/link"}, nil)
}

func TestStaffDoACustomersStepOnTheirBehalf(t *testing.T) {
	h := newOffice(t)
	c := h.complaint()
	h.must(200, asked{as: "li-na", method: "POST", path: "/tasks/" + c.Tasks[0].ID + "/complete", header: ifMatches("*"), body: `{"values":{}}`}, &c)
	h.must(200, asked{as: "wu-min", method: "POST", path: "/tasks/" + c.Tasks[0].ID + "/complete", header: ifMatches("*"), body: `{"values":{"finding":"a","proposal":"b"}}`}, &c)
	var page Page[TaskView]
	h.must(200, asked{as: "chen-jing", method: "GET", path: "/tasks?customer=c-1001"}, &page)
	if len(page.Items) != 1 || page.Items[0].Step != "agree" {
		t.Fatalf("asked of the customer: %+v", page.Items)
	}
	earlier := time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	h.must(200, asked{
		as: "chen-jing", method: "POST", path: "/tasks/" + page.Items[0].ID + "/complete", header: ifMatches(page.Items[0].ETag),
		body: `{"values":{"accepted":true},"onBehalf":"c-1001","channel":"phone","occurredAt":"` + earlier + `"}`,
	}, nil)
	var line Page[Entry]
	h.must(200, asked{as: "li-na", method: "GET", path: "/instances/" + c.ID + "/timeline"}, &line)
	for _, e := range line.Items {
		if e.Kind == "task_completed" && e.Step == "agree" {
			if e.OnBehalf != "c-1001" || e.Channel != "phone" || e.OccurredAt == 0 || e.Actor.ID != "chen-jing" || string(e.Values["accepted"]) != "true" {
				t.Errorf("entry %+v", e)
			}
			return
		}
	}
	t.Error("no entry for the customer's step")
}

func TestTheTimelineIsReadInPagesAndBothLanguages(t *testing.T) {
	h := newOffice(t)
	c := h.complaint()
	h.must(200, asked{as: "li-na", method: "POST", path: "/tasks/" + c.Tasks[0].ID + "/claim"}, nil)
	h.must(200, asked{as: "li-na", method: "POST", path: "/tasks/" + c.Tasks[0].ID + "/complete", header: ifMatches("*"), body: `{"values":{}}`}, nil)
	path := "/instances/" + c.ID + "/timeline?detail=true"
	var whole Page[Entry]
	h.must(200, asked{as: "li-na", method: "GET", path: path}, &whole)
	var paged []Entry
	for cursor := ""; ; {
		var page Page[Entry]
		h.must(200, asked{as: "li-na", method: "GET", path: path + "&limit=3&cursor=" + url.QueryEscape(cursor)}, &page)
		paged = append(paged, page.Items...)
		if cursor = page.NextCursor; cursor == "" {
			break
		}
	}
	if len(paged) != len(whole.Items) || len(paged) < 10 {
		t.Fatalf("%d entries in pages, %d at once", len(paged), len(whole.Items))
	}
	for i := range paged {
		if paged[i].Text != whole.Items[i].Text || paged[i].Seq != int64(i+1) {
			t.Errorf("entry %d: %q in pages, %q at once", i, paged[i].Text, whole.Items[i].Text)
		}
		if strings.Contains(paged[i].Text, "{") || paged[i].Text == "" {
			t.Errorf("entry %d (%s) has holes: %q", i, paged[i].Kind, paged[i].Text)
		}
	}
	zh := h.must(200, asked{as: "li-na", method: "GET", path: path, header: map[string]string{"Accept-Language": "zh"}}, nil)
	if !strings.Contains(zh.body, "李娜领取了「受理」") {
		t.Errorf("in Chinese: %s", zh.body)
	}
}

func TestCorrectingDataAndNotes(t *testing.T) {
	h := newOffice(t)
	c := h.complaint()
	change := asked{
		as: "li-na", method: "PATCH", path: "/instances/" + c.ID + "/data", header: ifMatches(c.ETag),
		body: `{"values":{"phone":"13900000000","subject":null},"reason":"wrong number"}`,
	}
	h.must(200, change, nil)
	h.must(412, change, nil)
	var d CaseDetail
	h.must(200, asked{as: "li-na", method: "GET", path: "/instances/" + c.ID}, &d)
	if string(d.Data["phone"]) != `"13900000000"` || d.Data["subject"] != nil || string(d.Data["tier"]) != `"standard"` {
		t.Errorf("data %s", d.Data)
	}
	h.must(201, asked{as: "chen-jing", method: "POST", path: "/instances/" + c.ID + "/notes", body: `{"text":"rang back","task":"` + c.Tasks[0].ID + `"}`}, nil)
	a := h.must(200, asked{as: "li-na", method: "GET", path: "/instances/" + c.ID + "/timeline"}, nil)
	if !strings.Contains(a.body, "李娜 corrected Telephone, Subject: wrong number") && !strings.Contains(a.body, "李娜 corrected Subject, Telephone: wrong number") || !strings.Contains(a.body, "rang back") {
		t.Errorf("timeline %s", a.body)
	}
}

func TestHandingOver(t *testing.T) {
	h := newOffice(t)
	c := h.complaint()
	assign := func(as, to string, status int) TaskView {
		t.Helper()
		var v TaskView
		h.must(status, asked{as: as, method: "POST", path: "/tasks/" + c.Tasks[0].ID + "/assign", header: ifMatches("*"), body: `{"to":"` + to + `"}`}, &v)
		return v
	}
	assign("chen-jing", "chen-jing", 403) // queued: nobody's to hand over
	if v := assign("li-na", "chen-jing", 200); v.State != "assigned" || v.Assignee != "chen-jing" {
		t.Errorf("assigned: %+v", v)
	}
	var v TaskView
	h.must(200, asked{as: "chen-jing", method: "POST", path: "/tasks/" + c.Tasks[0].ID + "/start", header: ifMatches("*")}, &v)
	if v.State != "started" {
		t.Errorf("started: %+v", v)
	}
	assign("chen-jing", "sun-li", 200) // one's own
	assign("chen-jing", "chen-jing", 403)
	assign("zhao-min", "li-na", 200)
	v = TaskView{}
	h.must(200, asked{as: "li-na", method: "POST", path: "/tasks/" + c.Tasks[0].ID + "/unclaim", header: ifMatches("*")}, &v)
	if v.State != "queued" || v.Assignee != "" {
		t.Errorf("unclaimed: %+v", v)
	}
}
