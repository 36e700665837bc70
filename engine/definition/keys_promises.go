package definition

// keysOfPromises are the keys of promises, their targets, escalations and
// levels (LANGUAGE.md §6).
var keysOfPromises = []keyRow{
	{at: atPromise, name: "name", shape: "text", zh: "名称", en: "its name for people"},
	{at: atPromise, name: "from", shape: "moments", need: true, zh: "从何时起算", en: "what it runs from"},
	{at: atPromise, name: "to", shape: "moments", need: true, zh: "到何时为止", en: "what ends it"},
	{at: atPromise, name: "for", shape: "id", zh: "对谁承诺：客户泳道", en: "to whom: an outside lane"},
	{at: atPromise, name: "within", shape: "within", zh: "在多长时间内", en: "how long it may take"},
	{at: atPromise, name: "by", shape: "value", zh: "不晚于某一时刻：=数据项", en: "not later than an instant: =data"},
	{at: atPromise, name: "every", shape: "duration", zh: "每隔多久一次", en: "once in every such time"},
	{at: atPromise, name: "reset", shape: "moments", zh: "什么会重新起算", en: "what begins a new period"},
	{at: atPromise, name: "again", shape: "again", zh: "重新处理：哪一步完成后继续", en: "reopening: the step that begins another cycle"},
	{at: atPromise, name: "extend", shape: "extension", zh: "可以延长", en: "how it may be extended"},
	{at: atPromise, name: "pause", shape: "ids", zh: "还有哪些泳道在做时停表", en: "lanes besides `for` that it stands still with"},
	{at: atPromise, name: "carry", shape: "carry", zh: "改目标时是否重新计时：restart", en: "restart: a new target forgets the time used"},
	{at: atPromise, name: "floor", shape: "duration", zh: "改目标后至少还剩多少", en: "at least this is left after a new target"},
	{at: atPromise, name: "calendar", shape: "calendar", zh: "按哪个日历计时", en: "the calendar it counts"},
	{at: atPromise, name: "escalate", shape: "id", zh: "用哪个升级方案", en: "the escalation it has"},

	{at: atTarget, name: "if", shape: "condition", zh: "条件；最后一行不写", en: "the condition; the last row has none"},
	{at: atTarget, name: "is", shape: "duration-or-none", need: true, zh: "时限，或 none", en: "the duration, or none"},

	{at: atAgain, name: "from", shape: "id", need: true, zh: "哪一步", en: "the step"},
	{at: atAgain, name: "budget", shape: "budget", zh: "full 为重新计全部时限", en: "full: the whole time again"},

	{at: atExtend, name: "reasons", shape: "strings", need: true, zh: "允许的原因", en: "the reasons it may be extended for"},
	{at: atExtend, name: "times", shape: "integer", zh: "最多几次，默认一次", en: "how often; once unless written"},
	{at: atExtend, name: "approve", later: true},

	{at: atLevel, name: "at", shape: "point", zh: "到了哪一点：50%、due、-30m、+4h", en: "the point: 50%, due, -30m, +4h"},
	{at: atLevel, name: "every", shape: "duration", zh: "超时后每隔多久", en: "repeats after due, once in every such time"},
	{at: atLevel, name: "times", shape: "integer", zh: "最多几次", en: "how often it repeats"},
	{at: atLevel, name: "until", shape: "until", zh: "ack：有人确认就停", en: "ack: an acknowledgement ends the repeats"},
	{at: atLevel, name: "raise", shape: "id", zh: "提高优先级", en: "the priority the case gets"},
	{at: atLevel, name: "assign", shape: "string", zh: "派给谁", en: "who gets the open tasks"},
	{at: atLevel, name: "add", shape: "string", zh: "加入谁", en: "who takes part from now on"},
	{at: atLevel, name: "message", shape: "id", zh: "发出的消息", en: "the message that is sent"},
	{at: atLevel, name: "to", shape: "id", zh: "消息发给哪个流程", en: "the process the message goes to"},
	{at: atLevel, name: "notify", shape: "strings", zh: "通知谁", en: "who is told"},
	{at: atLevel, name: "text", shape: "id", zh: "通知的文本模板", en: "the text they are told with"},
}
