package api

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/calendar"
)

// promised is a flow that promises an answer, and asks the customer back.
const promised = `process: promised
name: {zh: 有承诺, en: Promised}
calendar: 24x7
lanes:
  customer: {party: customer, name: {zh: 客户, en: Customer}}
  desk: {team: front-desk, name: {zh: 前台, en: Front desk}}
data:
  what: {type: text, name: {zh: 什么事, en: What}}
promises:
  answer: {name: {zh: 答复, en: Answer}, from: ask, to: tell, within: 4h, extend: {reasons: [parts-missing]}, escalate: late}
escalations:
  late:
    - {at: 50%, notify: lead}
    - {at: due, raise: urgent, add: lead, notify: manager}
start: ask
steps:
  ask: {lane: customer, name: {zh: 提问, en: Ask}, form: [what], next: look}
  look: {lane: desk, name: {zh: 查看, en: Look}, within: 1h, next: more}
  more: {lane: customer, name: {zh: 补充, en: More}, next: tell}
  tell: {lane: desk, name: {zh: 答复, en: Tell}, next: end}
`

// promise starts a case of it.
func (h *office) promise() CaseView {
	h.Helper()
	if _, _, found, err := h.server.Runner.Deploy(h.Context(), "promised.yaml", []byte(promised), "test"); err != nil || h.server.world().Current["promised"] == nil {
		h.Fatal(err, found)
	}
	var c CaseView
	h.must(201, asked{
		as: "li-na", method: "POST", path: "/processes/promised/instances",
		body: `{"data":{"what":"no light"},"customers":[{"lane":"customer","id":"c-1001"}]}`,
	}, &c)
	return c
}

func (h *office) promisesOf(id string) map[string]PromiseView {
	h.Helper()
	var list CasePromises
	h.must(200, asked{as: "li-na", method: "GET", path: "/instances/" + id + "/promises"}, &list)
	byName := map[string]PromiseView{}
	for _, p := range list.Items {
		byName[p.Promise] = p
	}
	return byName
}

func (h *office) finish(c *CaseView, as, onBehalf string) {
	h.Helper()
	body := `{"values":{}}`
	if onBehalf != "" {
		body = `{"values":{},"onBehalf":"` + onBehalf + `"}`
	}
	h.must(200, asked{as: as, method: "POST", path: "/tasks/" + c.Tasks[0].ID + "/complete", header: ifMatches("*"), body: body}, c)
}

// near allows for the time a test itself takes.
func near(got Length, want time.Duration) bool {
	return got >= Length(want.Milliseconds()) && got < Length((want+time.Minute).Milliseconds())
}

