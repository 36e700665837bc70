package runner_test

import (
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log/slog"
	"mime"
	"net/http/httptest"
	"net/mail"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/runner"
)

// urgent tells the lead at half time, in our words, and the customer and the
// manager when it is due, by a template with something personal in it.
const urgent = `
process: urgent
name: {zh: 加急, en: Urgent matters}
calendar: office
lanes: {customer: {party: customer}, desk: {team: desk}}
data: {phone: {type: phone, personal: true, optional: true}}
texts:
  late:
    subject: {zh: 晚了, en: Late}
    zh: 请致电 {phone}
    en: Please call {phone}
promises:
  answer: {name: {zh: 答复, en: First answer}, from: start, to: reply, within: 10m, for: customer, escalate: up}
escalations:
  up:
    - {at: 50%, notify: [lead]}
    - {at: due, notify: [manager, customer], text: late}
start: note
steps:
  note: {lane: desk, form: [{field: phone, optional: true}], next: reply}
  reply: {lane: desk, next: end}
`

// staffed gives the runner people with addresses, and a calendar that is
// always open in Shanghai.
func (h *house) staffed(t *testing.T) {
	t.Helper()
	body, err := json.Marshal(org.Document{
		People: []org.Person{
			{ID: "ann", Name: "Ann", Teams: []string{"desk"}},
			{ID: "zhang", Name: "张敏", Mail: "zhang@example.org", Teams: []string{"desk"}},
			{ID: "wang", Name: "Wang", Mail: "wang@example.org", Lang: "en", Teams: []string{"service"}},
		},
		Teams: []org.Team{
			{ID: "service", Name: org.Name{EN: "Service"}, Lead: "wang"},
			{ID: "desk", Name: org.Name{EN: "Desk"}, Lead: "zhang", Parent: "service"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	h.mustWrite(runner.KindOrganisation, runner.OrganisationID, string(body), 0)
	h.mustWrite(runner.KindCalendar, "office", "calendar: office\nzone: Asia/Shanghai\nweek: {mon-sun: [00:00-24:00]}\n", 0)
	if p, _, found, err := h.Deploy(t.Context(), "urgent.yaml", []byte(urgent), "ann"); err != nil || p == nil {
		t.Fatalf("deploy: %v, %s", err, diagnostics(found))
	}
	h.put(runner.KindCustomer, "c1", org.Customer{ID: "c1", Name: "C", Lang: "en"})
}

func (h *house) urgent() engine.Instance {
	h.t.Helper()
	in := h.do(runner.Call{Command: engine.StartInstance{
		Origin: desk, Process: "urgent", Customers: []engine.LaneActor{{Lane: "customer", ID: "c1"}},
	}}).Instance
	return h.complete(in.ID, value("phone", number)).Instance
}

func arrives(t *testing.T, s *mailServer) parcel {
	t.Helper()
	select {
	case m := <-s.got:
		return m
	case <-time.After(10 * time.Second):
		t.Fatal("no mail within ten seconds")
		return parcel{}
	}
}

func subject(t *testing.T, head mail.Header) string {
	t.Helper()
	text, err := new(mime.WordDecoder).DecodeHeader(head.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestPeopleAreNotifiedByMailInTheirLanguage(t *testing.T) {
	t.Parallel()
	s := servesMail(t, nil)
	var box postbox
	clock := &ahead{}
	h := open(t, nil, s.settings, func(cfg *runner.Config) { cfg.Clock, cfg.Letters = clock, box.take })
	h.staffed(t)
	in := h.urgent()
	h.pass(clock, 5*time.Minute+time.Second)
	first := arrives(t, s)
	local := time.UnixMilli(int64(in.Clocks[0].Due)).UTC().Add(8 * time.Hour).Format("2006年1月2日 15:04")
	want := "「加急」案件 " + in.ID + ":\n承诺「答复」已用去 50% 的时限," + local + "(Asia/Shanghai) 到期。\n"
	if first.to != "zhang@example.org" || first.body != want || subject(t, first.head) != "案件 "+in.ID+":「答复」已用时限 50%" {
		t.Errorf("to %s: %q: %q, want %q", first.to, subject(t, first.head), first.body, want)
	}
	if id := first.head.Get("Message-ID"); !strings.HasPrefix(id, "<"+in.ID+".") || first.head.Get("Auto-Submitted") != "auto-generated" ||
		first.head.Get("Content-Language") != "zh" || first.head.Get("From") != `"Laneway" <desk@example.org>` {
		t.Errorf("head %v", first.head)
	}
	h.pass(clock, 5*time.Minute)
	second := arrives(t, s)
	if second.to != "wang@example.org" || subject(t, second.head) != "Late" || strings.TrimSpace(second.body) != "Please call "+number {
		t.Errorf("to %s: %q: %q", second.to, subject(t, second.head), second.body)
	}
	h.eventually(func() bool { return h.undelivered() == 0 })
	if len(box.letters) != 1 {
		t.Fatalf("%d letters to customers, want one", len(box.letters))
	}
	l := box.letters[0]
	if l.To != "c1" || l.Lane != "customer" || l.Channel != "phone" || l.Text != "late" || strings.TrimSpace(l.Body) != "Please call "+number {
		t.Errorf("the customer gets %+v", l)
	}
	if strings.Contains(saved(t, h.store, in.ID), number) {
		t.Error("the store holds the number in the clear")
	}
}

func TestAMailServerThatIsBusyIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := servesMail(t, func(attempt int) string {
		if attempt == 1 {
			return "451 4.3.2 busy"
		}
		return ""
	})
	clock := &ahead{}
	h := open(t, nil, s.settings, func(cfg *runner.Config) { cfg.Clock = clock })
	h.staffed(t)
	in := h.urgent()
	h.pass(clock, 5*time.Minute+time.Second)
	h.eventually(func() bool { return s.attempted() == 1 && h.waits(1) })
	h.pass(clock, 5*time.Minute) // the next level lets it look at what is due again
	got := map[string]bool{arrives(t, s).to: true, arrives(t, s).to: true}
	if !got["zhang@example.org"] || !got["wang@example.org"] {
		t.Errorf("mail to %v", got)
	}
	if in = h.load(in.ID); len(in.Incidents) != 0 {
		t.Errorf("incidents %+v", in.Incidents)
	}
}

// waits reports whether an effect is to be tried again after so many attempts.
func (h *house) waits(attempts int) bool {
	h.t.Helper()
	effects, err := h.store.Effects(h.t.Context(), 1<<62, 10)
	return err == nil && len(effects) > 0 && effects[0].Attempts >= attempts
}

// What the server refuses for good is an incident of the case at once; who
// cannot be reached stays out of its words.
func TestAMailThatIsRefusedIsAnIncident(t *testing.T) {
	t.Parallel()
	s := servesMail(t, func(int) string { return "550 5.1.1 no such user" })
	clock := &ahead{}
	h := open(t, nil, s.settings, func(cfg *runner.Config) { cfg.Clock = clock })
	h.staffed(t)
	in := h.urgent()
	h.pass(clock, 5*time.Minute+time.Second)
	h.eventually(func() bool { in = h.load(in.ID); return len(in.Incidents) > 0 })
	got := in.Incidents[0]
	if got.Code != "effect-failed" || !strings.HasSuffix(got.Effect, "/notice") || !strings.Contains(got.Detail, "550 5.1.1") ||
		strings.Contains(got.Detail, "zhang@") {
		t.Errorf("incident %+v", got)
	}
}

func TestMailGoesProtectedAndSignedIn(t *testing.T) {
	t.Parallel()
	for _, security := range []runner.MailSecurity{runner.MailStartTLS, runner.MailTLS} {
		t.Run(string(security), func(t *testing.T) {
			t.Parallel()
			vouched := httptest.NewTLSServer(nil) // for its certificate
			defer vouched.Close()
			s := &mailServer{t: t, tls: vouched.TLS, first: security == runner.MailTLS}
			s.serve()
			clock := &ahead{}
			h := open(t, nil, s.settings, func(cfg *runner.Config) {
				cfg.Clock = clock
				cfg.Mail.TLS, cfg.Mail.User, cfg.Mail.Password = security, "laneway", "secret"
				cfg.Mail.Roots = x509.NewCertPool()
				cfg.Mail.Roots.AddCert(vouched.Certificate())
			})
			h.staffed(t)
			h.urgent()
			h.pass(clock, 5*time.Minute+time.Second)
			if m := arrives(t, s); m.to != "zhang@example.org" {
				t.Errorf("mail to %s", m.to)
			}
		})
	}
}

func TestMailThatWouldGoUnprotectedIsNotSent(t *testing.T) {
	t.Parallel()
	s := servesMail(t, nil)
	clock := &ahead{}
	h := open(t, nil, s.settings, func(cfg *runner.Config) { cfg.Clock, cfg.Mail.TLS = clock, runner.MailStartTLS })
	h.staffed(t)
	h.urgent()
	h.pass(clock, 5*time.Minute+time.Second)
	h.eventually(func() bool { return h.waits(1) })
	if len(s.got) != 0 {
		t.Error("mail went without TLS")
	}
}

// Without a mail server, and for people without an address, one line stands in
// the log, and nothing of what the text says.
func TestNotificationsWithoutMailStandInTheLog(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		h := open(t, nil, func(cfg *runner.Config) { cfg.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
		h.staffed(t)
		h.urgent()
		time.Sleep(time.Hour)
		synctest.Wait()
		if n := strings.Count(log.String(), "msg=text"); n != 3 || strings.Contains(log.String(), number) {
			t.Errorf("%d lines, want 3 without the number: %s", n, log.String())
		}
		if h.undelivered() != 0 {
			t.Error("something is not delivered")
		}
	})
}

func TestWebhooksHearOfPromises(t *testing.T) {
	t.Parallel()
	url, got := receiver(t, accept)
	clock := &ahead{}
	h := open(t, nil, loopback, func(cfg *runner.Config) { cfg.Clock = clock })
	h.staffed(t)
	h.put(runner.KindWebhook, "w1", runner.Webhook{URL: url, Events: []string{"promise.*"}, Secrets: []string{secretNew}})
	in := h.urgent()
	h.pass(clock, 11*time.Minute)
	var kinds []string
	for len(kinds) < 7 {
		var event struct {
			Type string
			Data map[string]any
		}
		if err := json.Unmarshal(next(t, got).body, &event); err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, strings.TrimPrefix(event.Type, "dev.laneway."))
		if event.Data["promise"] != "answer" || event.Data["clock"] != fmt.Sprintf("p%d", in.Clocks[0].Number) {
			t.Errorf("%s says %v", event.Type, event.Data)
		}
		if _, told := event.Data["skipped"]; told || strings.Contains(event.Type, "notified") && event.Data["person"] == "" {
			t.Errorf("%s says %v", event.Type, event.Data)
		}
	}
	h.eventually(func() bool { return h.load(in.ID).Clocks[0].BreachedAt != 0 })
	h.complete(in.ID)
	for !strings.Contains(strings.Join(kinds, " "), "promise.stopped.v1") {
		var event struct{ Type string }
		if err := json.Unmarshal(next(t, got).body, &event); err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, strings.TrimPrefix(event.Type, "dev.laneway."))
	}
	for _, want := range []string{"promise.started.v1", "promise.level_reached.v1", "promise.notified.v1", "promise.breached.v1"} {
		if !strings.Contains(strings.Join(kinds, " "), want) {
			t.Errorf("no %s among %v", want, kinds)
		}
	}
}

func TestMailSettingsAreChecked(t *testing.T) {
	t.Parallel()
	good := runner.Mail{Host: "mail.example.org", From: "desk@example.org"}
	if err := good.Check(); err != nil {
		t.Errorf("good settings: %v", err)
	}
	for name, wrong := range map[string]func(*runner.Mail){
		"host":     func(m *runner.Mail) { m.Host = "" },
		"port":     func(m *runner.Mail) { m.Port = 70000 },
		"sender":   func(m *runner.Mail) { m.From = "desk" },
		"security": func(m *runner.Mail) { m.TLS = "ssl" },
	} {
		bad := good
		if wrong(&bad); bad.Check() == nil {
			t.Errorf("%s: wrong settings pass", name)
		}
	}
}
