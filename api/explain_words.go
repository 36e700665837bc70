package api

import (
	"strconv"
	"strings"
	"time"

	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
)

// explainWords are the sentences of an explanation. {Places} are filled by
// words; every sum stands with what it is the sum of.
var explainWords = map[string]definition.Text{
	"promised":    {ZH: "承诺：{budget}（{calendar} 日历的开放时间），自 {at} 起", EN: "Promised: {budget} of open time of calendar {calendar}, from {at} on"},
	"none":        {ZH: "本案件不作承诺", EN: "Nothing is promised for this case"},
	"by":          {ZH: "另承诺在 {by} 前；取较早者", EN: "Promised besides: by {by}; the earlier one counts"},
	"only_by":     {ZH: "承诺：在 {by} 前", EN: "Promised: by {by}"},
	"retargeted":  {ZH: "{at} 目标改为 {budget}：数据有变", EN: "At {at} the target became {budget}: the data changed"},
	"extended":    {ZH: "{at} 延期至 {budget}：{reason}", EN: "At {at} it was extended to {budget}: {reason}"},
	"ran":         {ZH: "计时 {from} 至 {to}：{sum}；累计 {total}", EN: "Ran from {from} to {to}: {sum}; so far {total}"},
	"stood":       {ZH: "暂停（{why}）{from} 至 {to}：{sum}，不计入；累计 {total}", EN: "Stood still ({why}) from {from} to {to}: {sum}, not counted; so far {total}"},
	"closed":      {ZH: "其间不在开放时间，0", EN: "closed all the time, 0"},
	"more":        {ZH: "另 {count} 段共 {open}", EN: "{count} more windows of {open}"},
	"sum":         {ZH: "合计 {sum}", EN: "used {sum}"},
	"left":        {ZH: "承诺 {budget} − 已用 {elapsed} = 剩余 {left}", EN: "{budget} promised - {elapsed} used = {left} left"},
	"over":        {ZH: "已用 {elapsed} − 承诺 {budget} = 超出 {left}", EN: "{elapsed} used - {budget} promised = {left} over"},
	"due_ahead":   {ZH: "到期 {due}：自 {at} 起还有 {sum}", EN: "Due {due}: from {at} on there are {sum}"},
	"due_past":    {ZH: "到期于 {due}，此时已用满 {budget}；至 {at} 按挂钟超过 {wall}", EN: "Was due {due}, when {budget} were used up; by the clock on the wall {wall} before {at}"},
	"due_by_past": {ZH: "到期于承诺时刻 {due}；至 {at} 按挂钟超过 {wall}", EN: "Was due at the promised instant {due}, by the clock on the wall {wall} before {at}"},
	"no_due":      {ZH: "暂停中，没有到期时刻；剩余 {left}", EN: "It stands still: there is no due; {left} left"},
	"in_time":     {ZH: "结束于 {at}，到期 {due}", EN: "Ended at {at}, due {due}"},
	"provisional": {ZH: "到期时刻为暂定：该年的节假日数据尚未载入", EN: "The due is provisional: no holiday data is loaded for its year yet"},
	"retarget":    {ZH: "新目标使到期时刻落在过去：于 {at} 记为超期", EN: "A new target put the due into the past: breached at {at}"},
	"open":        {ZH: "进行中", EN: "Open"},
	"met":         {ZH: "结论：按时", EN: "Verdict: met"},
	"breached":    {ZH: "结论：超期", EN: "Verdict: breached"},
	"cancelled":   {ZH: "结论：已取消", EN: "Verdict: cancelled"},
}

// words writes an explanation down in one language and zone.
type words struct {
	lang string
	zone *time.Location
	out  []string
}

func explainTexts(v *Explanation, lang string) []string {
	zone, err := calendar.Zone(v.Zone)
	if err != nil {
		zone = time.UTC
	}
	w := &words{lang: lang, zone: zone}
	w.targets(v)
	for i := range v.Rows {
		w.row(&v.Rows[i])
	}
	if !v.Promise.None {
		w.balance(v)
		w.due(v)
	}
	if v.Promise.Provisional {
		w.say("provisional")
	}
	if v.Promise.ByRetarget {
		w.say("retarget", "at", w.at(v.Promise.BreachedAt))
	}
	w.say(v.Promise.Verdict)
	return w.out
}

func (w *words) targets(v *Explanation) {
	for i, t := range v.Targets {
		switch {
		case t.None:
			w.say("none")
		case t.Extended:
			w.say("extended", "at", w.at(t.At), "budget", w.span(t.Budget), "reason", t.Reason)
		case t.Budget == 0 && t.By != 0:
			w.say("only_by", "by", w.at(t.By))
			continue
		case i > 0:
			w.say("retargeted", "at", w.at(t.At), "budget", w.span(t.Budget))
		default:
			w.say("promised", "budget", w.span(t.Budget), "calendar", v.Promise.Calendar, "at", w.at(t.At))
		}
		if t.By != 0 {
			w.say("by", "by", w.at(t.By))
		}
	}
}