// TestPromisesOfACase follows both clocks of a case through a pause, an
// extension and a breach.
func TestPromisesOfACase(t *testing.T) {
	h := newOffice(t)
	c := h.promise()
	if c.Due == nil || c.Due.Promise != "answer" || c.Due.State != "running" || c.Tasks[0].StepDue.Promise != "look" {
		t.Fatalf("started: %+v, %+v", c.Due, c.Tasks[0].StepDue)
	}
	h.clock.move(30 * time.Minute)
	at := h.promisesOf(c.ID)
	if look := at["look"]; look.State != "running" || look.Kind != "step" || look.Task != c.Tasks[0].ID || look.Percent != 50 || !near(look.Elapsed, 30*time.Minute) {
		t.Errorf("the step's promise: %+v", look)
	}
	h.finish(&c, "li-na", "")
	h.clock.move(time.Hour)
	at = h.promisesOf(c.ID)
	if look := at["look"]; look.State != "ended" || look.Verdict != "met" || look.Due <= look.StoppedAt || !near(look.Elapsed, 30*time.Minute) || look.StoppedAt == 0 {
		t.Errorf("the step's promise has ended: %+v", look)
	}
	answer := at["answer"]
	if answer.State != "paused" || answer.WhyName != "the customer" || answer.Due != 0 || !near(answer.Paused, time.Hour) || near(answer.Elapsed, time.Hour) {
		t.Errorf("the answer stands still: %+v", answer)
	}
	h.finish(&c, "chen-jing", "c-1001")

	extend := asked{as: "li-na", method: "POST", path: "/promises/" + answer.ID + "/extend", body: `{"by":"1h30m","reason":"parts-missing"}`}
	h.must(428, extend, nil)
	extend.header = ifMatches(answer.ETag)
	bad := extend
	bad.body = `{"by":"1wd","reason":"parts-missing"}`
	h.must(422, bad, nil)
	bad.body, bad.as = extend.body, "chen-jing"
	h.must(403, bad, nil)
	var extended PromiseView
	h.must(200, extend, &extended)
	if extended.Budget.String() != "PT5H30M" || extended.Original.String() != "PT4H" || extended.Target != 2 || extended.Due == 0 {
		t.Errorf("extended: %+v", extended)
	}
	h.must(412, extend, nil)
	extend.header = ifMatches(extended.ETag)
	var p Problem
	h.must(422, extend, &p)
	if p.Code != engine.RejectExtension {
		t.Errorf("extended twice: %+v", p)
	}

	h.clock.move(6 * time.Hour)
	if late := h.promisesOf(c.ID)["answer"]; late.Verdict != "breached" || late.Left >= 0 || late.BreachedAt != extended.Due {
		t.Errorf("late, before anything was written: %+v", late)
	}
	h.must(200, asked{as: "li-na", method: "POST", path: "/promises/" + answer.ID + "/acknowledge"}, nil)
	late := h.promisesOf(c.ID)["answer"]
	if late.Verdict != "breached" || late.Acknowledged != "li-na" || len(late.Levels) != 2 {
		t.Errorf("late: %+v", late)
	}
	var detail CaseDetail
	h.must(200, asked{as: "li-na", method: "GET", path: "/instances/" + c.ID}, &detail)
	if detail.Priority != "urgent" || detail.Owner == "" || !slices.Contains(detail.Others, "li-na") || detail.Due == nil || !detail.Due.Breached {
		t.Errorf("the case: %+v", detail.CaseView)
	}
	h.finish(&c, "li-na", "")
	h.must(409, asked{as: "li-na", method: "POST", path: "/promises/" + answer.ID + "/acknowledge"}, nil)
	var list CasePromises
	h.must(200, asked{as: "auditor", method: "GET", path: "/instances/" + c.ID + "/promises"}, &list)
	if len(list.Verdicts) != 2 || list.Verdicts[0].First != "breached" && list.Verdicts[1].First != "breached" {
		t.Errorf("verdicts: %+v", list.Verdicts)
	}
	h.timelineSays(c.ID, "en", "Promise Answer stands still: the customer", "李娜 extended promise Answer", "Promise Answer was breached",
		"Answer reached 50%", "Answer reached due", "The priority was raised to urgent", "李娜 acknowledged Answer", "Promise Answer ended, breached", "Told 赵敏 (manager) of Answer")
	h.timelineSays(c.ID, "zh", "承诺「答复」暂停:客户", "优先级升为 urgent", "就「答复」通知了 赵敏(manager)")
}

func (h *office) timelineSays(id, lang string, wants ...string) {
	h.Helper()
	a := h.must(200, asked{as: "li-na", method: "GET", path: "/instances/" + id + "/timeline?detail=true&limit=200", header: map[string]string{"Accept-Language": lang}}, nil)
	for _, want := range wants {
		if !strings.Contains(a.body, want) {
			h.Errorf("the timeline does not say %q", want)
		}
	}
	if h.Failed() {
		h.Log(a.body)
	}
}

