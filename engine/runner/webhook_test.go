package runner_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

var (
	secretOld = "whsec_" + base64.StdEncoding.EncodeToString([]byte("the old secret of 24 and more bytes"))
	secretNew = "whsec_" + base64.StdEncoding.EncodeToString([]byte("the new secret of 24 and more bytes"))
)

// received is one request a webhook got.
type received struct {
	header http.Header
	body   []byte
}

// receiver is an HTTP server that answers with what answer returns.
func receiver(t *testing.T, answer func(http.ResponseWriter, *http.Request)) (url string, got chan received) {
	t.Helper()
	got = make(chan received, 100)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("body: %v", err)
		}
		got <- received{r.Header.Clone(), body}
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, got
}

func accept(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

// loopback lets webhooks reach this machine.
func loopback(cfg *runner.Config) {
	cfg.Reachable = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}

func next(t *testing.T, got chan received) received {
	t.Helper()
	select {
	case r := <-got:
		return r
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was received within ten seconds")
		return received{}
	}
}

func TestAWebhookGetsSignedCloudEvents(t *testing.T) {
	t.Parallel()
	url, got := receiver(t, accept)
	h := open(t, []string{line}, loopback)
	h.put(runner.KindWebhook, "w1", runner.Webhook{URL: url, Events: []string{"instance.started", "task.*"}, Secrets: []string{secretNew, secretOld}})
	in := h.start("line")
	kinds := map[string]bool{}
	for range 2 {
		r := next(t, got)
		var event struct {
			SpecVersion, ID, Source, Type, Subject, DataContentType string
			Time                                                    time.Time
			Data                                                    map[string]any
		}
		if err := json.Unmarshal(r.body, &event); err != nil {
			t.Fatalf("%v in %s", err, r.body)
		}
		kinds[event.Type] = true
		if event.SpecVersion != "1.0" || event.Source != "laneway" || event.Subject != "instance/"+in.ID ||
			!strings.HasPrefix(event.ID, in.ID+"/") || event.Data["instance"] != in.ID || event.Time.IsZero() {
			t.Errorf("event %s", r.body)
		}
		if got, want := r.header.Get("Content-Type"), "application/cloudevents+json; charset=utf-8"; got != want {
			t.Errorf("content type %q, want %q", got, want)
		}
		if r.header.Get("webhook-id") != event.ID {
			t.Errorf("webhook-id %q, event id %q", r.header.Get("webhook-id"), event.ID)
		}
		want := signature(t, secretNew, r) + " " + signature(t, secretOld, r)
		if got := r.header.Get("webhook-signature"); got != want {
			t.Errorf("signature %q, want %q", got, want)
		}
	}
	if !kinds["dev.laneway.instance.started.v1"] || !kinds["dev.laneway.task.opened.v1"] {
		t.Errorf("kinds %v", kinds)
	}
	h.eventually(func() bool { return h.undelivered() == 0 })
}

// signature is computed as a receiver does it.
func signature(t *testing.T, secret string, r received) string {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(r.header.Get("webhook-id") + "." + r.header.Get("webhook-timestamp") + "."))
	mac.Write(r.body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// undelivered counts effects that are not done, whenever they are due.
func (h *house) undelivered() int {
	h.t.Helper()
	effects, err := h.store.Effects(h.t.Context(), 1<<62, 1000)
	if err != nil {
		h.t.Fatal(err)
	}
	return len(effects)
}

func TestAWebhookThatFailsIsCalledAgainUnderTheSameID(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	url, got := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
		if calls.Add(1) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	clock := &quick{}
	h := open(t, []string{line}, loopback, func(cfg *runner.Config) { cfg.Clock = clock })
	h.put(runner.KindWebhook, "w1", runner.Webhook{URL: url, Events: []string{"instance.started"}, Secrets: []string{secretNew}})
	h.start("line")
	first, second := next(t, got), next(t, got)
	if first.header.Get("webhook-id") != second.header.Get("webhook-id") || string(first.body) != string(second.body) {
		t.Errorf("first %s, then %s", first.header.Get("webhook-id"), second.header.Get("webhook-id"))
	}
	h.eventually(func() bool { return h.undelivered() == 0 })
}

// quick is a clock that runs six hundred times as fast as the machine's.
type quick struct{}

var quickStart = time.Now()

func (*quick) Now() time.Time { return quickStart.Add(600 * time.Since(quickStart)) }

func (*quick) NewTimer(d time.Duration) runner.Timer { return runner.System{}.NewTimer(d / 600) }

func TestASlowWebhookHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	slow, hanging := receiver(t, func(http.ResponseWriter, *http.Request) { <-release })
	defer close(release)
	quickly, got := receiver(t, accept)
	h := open(t, []string{line}, loopback)
	h.put(runner.KindWebhook, "a-slow", runner.Webhook{URL: slow, Secrets: []string{secretNew}})
	h.put(runner.KindWebhook, "b-quick", runner.Webhook{URL: quickly, Events: []string{"instance.started"}, Secrets: []string{secretNew}})
	const cases = 60
	for range cases {
		h.start("line")
	}
	ids := make(map[string]bool)
	for range cases {
		ids[next(t, got).header.Get("webhook-id")] = true
	}
	if len(ids) != cases {
		t.Errorf("%d different events of %d arrived", len(ids), cases)
	}
	if n := len(hanging); n == 0 || n > 8 {
		t.Errorf("%d requests hang at the slow one", n)
	}
}

func TestAWebhookMayNotReachThisMachineNorBeSentOn(t *testing.T) {
	t.Parallel()
	inner, reached := receiver(t, accept)
	outer, got := receiver(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inner, http.StatusTemporaryRedirect) })

	closed := open(t, []string{line})
	closed.put(runner.KindWebhook, "w1", runner.Webhook{URL: inner, Events: []string{"instance.started"}, Secrets: []string{secretNew}})
	closed.start("line")
	closed.eventually(func() bool { return closed.attempts() == 1 })

	open := open(t, []string{line}, loopback)
	open.put(runner.KindWebhook, "w1", runner.Webhook{URL: outer, Events: []string{"instance.started"}, Secrets: []string{secretNew}})
	open.start("line")
	next(t, got)
	open.eventually(func() bool { return open.attempts() == 1 })
	if len(reached) != 0 {
		t.Fatal("a closed address was reached")
	}
}

