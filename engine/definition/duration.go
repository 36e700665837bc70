package definition

import (
	"fmt"
	"strconv"
	"strings"
)

// Duration is a span as an analyst writes it: `30m`, `4h on 24x7`.
type Duration struct {
	// Millis is its length in milliseconds of open time of Calendar.
	Millis int64
	// WorkingDays is its length in working days instead: the start day is not
	// counted, it ends when the n-th working day closes.
	WorkingDays int
	// Calendar is the calendar whose open time is counted; on `24x7` that is
	// wall time.
	Calendar string
	// Source is the text as written.
	Source string
}

// AlwaysOpen is the calendar without closing hours.
const AlwaysOpen = "24x7"

// DurationError says why a text is no duration of the language.
type DurationError struct {
	Source  string
	Code    string // duration-syntax, duration-days, duration-working-days, duration-zero, duration-overflow, duration-calendar
	Message Text
	Remedy  Text
}

// Error returns the English message.
func (e *DurationError) Error() string { return e.Message.EN }

// durationTexts are message and remedy by code; {} stands for what was written.
var durationTexts = map[string][2]Text{
	"duration-syntax": {
		{ZH: "「{}」不是时长", EN: `"{}" is not a duration`},
		{ZH: "写成 90s、30m、4h 或 1h30m，可在后面加「on 日历名」", EN: "write 90s, 30m, 4h or 1h30m, optionally followed by `on <calendar>`"},
	},
	"duration-days": {
		{ZH: "「{}」以天计时：一天是 24 小时、一个营业日还是到次日此刻，各人理解不同", EN: `"{}" counts days: nobody agrees whether a day is 24 hours, a business day or the same time tomorrow`},
		{ZH: "写成小时，如 24h on 24x7", EN: "write hours, such as `24h on 24x7`"},
	},
	"duration-working-days": {
		{ZH: "「{}」不是工作日的写法", EN: `"{}" is not how working days are written`},
		{ZH: "写成 2wd，不与其他单位混写", EN: "write 2wd, without other units"},
	},
	"duration-zero": {
		{ZH: "时长「{}」必须大于零", EN: `duration "{}" must be longer than nothing`},
		{ZH: "写一个大于零的时长，如 30m", EN: "write a duration above zero, such as 30m"},
	},
	"duration-overflow": {
		{ZH: "时长「{}」超过一百年", EN: `duration "{}" is longer than a hundred years`},
		{ZH: "写一个较短的时长", EN: "write a shorter one"},
	},
	"duration-calendar": {
		{ZH: "「{}」里的日历名不合规", EN: `"{}" names no calendar`},
		{ZH: "写成「… on 24x7」或「… on 日历名」", EN: "write `... on 24x7` or `... on <calendar>`"},
	},
}

func durationError(src, code string) error {
	t := durationTexts[code]
	fill := func(x Text) Text {
		return Text{ZH: strings.ReplaceAll(x.ZH, "{}", src), EN: strings.ReplaceAll(x.EN, "{}", src)}
	}
	return &DurationError{Source: src, Code: code, Message: fill(t[0]), Remedy: fill(t[1])}
}

// ParseDuration reads a duration of LANGUAGE.md §3: `90s`, `30m`, `4h`,
// `1h30m`, `2wd`, each optionally followed by ` on <calendar>`. Calendar is empty
// where none is written: then the calendar in force counts. The error is a
// *DurationError.
func ParseDuration(s string) (Duration, error) {
	span, calendar, named := strings.Cut(s, " on ")
	span, calendar = strings.TrimSpace(span), strings.TrimSpace(calendar)
	d := Duration{Calendar: calendar, Source: s}
	code := ""
	if n, ok := workingDays(span); !ok {
		d.Millis, code = parseUnits(span)
	} else if d.WorkingDays = n; n == 0 {
		code = "duration-zero"
	}
	if code == "" && named && calendar != AlwaysOpen && !idPattern.MatchString(calendar) {
		code = "duration-calendar"
	}
	if code != "" {
		return Duration{}, durationError(s, code)
	}
	return d, nil
}

// workingDays reads `2wd`: at most ten thousand of them.
func workingDays(span string) (n int, ok bool) {
	digits, found := strings.CutSuffix(span, "wd")
	if !found || len(digits) == 0 || len(digits) > 4 {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil && n >= 0
}

// parseUnits reads `1h30m` as milliseconds, or gives the code of its refusal.
func parseUnits(span string) (millis int64, code string) {
	rest := span
	if rest == "" {
		return 0, "duration-syntax"
	}
	if rest[0] == '-' {
		return 0, "duration-zero"
	}
	if rest[0] == 'P' || rest[0] == 'p' {
		if strings.ContainsAny(rest, "DdWwYy") {
			return 0, "duration-days"
		}
		return 0, "duration-syntax"
	}
	last := int64(maxSpan)
	for rest != "" {
		digits := 0
		for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
			digits++
		}
		letters := digits
		for letters < len(rest) && (rest[letters] < '0' || rest[letters] > '9') {
			letters++
		}
		if digits == 0 {
			return 0, "duration-syntax"
		}
		unit, code := unitMillis(rest[digits:letters])
		if code != "" {
			return 0, code
		}
		if unit >= last { // 30m1h, 1h1h
			return 0, "duration-syntax"
		}
		n, err := strconv.ParseInt(rest[:digits], 10, 64)
		if err != nil || n > maxSpan/unit {
			return 0, "duration-overflow"
		}
		if millis += n * unit; millis > maxSpan {
			return 0, "duration-overflow"
		}
		last, rest = unit, rest[letters:]
	}
	if millis == 0 {
		return 0, "duration-zero"
	}
	return millis, ""
}

func unitMillis(unit string) (millis int64, code string) {
	switch unit {
	case "s":
		return 1000, ""
	case "m":
		return 60_000, ""
	case "h":
		return 3_600_000, ""
	case "d", "D", "day", "days", " d", " day", " days", "天", "日", "w", "week", "weeks", "周":
		return 0, "duration-days"
	case "wd", "WD", " wd":
		return 0, "duration-working-days"
	}
	return 0, "duration-syntax"
}

// String returns the duration as it is written.
func (d Duration) String() string {
	if d.Source != "" {
		return d.Source
	}
	return fmt.Sprintf("%ds", d.Millis/1000)
}