// TestExplanationsAddUp re-adds the rows of every cycle of a case, while it
// runs and after it has ended.
func TestExplanationsAddUp(t *testing.T) {
	h := newOffice(t)
	c := h.promise()
	began := c.StartedAt
	check := func() {
		t.Helper()
		for _, p := range h.promisesOf(c.ID) {
			var x Explanation
			h.must(200, asked{as: "li-na", method: "GET", path: "/promises/" + p.ID + "/explain"}, &x)
			addsUp(t, &x)
		}
	}
	check()
	h.clock.move(40 * time.Minute)
	h.finish(&c, "li-na", "")
	h.clock.move(40 * time.Minute)
	check()
	h.finish(&c, "chen-jing", "c-1001")
	h.clock.move(5 * time.Hour)
	check()
	h.finish(&c, "li-na", "")
	check()

	answer := h.promisesOf(c.ID)["answer"]
	// As things stood an hour after the start it was paused: what came later is not known.
	then := time.UnixMilli(int64(began)).Add(time.Hour).UTC().Format(time.RFC3339)
	var x Explanation
	h.must(200, asked{as: "li-na", method: "GET", path: "/promises/" + answer.ID + "/explain?at=" + then}, &x)
	addsUp(t, &x)
	if x.Promise.State != "paused" || x.Due != 0 || len(x.Rows) != 2 || !near(x.Elapsed, 40*time.Minute) {
		t.Errorf("an hour after the start: %+v", x)
	}
	for query, want := range map[string]int{"?at=2999-01-01T00:00:00Z": 422, "?at=2001-01-01T00:00:00Z": 422, "?at=noon": 422} {
		h.must(want, asked{as: "li-na", method: "GET", path: "/promises/" + answer.ID + "/explain" + query}, nil)
	}
	h.must(404, asked{as: "li-na", method: "GET", path: "/promises/" + c.ID + ".p999/explain"}, nil)
	h.must(404, asked{as: "li-na", method: "GET", path: "/promises/" + c.ID + "/explain"}, nil)
}

func addsUp(t *testing.T, x *Explanation) {
	t.Helper()
	var elapsed, paused Length
	for _, row := range x.Rows {
		var open Length
		for _, w := range row.Windows {
			if open += w.Open; w.Open != Length(w.To-w.From) {
				t.Errorf("%s: window %+v", x.Promise.Promise, w)
			}
		}
		if open != row.Open {
			t.Errorf("%s: the windows give %s, the row says %s", x.Promise.Promise, open, row.Open)
		}
		if row.Running {
			elapsed += open
		} else {
			paused += open
		}
		if row.Total != elapsed {
			t.Errorf("%s: so far %s, the row says %s", x.Promise.Promise, elapsed, row.Total)
		}
	}
	if elapsed != x.Elapsed || paused != x.Paused || x.Elapsed+x.Left != x.Promise.Budget {
		t.Errorf("%s: %s used, %s paused, %s left of %s; the rows give %s and %s", x.Promise.Promise, x.Elapsed, x.Paused, x.Left, x.Promise.Budget, elapsed, paused)
	}
	if x.Rest != nil && (x.Rest.Open != x.Left || x.Rest.To != x.Due) {
		t.Errorf("%s: the rest %+v does not add up to %s", x.Promise.Promise, x.Rest, x.Left)
	}
	if len(x.Text) < 4 {
		t.Errorf("%s: says only %v", x.Promise.Promise, x.Text)
	}
}