// attempts is how often the one undelivered effect was tried.
func (h *house) attempts() int {
	h.t.Helper()
	effects, err := h.store.Effects(h.t.Context(), 1<<62, 10)
	if err != nil || len(effects) != 1 {
		h.t.Fatalf("%d effects, %v; want one", len(effects), err)
	}
	return effects[0].Attempts
}

func TestAnEndlessAnswerIsCutOff(t *testing.T) {
	t.Parallel()
	url, got := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		block := []byte(strings.Repeat("x", 64<<10))
		for r.Context().Err() == nil {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	h := open(t, []string{line}, loopback)
	h.put(runner.KindWebhook, "w1", runner.Webhook{URL: url, Events: []string{"instance.started"}, Secrets: []string{secretNew}})
	h.start("line")
	next(t, got)
	h.eventually(func() bool { return h.undelivered() == 0 })
}

func TestABadWebhookIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t, nil)
	for name, body := range map[string]string{
		"scheme":      `{"url": "ftp://example.com", "secrets": ["` + secretNew + `"]}`,
		"password":    `{"url": "https://a:b@example.com", "secrets": ["` + secretNew + `"]}`,
		"no secret":   `{"url": "https://example.com"}`,
		"weak secret": `{"url": "https://example.com", "secrets": ["whsec_YWJj"]}`,
		"unknown key": `{"url": "https://example.com", "secret": "x", "secrets": ["` + secretNew + `"]}`,
		"no JSON":     `{`,
	} {
		_, err := h.Put(t.Context(), store.Document{Kind: runner.KindWebhook, ID: "w1", Body: []byte(body)}, store.Request{})
		if err == nil {
			t.Errorf("%s: it was taken", name)
		}
	}
	good := store.Document{Kind: runner.KindWebhook, ID: "text", Body: []byte(`{"url": "https://example.com", "secrets": ["` + secretNew + `"]}`)}
	if _, err := h.Put(t.Context(), good, store.Request{}); err == nil {
		t.Error("a reserved id was taken")
	}
}
