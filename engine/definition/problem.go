package definition

import (
	"fmt"
	"strings"
)

// problemTexts are the sentences of Problem.Message by code; where a limit may
// speak of different things, `code.of` with the parameter "of".
var problemTexts = map[string]Text{
	"required":   {ZH: "必须填写", EN: "must be given"},
	"type":       {ZH: "应为{type}", EN: "must be {type}"},
	"choice":     {ZH: "只能是：{allowed}", EN: "must be one of: {allowed}"},
	"checks":     {ZH: "必须全部勾选，还差：{missing}", EN: "every item must be ticked; missing: {missing}"},
	"min.value":  {ZH: "不能小于 {min}", EN: "must be at least {min}"},
	"max.value":  {ZH: "不能大于 {max}", EN: "must be at most {max}"},
	"min.length": {ZH: "至少 {min} 个字符", EN: "must have at least {min} characters"},
	"max.length": {ZH: "最多 {max} 个字符", EN: "must have at most {max} characters"},
	"min.items":  {ZH: "至少 {min} 项", EN: "must have at least {min} entries"},
	"max.items":  {ZH: "最多 {max} 项", EN: "must have at most {max} entries"},
	"many":       {ZH: "应为列表", EN: "must be a list"},
	"twice":      {ZH: "重复填写", EN: "must not be given twice"},
	"unknown":    {ZH: "此处没有这一项", EN: "is not asked for here"},
	"shown":      {ZH: "此处只能查看，不能填写", EN: "is only shown here and cannot be given"},
}

// typeTexts say what a value of a type looks like.
var typeTexts = map[FieldType]Text{
	TypeText:     {ZH: "单行文字", EN: "text on one line"},
	TypeLongText: {ZH: "文字", EN: "text"},
	TypeInteger:  {ZH: "整数", EN: "a whole number"},
	TypeNumber:   {ZH: "数字", EN: "a number"},
	TypeMoney:    {ZH: "金额，如 \"12.50\"", EN: `an amount such as "12.50"`},
	TypeBoolean:  {ZH: "是或否（true、false）", EN: "true or false"},
	TypeDate:     {ZH: "日期，如 2026-03-02", EN: "a date such as 2026-03-02"},
	TypeInstant:  {ZH: "时刻，如 2026-03-02T09:00:00Z", EN: "an instant such as 2026-03-02T09:00:00Z"},
	TypeDuration: {ZH: "时长，如 PT2H30M", EN: "a duration such as PT2H30M"},
	TypePhone:    {ZH: "电话号码", EN: "a telephone number"},
	TypeMail:     {ZH: "邮箱地址", EN: "a mail address"},
	TypeAddress:  {ZH: "地址", EN: "an address"},
	TypePerson:   {ZH: "人员编号", EN: "the id of a person"},
	TypeTeam:     {ZH: "团队编号", EN: "the id of a team"},
	TypeCustomer: {ZH: "客户编号", EN: "the id of a customer"},
	TypeRating:   {ZH: "评分（整数）", EN: "a rating (a whole number)"},
	TypeChecks:   {ZH: "勾选项列表", EN: "a list of the items ticked"},
	TypeFile:     {ZH: "文件编号", EN: "the id of a file"},
	TypeTable:    {ZH: "表格（行的列表）", EN: "a table (a list of rows)"},
	TypeChoice:   {ZH: "选项之一", EN: "one of the choices"},
}

// Message says in the language ("zh" or "en") what is wrong with the value,
// without naming the field.
func (p Problem) Message(lang string) string {
	text, ok := problemTexts[p.Code]
	if !ok {
		text, ok = problemTexts[p.Code+"."+p.Params["of"]]
	}
	if p.Code == "type" && typeTexts[FieldType(p.Params["type"])] == (Text{}) {
		return p.Reason // not about a field's type
	}
	if !ok { // a form's own check: its reason is the analyst's
		if lang == "en" || p.Params["zh"] == "" {
			return p.Reason
		}
		return p.Params["zh"]
	}
	out := text.In(lang)
	for _, name := range []string{"allowed", "min", "max", "missing"} {
		out = strings.ReplaceAll(out, "{"+name+"}", p.Params[name])
	}
	return strings.ReplaceAll(out, "{type}", typeTexts[FieldType(p.Params["type"])].In(lang))
}

// problem makes a Problem; params are pairs of name and value.
func problem(path, code string, params ...string) *Problem {
	p := &Problem{Field: path, Code: code}
	if len(params) > 0 {
		p.Params = make(map[string]string, len(params)/2)
		for i := 0; i < len(params); i += 2 {
			p.Params[params[i]] = params[i+1]
		}
	}
	p.Reason = fmt.Sprintf("%s %s", path, p.Message("en"))
	return p
}
