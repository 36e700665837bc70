package runner_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/runner"
)

// greeter writes to the customer.
const greeter = `
process: greeter
calendar: 24x7
lanes: {customer: {party: customer}, desk: {team: desk}}
data: {word: {type: text}, phone: {type: phone, personal: true, optional: true}}
texts:
  hello:
    subject: {zh: 问候, en: Greeting}
    zh: 您好,{word},{phone}
    en: Hello, {word}, {phone}
start: say
steps:
  say: {lane: desk, form: [word, {field: phone, optional: true}], next: tell}
  tell: {send: {to: customer, text: hello}, next: rest}
  rest: {lane: desk, next: end}
`

// postbox takes letters, or refuses them.
type postbox struct {
	mu      sync.Mutex
	broken  bool
	tries   int
	letters []runner.Letter
}

func (p *postbox) take(_ context.Context, l runner.Letter) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tries++
	if p.broken {
		return errors.New("the channel is down")
	}
	p.letters = append(p.letters, l)
	return nil
}

func (p *postbox) repair() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.broken = false
}

// greeted starts a case for customer c1 that says hello.
func (h *house) greeted(said ...string) engine.Instance {
	h.t.Helper()
	in := h.do(runner.Call{Command: engine.StartInstance{
		Origin: desk, Process: "greeter", Customers: []engine.LaneActor{{Lane: "customer", ID: "c1"}},
	}}).Instance
	return h.complete(in.ID, values(said...)...).Instance
}

func TestATextIsHandedOverInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var box postbox
		h := open(t, []string{greeter}, func(cfg *runner.Config) { cfg.Letters = box.take })
		h.put(runner.KindCustomer, "c1", org.Customer{ID: "c1", Name: "C", Lang: "en"})
		in := h.greeted("word", "dear", "phone", "13800000000")
		synctest.Wait()
		if len(box.letters) != 1 {
			t.Fatalf("%d letters, want one", len(box.letters))
		}
		l := box.letters[0]
		if l.Instance != in.ID || l.Text != "hello" || l.To != "c1" || l.Lang != "en" || l.Channel != "phone" ||
			l.Subject != "Greeting" || strings.TrimSpace(l.Body) != "Hello, dear, 13800000000" {
			t.Fatalf("got %+v", l)
		}
	})
}

func TestADeliveryIsTriedAgainUntilItSucceeds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		box := postbox{broken: true}
		h := open(t, []string{greeter}, func(cfg *runner.Config) { cfg.Letters = box.take })
		h.greeted("word", "dear")
		time.Sleep(time.Hour)
		synctest.Wait()
		if box.tries < 8 || box.tries > 12 {
			t.Errorf("%d attempts in the first hour, want about ten", box.tries)
		}
		box.repair()
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if len(box.letters) != 1 {
			t.Fatalf("%d letters after the channel came back, want one", len(box.letters))
		}
	})
}

func TestAnEffectGivenUpIsAnIncidentAndCanBeRetried(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		box := postbox{broken: true}
		h := open(t, []string{greeter}, func(cfg *runner.Config) { cfg.Letters = box.take })
		in := h.greeted("word", "dear")
		time.Sleep(20 * time.Hour)
		synctest.Wait()
		if in = h.load(in.ID); len(in.Incidents) != 0 {
			t.Fatalf("given up after less than a day: %+v", in.Incidents)
		}
		time.Sleep(9 * time.Hour)
		synctest.Wait()
		in = h.load(in.ID)
		if len(in.Incidents) != 1 || in.Incidents[0].Code != "effect-failed" || !strings.HasPrefix(in.Incidents[0].Effect, in.ID+"/") {
			t.Fatalf("incidents after more than a day: %+v", in.Incidents)
		}
		tries := box.tries
		time.Sleep(48 * time.Hour)
		synctest.Wait()
		if box.tries != tries {
			t.Fatal("it was tried again although it was given up")
		}
		box.repair()
		h.do(runner.Call{Instance: in.ID, Command: engine.RetryIncident{Origin: desk, Incident: in.Incidents[0].Number}})
		synctest.Wait()
		if len(box.letters) != 1 {
			t.Fatalf("%d letters after the retry, want one", len(box.letters))
		}
	})
}

func TestTheLogSaysNothingPersonalOfAText(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		h := open(t, []string{greeter}, func(cfg *runner.Config) {
			cfg.Logger = slog.New(slog.NewTextHandler(&log, nil))
		})
		h.greeted("word", "canary", "phone", "13800000000")
		synctest.Wait()
		if !strings.Contains(log.String(), "msg=text") {
			t.Fatalf("no line for the text: %s", log.String())
		}
		if strings.Contains(log.String(), "canary") || strings.Contains(log.String(), "13800000000") {
			t.Fatalf("the log says what the text says: %s", log.String())
		}
	})
}