// TestExplanationsInWords reads the sentences of one clock (TIME.md §2.4, case
// 55 with a night in it) in both languages.
func TestExplanationsInWords(t *testing.T) {
	lines, err := calendar.Load(calendar.Source{Name: "w9", Body: []byte("calendar: w9\nzone: Asia/Shanghai\nweek: {mon-fri: [09:00-12:00, 13:30-18:00]}\n")})
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) engine.Millis {
		i, err := parseInstant(text + "+08:00")
		if err != nil {
			t.Fatal(err)
		}
		return engine.Millis(i)
	}
	start := at("2025-06-02T16:30:00")
	clock := engine.Clock{
		Number: 3, Promise: "answer", Cycle: 1, Calendar: "w9", Target: 1, Budget: 4 * 3_600_000, Original: 4 * 3_600_000,
		Stretches: []engine.Stretch{
			{From: start, To: at("2025-06-03T10:05:10"), Running: true},
			{From: at("2025-06-03T10:05:10"), To: at("2025-06-03T10:20:00"), Why: "customer"},
			{From: at("2025-06-03T10:20:00"), Running: true},
		},
	}
	for lang, want := range map[string][]string{
		english: {
			"Promised: 4 h of open time of calendar w9, from 2025-06-02 Mon 16:30 on",
			"Ran from 2025-06-02 Mon 16:30 to 2025-06-03 Tue 10:05:10: 06-02 16:30–18:00 1 h 30 min + 06-03 09:00–10:05:10 1 h 5 min 10 s = 2 h 35 min 10 s; so far 2 h 35 min 10 s",
			"Stood still (the customer) from 2025-06-03 Tue 10:05:10 to 2025-06-03 Tue 10:20: 06-03 10:05:10–10:20 14 min 50 s, not counted; so far 2 h 35 min 10 s",
			"Ran from 2025-06-03 Tue 10:20 to 2025-06-03 Tue 11:00: 06-03 10:20–11:00 40 min; so far 3 h 15 min 10 s",
			"4 h promised - 3 h 15 min 10 s used = 44 min 50 s left",
			"Due 2025-06-03 Tue 11:44:50: from 2025-06-03 Tue 11:00 on there are 06-03 11:00–11:44:50 44 min 50 s",
			"Open",
		},
		chinese: {
			"承诺：4小时（w9 日历的开放时间），自 2025-06-02 周一 16:30 起",
			"计时 2025-06-02 周一 16:30 至 2025-06-03 周二 10:05:10：06-02 16:30–18:00 1小时30分 + 06-03 09:00–10:05:10 1小时5分10秒 = 2小时35分10秒；累计 2小时35分10秒",
			"暂停（客户）2025-06-03 周二 10:05:10 至 2025-06-03 周二 10:20：06-03 10:05:10–10:20 14分50秒，不计入；累计 2小时35分10秒",
			"计时 2025-06-03 周二 10:20 至 2025-06-03 周二 11:00：06-03 10:20–11:00 40分；累计 3小时15分10秒",
			"承诺 4小时 − 已用 3小时15分10秒 = 剩余 44分50秒",
			"到期 2025-06-03 周二 11:44:50：自 2025-06-03 周二 11:00 起还有 06-03 11:00–11:44:50 44分50秒",
			"进行中",
		},
	} {
		r := &promiseReader{c: &call{lang: lang}}
		r.history.Targets = []engine.ClockTarget{{Clock: 3, At: start, Budget: clock.Budget}}
		v := Explanation{Promise: PromiseView{State: "running", Verdict: "open", Calendar: "w9", Budget: Length(clock.Budget)}}
		r.explain(&v, lines["w9"], &clock, at("2025-06-03T11:00:00"))
		if !slices.Equal(v.Text, want) {
			t.Errorf("%s:\n%s\nwant\n%s", lang, strings.Join(v.Text, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestLengths(t *testing.T) {
	for want, ms := range map[string]Length{
		"PT0S": 0, "PT2H30M": 9_000_000, "-PT5M": -300_000, "PT1.5S": 1500, "PT0.001S": 1, "PT100H0.25S": 360_000_250, "PT59S": 59_000,
	} {
		if ms.String() != want {
			t.Errorf("%d: %s, want %s", ms, ms, want)
		}
		var back Length
		if err := back.UnmarshalText([]byte(want)); err != nil || back != ms {
			t.Errorf("%s is read as %d, %v", want, back, err)
		}
	}
	for _, bad := range []string{"", "2H", "PTxH", "PT5", "P1D"} {
		var l Length
		if err := l.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is read as %s", bad, l)
		}
	}
	if Length(-1).seconds() != -1 || Length(1999).seconds() != 1 || Length(-1000).seconds() != -1 {
		t.Error("seconds do not round down")
	}
}
