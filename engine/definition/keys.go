package definition

import "slices"

// place is where a key stands.
type place string

// The places of the language, in the order of processes/LANGUAGE.md.
const (
	atProcess   place = "process"
	atText      place = "text"
	atLane      place = "lane"
	atField     place = "field"
	atFormItem  place = "form-item"
	atCheck     place = "check"
	atMessage   place = "message"
	atTemplate  place = "template"
	atHold      place = "hold"
	atStart     place = "start"
	atStep      place = "step"
	atSend      place = "send"
	atWait      place = "wait"
	atWaitFirst place = "wait-first"
	atEvent     place = "event"
	atRow       place = "row"
	atEnd       place = "end"
	atPromise   place = "promise"
	atTarget    place = "target"
	atAgain     place = "reopening"
	atExtend    place = "extension"
	atLevel     place = "level"
	atExample   place = "example"
	atMove      place = "move"
	atExpect    place = "expect"
)

// places is every place, and how people call it.
var places = []place{
	atProcess, atText, atLane, atField, atFormItem, atCheck, atMessage, atTemplate, atHold, atStart,
	atPromise, atTarget, atAgain, atExtend, atLevel, atStep, atSend, atWait, atWaitFirst, atEvent, atRow, atEnd, atExample, atMove, atExpect,
}

var placeNames = map[place]Text{
	atProcess:   {ZH: "流程", EN: "the process"},
	atText:      {ZH: "文字", EN: "a text"},
	atLane:      {ZH: "泳道", EN: "a lane"},
	atField:     {ZH: "数据项", EN: "a field"},
	atFormItem:  {ZH: "表单项", EN: "a form item"},
	atCheck:     {ZH: "检查", EN: "a check"},
	atMessage:   {ZH: "消息", EN: "a message"},
	atTemplate:  {ZH: "文本模板", EN: "a text to a person"},
	atHold:      {ZH: "暂停原因", EN: "a hold reason"},
	atStart:     {ZH: "启动方式", EN: "a start"},
	atStep:      {ZH: "步骤", EN: "a step"},
	atSend:      {ZH: "发送", EN: "send"},
	atWait:      {ZH: "等待", EN: "wait"},
	atWaitFirst: {ZH: "等待行", EN: "a row of wait-first"},
	atEvent:     {ZH: "事件", EN: "an event"},
	atRow:       {ZH: "分支行", EN: "a row of next or fork"},
	atPromise:   {ZH: "承诺", EN: "a promise"},
	atTarget:    {ZH: "时限行", EN: "a row of within"},
	atAgain:     {ZH: "重新处理", EN: "again"},
	atExtend:    {ZH: "延长", EN: "extend"},
	atLevel:     {ZH: "一级", EN: "a level"},
	atEnd:       {ZH: "结束", EN: "end"},
	atExample:   {ZH: "示例", EN: "an example"},
	atMove:      {ZH: "示例动作", EN: "a line of a play"},
	atExpect:    {ZH: "预期", EN: "expect"},
}

// keyRow is one key of the language. The parser, the JSON Schema and
// processes/LANGUAGE.md are all held to these rows.
type keyRow struct {
	at    place
	name  string
	shape string // what its value looks like: a name in shapes.go, a place, `map:` or `list:` before either
	need  bool
	later bool // a later version brings it; this one refuses it by name
	zh    string
	en    string
}

// keyTable is every row, by place.
var keyTable = slices.Concat(keysOfFile, keysOfPromises, keysInside)

// keysByPlace finds a row.
var keysByPlace = indexKeys(keyTable)

func indexKeys(rows []keyRow) map[place]map[string]keyRow {
	index := map[place]map[string]keyRow{}
	for _, row := range rows {
		if index[row.at] == nil {
			index[row.at] = map[string]keyRow{}
		}
		index[row.at][row.name] = row
	}
	return index
}

// keyAt returns the row of a key.
func keyAt(at place, name string) (keyRow, bool) {
	row, ok := keysByPlace[at][name]
	return row, ok
}

// keysAt returns the keys of this version that may stand at a place.
func keysAt(at place) []string {
	var names []string
	for _, row := range keyTable {
		if row.at == at && !row.later {
			names = append(names, row.name)
		}
	}
	return names
}
