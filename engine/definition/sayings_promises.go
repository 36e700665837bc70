package definition

// sayingsOfPromises are about promises and escalations.
var sayingsOfPromises = map[string]saying{
	"promise-without-target": {
		en: "promise {1} promises nothing", zh: "承诺 {1} 没有时限",
		fixEN: "write `within`, `by` or `every`", fixZH: "写上 `within`、`by` 或 `every`",
	},
	"promise-two-targets": {
		en: "promise {1} is periodic and has another target too", zh: "承诺 {1} 既是周期的，又另有时限",
		fixEN: "make two promises of it", fixZH: "分成两个承诺",
	},
	"promise-without-end": {
		en: "promise {1} has no end", zh: "承诺 {1} 没有终点",
		fixEN: "write `to: <step>`", fixZH: "写上 `to: <步骤>`",
	},
	"promise-end-unreachable": {
		en: "no way leads from the beginning of promise {1} to its end", zh: "承诺 {1} 从起点走不到终点",
		fixEN: "name a step behind its `from` under `to`", fixZH: "在 `to` 写上 `from` 之后能走到的步骤",
	},
	"promise-to-us": {
		en: "promise {1} is made to lane {2}, which is ours", zh: "承诺 {1} 的对象 {2} 是我方泳道",
		fixEN: "name a customer or supplier lane under `for`", fixZH: "在 `for` 写客户或供应商泳道",
	},
	"promise-to-whom": {
		en: "several customer lanes: it is not said to whom promise {1} is made", zh: "有几个客户泳道：没有说明承诺 {1} 对谁作出",
		fixEN: "write `for: <lane>`", fixZH: "写上 `for: <泳道>`",
	},
	"promise-named-as-step": {
		en: "step {1} has a promise of its own, and {2} declares another of that name", zh: "步骤 {1} 自带一个承诺，与 {2} 处的承诺同名",
		fixEN: "give the promise over the flow another name", fixZH: "给流程的承诺换个名字",
	},
	"reset-without-every": {
		en: "promise {1} has `reset` but is not periodic", zh: "承诺 {1} 写了 `reset`，但不是周期的",
		fixEN: "write `every`, or remove `reset`", fixZH: "写上 `every`，或去掉 `reset`",
	},
	"targets-without-last-row": {
		en: "some cases have no target: the last row of within has a condition", zh: "有的个案没有时限：within 的最后一行带条件",
		fixEN: "add a last row without `if`: `- {is: 3wd}`, or `- {is: none}`", fixZH: "补一行不带 `if` 的：`- {is: 3wd}` 或 `- {is: none}`",
	},
	"level-before-start": {
		en: "the level {2} before due lies before the start of promise {1}, which has {3}", zh: "到期前 {2} 的一级早于承诺 {1} 的起点，该承诺只有 {3}",
		fixEN: "warn later, or promise more time", fixZH: "晚一点提醒，或放宽时限",
	},
	"steps-do-not-fit": {
		severity: Warning,
		en:       "the steps on the longest way of promise {1} may take {2} minutes, it promises {3}",
		zh:       "承诺 {1} 最长的路上各步骤合计 {2} 分钟，而承诺只有 {3} 分钟",
		fixEN:    "tighten the steps or promise more time", fixZH: "收紧步骤时限，或放宽承诺",
	},
	"one-point": {
		en: "a level stands at one point: either `at` or `every`", zh: "一级只有一个时间点：`at` 或 `every`",
		fixEN: "write one of the two", fixZH: "只写其中一个",
	},
	"repeat-without-times": {
		en: "a repeating level says how often", zh: "重复的一级要写明次数",
		fixEN: "write `times: 5`", fixZH: "写上 `times: 5`",
	},
	"bad-point": {
		en: `"{1}" is no point of a promise`, zh: "「{1}」不是承诺上的时间点",
		fixEN: "write 50%, due, -30m or +4h", fixZH: "写成 50%、due、-30m 或 +4h",
	},
	"unknown-recipient": {
		en: `"{1}" is no recipient`, zh: "「{1}」不是接收人",
		fixEN: "use assignee, owner, lane, lead, manager, manager.2, role:<role>, customer or a lane", fixZH: "用 assignee、owner、lane、lead、manager、manager.2、role:<角色>、customer 或泳道名",
	},
	"unknown-escalation": {
		en: "there is no escalation {1}", zh: "没有升级方案 {1}",
		fixEN: "declare it under `escalations`", fixZH: "在 `escalations` 下写上它",
	},
	"unknown-promise": {
		en: "there is no promise {1}", zh: "没有承诺 {1}",
		fixEN: "declare it under `promises`, or name a step with `within`", fixZH: "在 `promises` 下写上它，或写带 `within` 的步骤",
	},
	"within-on-automatic": {
		en: "step {1} is done by nobody: a time limit says nothing here", zh: "步骤 {1} 没有人做：时限在此没有意义",
		fixEN: "put it on a step with a lane, or use an event `after`", fixZH: "写在有泳道的步骤上，或用 `after` 事件",
	},
	"unknown-calendar": {
		en: "there is no calendar {1}", zh: "没有日历 {1}",
		fixEN: "use 24x7 or a calendar that is loaded; there is no fallback", fixZH: "用 24x7 或已载入的日历；没有默认替代",
	},
	"wd-on-24x7": {
		en: `"{1}" counts working days, which the calendar 24x7 does not have`, zh: "「{1}」以工作日计时，而日历 24x7 没有工作日",
		fixEN: "name a calendar: `2wd on <calendar>`", fixZH: "写明日历：`2wd on <日历>`",
	},
}
