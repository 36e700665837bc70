package api

import "github.com/laneway-flow/laneway/engine/definition"

// fieldTexts says what the code of one refused place means. {Parameters} stand
// for the limits and allowed values of the problem.
var fieldTexts = map[string]definition.Text{
	"required":     {ZH: "请填写", EN: "is required"},
	"unknown":      {ZH: "没有这一项", EN: "is not known here"},
	"type":         {ZH: "类型应为 {type}", EN: "must be of type {type}"},
	"choice":       {ZH: "应为其中之一:{allowed}", EN: "must be one of {allowed}"},
	"min":          {ZH: "不能小于 {min}", EN: "must be at least {min}"},
	"max":          {ZH: "不能大于 {max}", EN: "must be at most {max}"},
	"min_length":   {ZH: "至少 {min} 个字符", EN: "must have at least {min} characters"},
	"max_length":   {ZH: "最多 {max} 个字符", EN: "must have at most {max} characters"},
	"min_items":    {ZH: "至少 {min} 项", EN: "must have at least {min} entries"},
	"max_items":    {ZH: "最多 {max} 项", EN: "must have at most {max} entries"},
	"many":         {ZH: "应为列表", EN: "must be a list"},
	"pattern":      {ZH: "格式应符合 {pattern}", EN: "must match {pattern}"},
	"check":        {ZH: "{say}", EN: "{say}"},
	"invalid":      {ZH: "无效", EN: "is not valid"},
	"readonly":     {ZH: "这一项不能填写", EN: "may not be given"},
	"too_old":      {ZH: "最早为 {hours} 小时之前", EN: "may lie at most {hours} hours back"},
	"future":       {ZH: "不能在将来", EN: "may not lie in the future"},
	"one_of":       {ZH: "须填写其中恰好一项:{names}", EN: "exactly one of {names} is given"},
	"before_start": {ZH: "不能早于案件开始", EN: "may not lie before the case began"},
	"open_time":    {ZH: "应为 2h30m 这样的开放时间", EN: "must be open time such as 2h30m"},
	"duration":     {ZH: "应为 30m、4h、2wd 这样的时长", EN: "must be a duration such as 30m, 4h or 2wd"},
	"date":         {ZH: "应为 2026-03-02 这样的日期", EN: "must be a date such as 2026-03-02"},
	"empty_span":   {ZH: "结束须晚于开始", EN: "must end after it begins"},
	"overlap":      {ZH: "与另一段重叠", EN: "overlaps another one"},
	"too_long":     {ZH: "最长 {max}", EN: "may be at most {max}"},
}

// fieldMessage is the text of one refused place. Problems that come with texts
// of their own (diagnostics of a definition) keep them; a code of the language
// that has no row here falls back on the core's own English reason.
func fieldMessage(f *FieldProblem, lang string) string {
	text, ok := fieldTexts[f.Code]
	if !ok {
		return f.Message
	}
	return fill(text.In(lang), f.Params)
}
