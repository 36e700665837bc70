package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
	"github.com/laneway-flow/laneway/engine/calendar"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
)

func newCalendar() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "calendar",
		Short: "Open hours of calendars, dues worked out with them, and their versions on a server",
		Long: "hours and due read calendar files: the shipped ones, and those of --calendars. list and put\n" +
			"speak to a server. holidays renews the shipped data of Chinese holidays.",
	}
	cmd.AddCommand(newCalendarHours(), newCalendarDue(), clientFlags(newCalendarList()), clientFlags(newCalendarPut()), newCalendarHolidays())
	return cmd
}

// book is a calendar as the commands here look at it.
type book struct {
	line *calendar.Timeline
	zone *time.Location
	lang string
	out  io.Writer
}

func openBook(cmd *cobra.Command, id, folder string) (*book, error) {
	lang := languageOf(cmd)
	lines, err := calendarsFor(folder, "")
	if err != nil {
		return nil, err
	}
	line := lines[id]
	if id == definition.AlwaysOpen {
		line = calendar.Always()
	}
	if line == nil {
		return nil, fmt.Errorf(pick(lang, "没有日历 %s；有 %s", "there is no calendar %s; there are %s"), id,
			strings.Join(append(calendarNames(lines), definition.AlwaysOpen), ", "))
	}
	return &book{line: line, zone: line.At(time.Now().UnixMilli()).Calendar.Zone(), lang: lang, out: cmd.OutOrStdout()}, nil
}

// instant reads a wall time of the calendar's zone: a date, or with a time.
func (b *book) instant(text string) (time.Time, error) {
	if text == "" {
		return time.Now().In(b.zone), nil
	}
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, text, b.zone); err == nil {
			return t, nil
		}
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, fmt.Errorf(pick(b.lang, "%q 不是时刻；写成 2026-03-02 09:00", "%q is no instant; write 2026-03-02 09:00"), text)
	}
	return t.In(b.zone), nil
}

func newCalendarHours() *cobra.Command {
	var folder, from, to string
	cmd := &cobra.Command{
		Use:   "hours CALENDAR",
		Short: "Show the open windows of a calendar, day by day",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := openBook(cmd, args[0], folder)
			if err != nil {
				return err
			}
			begin, err := b.instant(from)
			if err != nil {
				return err
			}
			end := begin.AddDate(0, 0, 7)
			if to != "" {
				if end, err = b.instant(to); err != nil {
					return err
				}
			}
			b.hours(begin, end)
			return nil
		},
	}
	calendarsFlag(cmd, &folder)
	cmd.Flags().StringVar(&from, "from", "", "2026-03-02 or 2026-03-02 09:00, in the calendar's zone (default now)")
	cmd.Flags().StringVar(&to, "to", "", "where to stop, not included (default a week later)")
	return cmd
}

