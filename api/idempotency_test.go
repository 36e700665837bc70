package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
)

func keyed1(key string, more ...string) map[string]string {
	h := map[string]string{"Idempotency-Key": key}
	for i := 0; i+1 < len(more); i += 2 {
		h[more[i]] = more[i+1]
	}
	return h
}

const aComplaint = `{"data":{"subject":"宽带断网","phone":"13800000001"}}`

func TestARepeatedStartIsAnsweredWithTheFirstCase(t *testing.T) {
	h := newOffice(t)
	q := asked{as: "li-na", method: "POST", path: "/processes/complaint/instances", body: aComplaint, header: keyed1("a")}
	first := h.must(201, q, nil)
	again := h.must(201, q, nil)
	if first.body != again.body || again.header.Get("Idempotency-Replayed") != "true" || again.header.Get("Location") != first.header.Get("Location") || again.header.Get("ETag") != first.header.Get("ETag") {
		t.Errorf("first %s\nagain %s %v", first.body, again.body, again.header)
	}
	q.body = strings.Replace(aComplaint, "宽带断网", "多扣费", 1)
	var p Problem
	h.must(422, q, &p)
	if p.Code != "idempotency.key_reused" {
		t.Errorf("another body under the key: %s", p.Code)
	}
	q.as = "chen-jing"
	h.must(201, q, nil) // another caller's key is another key
	if n := strings.Count(h.do(asked{as: "admin", method: "GET", path: "/instances"}).body, `"complaint"`); n != 2 {
		t.Errorf("%d cases, want 2", n)
	}
}

func TestARepeatedCompletionIsAnsweredAlthoughTheTaskIsGone(t *testing.T) {
	h := newOffice(t)
	c := h.complaint()
	var claimed TaskView
	h.must(200, asked{as: "li-na", method: "POST", path: "/tasks/" + c.Tasks[0].ID + "/claim", header: keyed1("1")}, &claimed)
	h.must(200, asked{as: "li-na", method: "POST", path: "/tasks/" + c.Tasks[0].ID + "/claim", header: keyed1("1")}, nil)
	q := asked{
		as: "li-na", method: "POST", path: "/tasks/" + claimed.ID + "/complete", body: `{"values":{"kind":"complaint"}}`,
		header: keyed1("2", "If-Match", claimed.ETag),
	}
	first, again := h.must(200, q, nil), h.must(200, q, nil)
	if first.body != again.body {
		t.Errorf("first %s\nagain %s", first.body, again.body)
	}
	q.path = "/tasks/" + c.ID + ".k99/complete" // the key belongs to another path
	if a := h.do(q); a.status != 404 && a.status != 422 {
		t.Errorf("the key on another task: %d %s", a.status, a.body)
	}
}

// TestRequestsInFlightUnderOneKeyStartOneCase sends the same start many times at once.
func TestRequestsInFlightUnderOneKeyStartOneCase(t *testing.T) {
	h := newOffice(t)
	var wg sync.WaitGroup
	bodies := make([]string, 20)
	for i := range bodies {
		wg.Go(func() {
			a := h.do(asked{as: "li-na", method: "POST", path: "/processes/complaint/instances", body: aComplaint, header: keyed1("same")})
			bodies[i] = fmt.Sprint(a.status, a.body)
		})
	}
	wg.Wait()
	for _, b := range bodies {
		if b != bodies[0] {
			t.Errorf("answers differ:\n%s\n%s", bodies[0], b)
		}
	}
}

func TestOneClaimWins(t *testing.T) {
	h := newOffice(t)
	c := h.complaint()
	people := []string{"li-na", "chen-jing", "sun-li"}
	status := make([]int, len(people))
	var wg sync.WaitGroup
	for i, who := range people {
		wg.Go(func() {
			status[i] = h.do(asked{as: who, method: "POST", path: "/tasks/" + c.Tasks[0].ID + "/claim"}).status
		})
	}
	wg.Wait()
	won := 0
	for _, s := range status {
		switch s {
		case 200:
			won++
		case 409:
		default:
			t.Errorf("claim: %d", s)
		}
	}
	if won != 1 {
		t.Errorf("%d claims won: %v", won, status)
	}
}

func TestSecretsAreShownOnceEvenToARepeatedRequest(t *testing.T) {
	h := newOffice(t)
	for _, q := range []asked{
		{as: "admin", method: "POST", path: "/tokens", body: `{"service":"shop","roles":["worker"]}`, header: keyed1("t")},
		{as: "li-na", method: "POST", path: "/instances/" + h.complaint().ID + "/links", header: keyed1("l")},
	} {
		first, again := h.must(201, q, nil), h.must(201, q, nil)
		var a, b map[string]any
		if json.Unmarshal([]byte(first.body), &a) != nil || json.Unmarshal([]byte(again.body), &b) != nil {
			t.Fatal(first.body, again.body)
		}
		if a["token"] == nil || b["token"] != nil || a["id"] != b["id"] {
			t.Errorf("%s: first %s, again %s", q.path, first.body, again.body)
		}
	}
}

func TestMessages(t *testing.T) {
	h := newOffice(t)
	send := func(body string, header map[string]string) MessageOutcome {
		t.Helper()
		var o MessageOutcome
		h.must(200, asked{as: "worker", method: "POST", path: "/messages", body: body, header: header}, &o)
		return o
	}
	first := send(`{"name":"ordered","key":"A-1","values":{"order_no":"A-1"}}`, keyed1("m"))
	if first.Outcome != "started" || first.Instance == "" {
		t.Fatalf("first: %+v", first)
	}
	if again := send(`{"name":"ordered","key":"A-1","values":{"order_no":"A-1"}}`, keyed1("m")); again.Instance != first.Instance || !again.Repeated {
		t.Errorf("again: %+v", again)
	}
	h.must(422, asked{as: "worker", method: "POST", path: "/messages", body: `{"name":"ordered","key":"A-9","values":{"order_no":"A-9"}}`, header: keyed1("m")}, nil)
	if second := send(`{"name":"ordered","key":"A-1","values":{"order_no":"A-1"}}`, nil); second.Outcome != "refused" || second.Code != "start.key_running" {
		t.Errorf("a second case for the key: %+v", second)
	}
	if other := send(`{"name":"nothing"}`, nil); other.Outcome != "refused" || other.Code != "message.unknown" {
		t.Errorf("unknown message: %+v", other)
	}
	h.must(422, asked{as: "worker", method: "POST", path: "/messages", body: `{"name":"ordered","key":"A-2","values":{}}`}, nil)
	h.must(409, asked{as: "admin", method: "POST", path: "/processes/keyed/instances", body: `{"start":"ordered","key":"A-1","data":{"order_no":"A-1"}}`}, nil)
	var c CaseView
	h.must(201, asked{as: "admin", method: "POST", path: "/processes/keyed/instances", body: `{"start":"ordered","key":"A-3","data":{"order_no":"A-3"}}`}, &c)
	if c.Key != "A-3" || len(c.Tasks) != 1 {
		t.Errorf("started by message: %+v", c)
	}
	again := asked{as: "admin", method: "POST", path: "/processes/keyed/instances", body: `{"start":"ordered","key":"A-4","data":{"order_no":"A-4"}}`, header: keyed1("k")}
	var first4, second4 CaseView
	h.must(201, again, &first4)
	h.must(201, again, &second4)
	if first4.ID != second4.ID {
		t.Errorf("a repeated start by message: %s and %s", first4.ID, second4.ID)
	}
}
