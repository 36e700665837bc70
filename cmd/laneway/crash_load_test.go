package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/laneway-flow/laneway/api"
)

// crashLoad is what the clients of one shard do and have been told.
type crashLoad struct {
	t           *testing.T
	base, token string
	client      *http.Client
	group       sync.WaitGroup
	closing     atomic.Bool
	replayed    atomic.Int64 // answers that were given a second time

	mu    sync.Mutex
	cases []*crashCase
}

// crashCase is what a client knows of a case: everything in it was acknowledged.
type crashCase struct {
	marker  string
	id      string
	version int64 // of the last acknowledged change
	notes   []string
	ended   bool
}

func newCrashLoad(t *testing.T, base, token string) *crashLoad {
	return &crashLoad{t: t, base: base, token: token, client: &http.Client{Timeout: 20 * time.Second}}
}

// add starts a client that works until finish is called, and then until its
// cases have ended.
func (l *crashLoad) add(number int) {
	l.group.Go(func() {
		w := &crashWorker{load: l, number: number}
		for !l.closing.Load() && !l.t.Failed() {
			w.begin()
			for len(w.open) > 20 && w.end() {
			}
		}
		for len(w.open) > 0 && w.end() {
		}
	})
}

func (l *crashLoad) finish() {
	l.closing.Store(true)
	l.group.Wait()
}

// crashWorker is one client. open are its cases that still wait for their
// timer or their last task, oldest first.
type crashWorker struct {
	load   *crashLoad
	number int
	count  int
	open   []*crashCase
}

// begin takes a case through everything up to its timer.
func (w *crashWorker) begin() {
	w.count++
	c := &crashCase{marker: fmt.Sprintf("m%d-%d", w.number, w.count)}
	in, ok := w.post(c, "start", "/processes/crash/instances", "", api.StartCase{
		Data:      api.Values{"marker": quoted(c.marker), "phone": quoted("13800000001")},
		Customers: []api.LaneView{{Lane: "customer", ID: "c-1001"}},
	})
	if !ok {
		return
	}
	w.load.mu.Lock()
	w.load.cases = append(w.load.cases, c)
	w.load.mu.Unlock()
	w.open = append(w.open, c)
	early := w.count%3 == 0 // the message comes before anybody waits for it, and is kept
	if early {
		w.confirm(c)
	}
	w.note(c)
	if len(in.Tasks) != 1 || in.Tasks[0].Step != "first" {
		w.load.t.Errorf("%s: %d open tasks after the start, expected first", c.marker, len(in.Tasks))
		return
	}
	w.complete(c, &in.Tasks[0])
	if !early {
		w.confirm(c)
	}
	w.note(c)
}

// end looks whether the timer of the oldest case has fired, and completes its
// last task. It reports whether it is worth trying again.
func (w *crashWorker) end() bool {
	c := w.open[0]
	var in api.CaseView
	if !w.get(c, &in) {
		return false
	}
	if len(in.Tasks) == 0 { // the timer is still to come
		pause := time.NewTimer(20 * time.Millisecond)
		<-pause.C
		return !w.load.t.Failed()
	}
	w.open = w.open[1:]
	after, ok := w.complete(c, &in.Tasks[0])
	if ok && after.State != "completed" {
		w.load.t.Errorf("%s: %s after its last task, expected completed", c.marker, after.State)
	}
	c.ended = ok
	return ok
}

func (w *crashWorker) note(c *crashCase) {
	text := fmt.Sprintf("%s-note-%d", c.marker, len(c.notes)+1)
	if _, ok := w.post(c, text, "/instances/"+c.id+"/notes", "", map[string]string{"text": text}); ok {
		c.notes = append(c.notes, text)
	}
}

func (w *crashWorker) complete(c *crashCase, task *api.TaskView) (*api.CaseView, bool) {
	body := api.CompleteTask{Values: api.Values{"remark": quoted(task.Step + " done")}}
	return w.post(c, task.Step, "/tasks/"+task.ID+"/complete", task.ETag, body)
}

func (w *crashWorker) confirm(c *crashCase) {
	var outcome api.MessageOutcome
	body := map[string]any{"name": "confirmed", "key": c.marker, "values": map[string]string{"remark": "yes"}}
	if w.send(c, "confirm", "/messages", "", body, &outcome) && outcome.Outcome != "delivered" && outcome.Outcome != "kept" {
		w.load.t.Errorf("%s: its message was %s: %s", c.marker, outcome.Outcome, outcome.Reason)
	}
}