// hours prints a row a date, closed ones too.
func (b *book) hours(begin, end time.Time) {
	t, total := table{}, int64(0)
	for day := midnight(begin); day.Before(end); day = midnight(day.AddDate(0, 0, 1)) {
		from, until := max(day.UnixMilli(), begin.UnixMilli()), min(midnight(day.AddDate(0, 0, 1)).UnixMilli(), end.UnixMilli())
		open, texts := int64(0), []string{}
		for _, w := range b.line.Windows(from, until) {
			open += w.To - w.From
			texts = append(texts, b.window(day, w))
		}
		total += open
		if len(texts) == 0 {
			texts = []string{pick(b.lang, "休", "closed")}
		}
		if !b.line.Covered(from) {
			texts = append(texts, pick(b.lang, "（暂定：没有该年的节假日数据）", "(provisional: no holiday data for the year)"))
		}
		t.add(day.Format(time.DateOnly), weekday(day, b.lang), strings.Join(texts, "  "), spanText(open))
	}
	t.print(b.out)
	fmt.Fprintf(b.out, pick(b.lang, "共 %s（%s）\n", "%s in all (%s)\n"), spanText(total), b.zone)
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// window is a span of one date; where it ends at midnight that is 24:00.
func (b *book) window(day time.Time, w calendar.Window) string {
	end := wallClock(time.UnixMilli(w.To).In(b.zone))
	if w.To == midnight(day.AddDate(0, 0, 1)).UnixMilli() {
		end = "24:00"
	}
	return wallClock(time.UnixMilli(w.From).In(b.zone)) + "-" + end
}

func wallClock(t time.Time) string {
	if t.Second() != 0 || t.Nanosecond() != 0 {
		return t.Format("15:04:05")
	}
	return t.Format("15:04")
}

func weekday(t time.Time, lang string) string {
	return pick(lang, [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}[t.Weekday()], t.Format("Mon"))
}

// spanText is a length as flows write it, 7h30m.
func spanText(ms int64) string {
	text := (time.Duration(ms) * time.Millisecond).String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

func newCalendarDue() *cobra.Command {
	var folder, from string
	cmd := &cobra.Command{
		Use:   "due CALENDAR DURATION",
		Short: "Work out when something is due, with the windows that add up to it",
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := openBook(cmd, args[0], folder)
			if err != nil {
				return err
			}
			begin, err := b.instant(from)
			if err != nil {
				return err
			}
			d, err := definition.ParseDuration(args[1])
			if wrong, ok := err.(*definition.DurationError); ok { //nolint:errorlint // as ParseDuration promises
				return fmt.Errorf("%s%s%s", wrong.Message.In(b.lang), pick(b.lang, "；", "; "), wrong.Remedy.In(b.lang))
			}
			if d.Calendar != "" && d.Calendar != args[0] {
				if b, err = openBook(cmd, d.Calendar, folder); err != nil {
					return err
				}
			}
			b.due(begin, d)
			return nil
		},
	}
	calendarsFlag(cmd, &folder)
	cmd.Flags().StringVar(&from, "from", "", "2026-03-02 09:00, in the calendar's zone (default now)")
	return cmd
}

func (b *book) due(begin time.Time, d definition.Duration) {
	due := b.line.Add(begin.UnixMilli(), d.Millis)
	if d.WorkingDays > 0 {
		due = b.line.WorkingDays(begin.UnixMilli(), d.WorkingDays)
	}
	t, total := table{}, int64(0)
	for _, w := range b.line.Windows(begin.UnixMilli(), due) {
		total += w.To - w.From
		day := midnight(time.UnixMilli(w.From).In(b.zone))
		t.add("  "+day.Format(time.DateOnly), weekday(day, b.lang), b.window(day, w), spanText(w.To-w.From), "= "+spanText(total))
	}
	at := time.UnixMilli(due).In(b.zone)
	fmt.Fprintf(b.out, "%s %s %s + %s\n", begin.Format(time.DateOnly), weekday(begin, b.lang), wallClock(begin), d.Source)
	t.print(b.out)
	fmt.Fprintf(b.out, pick(b.lang, "到期 %s %s %s（%s）\n", "due %s %s %s (%s)\n"), at.Format(time.DateOnly), weekday(at, b.lang), wallClock(at), b.zone)
	if !b.line.Covered(due) {
		fmt.Fprintln(b.out, pick(b.lang, "暂定：没有该年的节假日数据", "provisional: there is no holiday data for that year"))
	}
}

func newCalendarList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the calendars and holiday data of a server",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			t := table{head: []string{
				pick(c.lang, "日历", "CALENDAR"), pick(c.lang, "名称", "NAME"), pick(c.lang, "时区", "ZONE"),
				pick(c.lang, "节假日", "HOLIDAYS"), pick(c.lang, "版本", "VERSION"), pick(c.lang, "自", "VALID FROM"),
			}}
			for _, path := range []string{"/calendars", "/holidays"} {
				var page api.Page[api.CalendarView]
				if _, err := c.get(cmd.Context(), path+"?limit=200", &page); err != nil {
					return err
				}
				for _, v := range page.Items {
					holidays := v.Holidays
					if v.LastYear != 0 {
						holidays = fmt.Sprintf("%d-%d", v.FirstYear, v.LastYear)
					}
					t.add(v.ID, v.Name, v.Zone, holidays, fmt.Sprint(v.Version), clockTime(v.ValidFrom))
				}
			}
			t.print(cmd.OutOrStdout())
			return nil
		},
	}
}

func newCalendarPut() *cobra.Command {
	var from string
	var dry bool
	cmd := &cobra.Command{
		Use:   "put FILE",
		Short: "Store a calendar or holiday file on a server, or say what it would change",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := clientOf(cmd)
			if err != nil {
				return err
			}
			src, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			d, problems := runner.CalendarDocument(src)
			for _, p := range problems {
				fmt.Fprintf(cmd.OutOrStdout(), "%s:%v\n", args[0], p)
			}
			if len(problems) > 0 {
				return errSaid
			}
			path := "/calendars/" + url.PathEscape(d.ID)
			if d.Kind == runner.KindHolidays {
				path = "/holidays/" + url.PathEscape(d.ID)
			}
			body := map[string]string{"source": string(src)}
			if from != "" {
				body["validFrom"] = from
			}
			if dry {
				return c.draft(cmd, path, body)
			}
			return c.putCalendar(cmd, path, body)
		},
	}
	cmd.Flags().StringVar(&from, "valid-from", "", "instant from which on it judges, 2026-03-02T00:00:00+08:00 (default now)")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "store nothing; say what would become of running promises")
	return cmd
}

func (c *client) putCalendar(cmd *cobra.Command, path string, body any) error {
	headers := map[string]string{}
	if tag, err := c.get(cmd.Context(), path, nil); err == nil {
		headers["If-Match"] = tag
	}
	var v api.CalendarView
	if _, err := c.do(cmd.Context(), http.MethodPut, path, headers, body, &v); err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), pick(c.lang, "%s：第 %d 版，自 %s\n", "%s: version %d, valid from %s\n"), v.ID, v.Version, clockTime(v.ValidFrom))
	return nil
}

func (c *client) draft(cmd *cobra.Command, path string, body any) error {
	var d api.DraftResult
	if _, err := c.do(cmd.Context(), http.MethodPost, path+"/draft", nil, body, &d); err != nil {
		return err
	}
	out, e := cmd.OutOrStdout(), &d.Effect
	fmt.Fprintf(out, pick(c.lang, "日历 %s：%d 个案件上 %d 个计时中的承诺，%d 个改期（提前 %d，推后 %d），%d 个会立即超期\n",
		"calendars %s: %d cases with %d running promises, %d move (%d earlier, %d later), %d would be late at once\n"),
		strings.Join(d.Calendars, ", "), e.Cases, e.Clocks, e.Moved, e.Earlier, e.Later, e.Late)
	if !e.Complete {
		fmt.Fprintln(out, pick(c.lang, "还有案件没有看", "there are more cases than were looked at"))
	}
	t := table{}
	for _, s := range e.Sample {
		t.add("  "+s.ID, s.Name, clockTime(s.Before), "->", clockTime(s.After))
	}
	t.print(out)
	return nil
}