func (w *words) row(row *ExplainRow) {
	kind := "ran"
	if !row.Running {
		kind = "stood"
	}
	w.say(kind, "from", w.at(row.From), "to", w.at(row.To), "why", row.WhyName, "sum", w.sum(row), "total", w.span(row.Total))
}

// manyWindows is how many windows of one row are written out in words; the
// rest is summed up. The rows themselves hold all of them.
const manyWindows = 8

// sum writes `Mon 03-02 09:00-12:00 3 h + ... = 7 h`.
func (w *words) sum(row *ExplainRow) string {
	if len(row.Windows) == 0 {
		return w.text("closed")
	}
	var parts []string
	rest, count := Length(0), 0
	for i, win := range row.Windows {
		if i >= manyWindows-1 && len(row.Windows) > manyWindows {
			rest += win.Open
			count++
			continue
		}
		parts = append(parts, w.window(win)+" "+w.span(win.Open))
	}
	if count > 0 {
		parts = append(parts, w.text("more", "count", strconv.Itoa(count), "open", w.span(rest)))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return strings.Join(parts, " + ") + " = " + w.span(row.Open)
}

func (w *words) balance(v *Explanation) {
	if v.Promise.Budget == 0 {
		return
	}
	kind, left := "left", v.Left
	if left < 0 {
		kind, left = "over", -left
	}
	w.say(kind, "budget", w.span(v.Promise.Budget), "elapsed", w.span(v.Elapsed), "left", w.span(left))
}

func (w *words) due(v *Explanation) {
	byInstant := v.Due != 0 && v.Due == v.Promise.By
	switch {
	case v.Due == 0:
		w.say("no_due", "left", w.span(v.Left))
	case v.Rest != nil:
		w.say("due_ahead", "due", w.at(v.Due), "at", w.at(v.At), "sum", w.sum(v.Rest))
	case v.Due >= v.At:
		w.say("in_time", "at", w.at(v.At), "due", w.at(v.Due))
	case byInstant:
		w.say("due_by_past", "due", w.at(v.Due), "at", w.at(v.At), "wall", w.span(v.WallLate))
	default:
		w.say("due_past", "due", w.at(v.Due), "budget", w.span(v.Promise.Budget), "at", w.at(v.At), "wall", w.span(v.WallLate))
	}
}

func (w *words) say(kind string, params ...string) {
	w.out = append(w.out, w.text(kind, params...))
}

func (w *words) text(kind string, params ...string) string {
	return fill(explainWords[kind].In(w.lang), errParams("", params...).params)
}

var weekdaysZH = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// at is an instant on the calendar's wall clock, to the second where it needs it.
func (w *words) at(at Instant) string {
	t := time.UnixMilli(int64(at)).In(w.zone)
	return t.Format("2006-01-02 ") + w.weekday(t) + " " + wallTime(t)
}

func (w *words) weekday(t time.Time) string {
	if w.lang == english {
		return t.Format("Mon")
	}
	return weekdaysZH[t.Weekday()]
}

func wallTime(t time.Time) string {
	switch {
	case t.Nanosecond() != 0:
		return t.Format("15:04:05.000")
	case t.Second() != 0:
		return t.Format("15:04:05")
	}
	return t.Format("15:04")
}

// window is a span of one day as `03-02 09:00-12:00`, or of several.
func (w *words) window(v WindowView) string {
	from, to := time.UnixMilli(int64(v.From)).In(w.zone), time.UnixMilli(int64(v.To)).In(w.zone)
	text := from.Format("01-02 ") + wallTime(from) + "–"
	if from.YearDay() != to.YearDay() || from.Year() != to.Year() {
		text += to.Format("01-02 ")
	}
	return text + wallTime(to)
}

// span is a length in words, exact to the millisecond.
func (w *words) span(l Length) string {
	units := [...]string{" h", " min", " s", " ms"}
	if w.lang != english {
		units = [...]string{"小时", "分", "秒", "毫秒"}
	}
	if l == 0 {
		return "0"
	}
	sign, rest := "", int64(l)
	if rest < 0 {
		sign, rest = "-", -rest
	}
	var parts []string
	for i, of := range [...]int64{3_600_000, 60_000, 1000, 1} {
		if n := rest / of; n > 0 {
			parts = append(parts, strconv.FormatInt(n, 10)+units[i])
			rest -= n * of
		}
	}
	between := " "
	if w.lang != english {
		between = ""
	}
	return sign + strings.Join(parts, between)
}
