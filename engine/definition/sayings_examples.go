package definition

// sayingsOfExamples are about the plays of a flow.
var sayingsOfExamples = map[string]saying{
	"one-verb": {
		en: "a line of a play does exactly one thing", zh: "示例的一行只做一件事",
		fixEN: "write one of start, do, claim, unclaim, hold, resume, assign, note, message, data, cancel, retry, skip, after, at and expect",
		fixZH: "只写 start、do、claim、unclaim、hold、resume、assign、note、message、data、cancel、retry、skip、after、at、expect 中的一个",
	},
	"stray-modifier": {
		en: "{1} says nothing beside {2}", zh: "{1} 写在 {2} 旁边没有意义",
		fixEN: "remove it", fixZH: "去掉它",
	},
	"bad-time": {
		en: "{1} is not a time such as 2026-03-02 09:00", zh: "{1} 不是像 2026-03-02 09:00 这样的时刻",
		fixEN: "write date and time of day", fixZH: "写上日期和时刻",
	},
	"unknown-hold": {
		severity: Warning,
		en:       "there is no hold reason {1}", zh: "没有暂停原因 {1}",
		fixEN: "declare it under `holds`", fixZH: "在 `holds` 下声明它",
	},
	"missing-modifier": {
		en: "{2} needs {1}", zh: "{2} 需要写 {1}",
		fixEN: "write `{1}: ...` beside it", fixZH: "在旁边写 `{1}: ...`",
	},
}