// post sends a command whose answer is the case, and notes what was acknowledged.
func (w *crashWorker) post(c *crashCase, key, path, etag string, body any) (*api.CaseView, bool) {
	var in api.CaseView
	if !w.send(c, key, path, etag, body, &in) {
		return nil, false
	}
	c.id, c.version = in.ID, max(c.version, versionOf(in.ETag))
	return &in, true
}

// send repeats a request under one key until it is answered. An answer other
// than success means that something acknowledged is lost or was done twice.
func (w *crashWorker) send(c *crashCase, key, path, etag string, body, out any) bool {
	payload, err := json.Marshal(body)
	if err != nil {
		w.load.t.Error(err)
		return false
	}
	answer, ok := w.untilAnswered(c, func() (*http.Request, error) {
		req, err := http.NewRequestWithContext(w.load.t.Context(), http.MethodPost, w.load.base+"/api/v1"+path, bytes.NewReader(payload))
		if err == nil {
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Idempotency-Key", c.marker+"/"+key)
			if etag != "" {
				req.Header.Set("If-Match", etag)
			}
		}
		return req, err
	})
	if !ok {
		return false
	}
	if answer.status >= 300 {
		w.load.t.Errorf("%s: POST %s (%s): %d: %s", c.marker, path, key, answer.status, answer.body)
		return false
	}
	if answer.replayed || bytes.Contains(answer.body, []byte(`"repeated":true`)) {
		w.load.replayed.Add(1)
	}
	if err := json.Unmarshal(answer.body, out); err != nil {
		w.load.t.Errorf("%s: POST %s: %v", c.marker, path, err)
		return false
	}
	return true
}

// get reads a case, which must be at least as far as was acknowledged.
func (w *crashWorker) get(c *crashCase, in *api.CaseView) bool {
	answer, ok := w.untilAnswered(nil, func() (*http.Request, error) {
		return http.NewRequestWithContext(w.load.t.Context(), http.MethodGet, w.load.base+"/api/v1/instances/"+c.id, http.NoBody)
	})
	switch {
	case !ok:
		return false
	case answer.status != http.StatusOK:
		w.load.t.Errorf("%s: case %s was acknowledged and is not there: %d: %s", c.marker, c.id, answer.status, answer.body)
		return false
	}
	if err := json.Unmarshal(answer.body, in); err != nil {
		w.load.t.Errorf("%s: %v", c.marker, err)
		return false
	}
	if got := versionOf(in.ETag); got < c.version {
		w.load.t.Errorf("%s: case %s is at version %d, %d was acknowledged", c.marker, c.id, got, c.version)
		return false
	}
	return true
}

// untilAnswered sends until an answer comes. After each restart of the server
// it first looks whether the case it works on is as it was told.
func (w *crashWorker) untilAnswered(c *crashCase, make func() (*http.Request, error)) (reply, bool) {
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	deadline := time.Now().Add(2 * time.Minute)
	for {
		req, err := make()
		if err != nil {
			w.load.t.Error(err)
			return reply{}, false
		}
		answer, err := w.load.roundTrip(req)
		if err == nil && answer.status != http.StatusServiceUnavailable {
			return answer, true
		}
		if w.load.t.Failed() || time.Now().After(deadline) || w.load.t.Context().Err() != nil {
			w.load.t.Error(errors.Join(errors.New("no answer for two minutes"), err))
			return reply{}, false
		}
		<-again.C
		if c != nil && c.id != "" {
			var in api.CaseView
			if !w.get(c, &in) {
				return reply{}, false
			}
		}
	}
}

// reply is an answer read to its end.
type reply struct {
	status   int
	replayed bool
	body     []byte
}

func (l *crashLoad) roundTrip(req *http.Request) (reply, error) {
	req.Header.Set("Authorization", "Bearer "+l.token)
	req.Header.Set("Accept-Language", "en")
	answer, err := l.client.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return reply{answer.StatusCode, answer.Header.Get("Idempotency-Replayed") == "true", text}, err
}

func quoted(s string) json.RawMessage { return json.RawMessage(strconv.Quote(s)) }

// versionOf reads an ETag such as "v17".
func versionOf(etag string) int64 {
	n, _ := strconv.ParseInt(strings.Trim(etag, `"v`), 10, 64)
	return n
}
