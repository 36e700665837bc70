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
		en:       "the steps on the longest way of promise {1} may take longer than its {3}: {2}",
		zh:       "承诺 {1} 最长的路上各步骤的时限合起来超过它的 {3}：{2}",
		fixEN:    "tighten the steps or promise more time", fixZH: "收紧步骤时限，或放宽承诺",
	},
	"moment-of-nothing": {
		en: "step {1} is only a gateway or an end: nothing is opened or done there", zh: "步骤 {1} 只是网关或结束：没有开始和完成",
		fixEN: "name the step before or behind it", fixZH: "写它前面或后面的步骤",
	},
	"never-started": {
		en: "nobody of ours starts step {1}", zh: "步骤 {1} 不由我方开始",
		fixEN: "use `{1}.opened`", fixZH: "写 `{1}.opened`",
	},
	"no-ending": {
		en: "{1} names steps, not the start or an instant", zh: "{1} 只能写步骤，不能写 start 或时刻",
		fixEN: "name the step that ends it; `by` promises an instant", fixZH: "写使其结束的步骤；承诺到某一时刻写 `by`",
	},
	"limit-without-within": {
		en: "step {1} has no limit that could have an escalation or calendar", zh: "步骤 {1} 没有时限，谈不上升级或日历",
		fixEN: "write `within`", fixZH: "写上 `within`",
	},
	"floor-in-days": {
		en: `floor "{1}" is a time that is left, not working days`, zh: "floor「{1}」是剩下的时间，不能用工作日",
		fixEN: "write 30m or 4h", fixZH: "写 30m 或 4h",
	},
	"says-nothing-here": {
		en: "{1} says nothing in promise {2}", zh: "{1} 在承诺 {2} 里没有意义",
		fixEN: "a periodic promise begins anew by itself: remove it", fixZH: "周期性的承诺会自动重新起算，去掉它",
	},
	"unused-escalation": {
		severity: Warning,
		en:       "no promise has escalation {1}", zh: "没有承诺使用升级方案 {1}",
		fixEN: "write `escalate: {1}` on a promise or step, or remove it", fixZH: "在承诺或步骤写 `escalate: {1}`，或去掉它",
	},
	"level-without-action": {
		en: "the level does nothing", zh: "这一级什么也不做",
		fixEN: "write raise, assign, add, message or notify", fixZH: "写上 raise、assign、add、message 或 notify",
	},
	"recipient-outside": {
		en: `"{1}" is outside and cannot be given work`, zh: "「{1}」是外部一方，不能派给工作",
		fixEN: "use assignee, owner, lead, manager, role:<role> or a lane of ours", fixZH: "用 assignee、owner、lead、manager、role:<角色> 或我方泳道",
	},
	"needs-beside": {
		en: "{1} says nothing without {2}", zh: "没有 {2}，{1} 就没有意义",
		fixEN: "write {2}, or remove {1}", fixZH: "写上 {2}，或去掉 {1}",
	},
	"one-point": {
		en: "a level stands at one point: either `at` or `every`", zh: "一级只有一个时间点：`at` 或 `every`",
		fixEN: "write one of the two", fixZH: "只写其中一个",
	},
	"repeat-without-times": {
		en: "a repeating level says how often, from 1 to {1}", zh: "重复的一级要写明次数，1 到 {1}",
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
		en: "there is no calendar {1}, and no other takes its place", zh: "没有日历 {1}，也不会用别的代替",
		fixEN: "use 24x7 or a calendar that is loaded", fixZH: "用 24x7 或已载入的日历",
	},
	"wd-on-24x7": {
		en: `"{1}" counts working days, which the calendar 24x7 does not have`, zh: "「{1}」以工作日计时，而日历 24x7 没有工作日",
		fixEN: "name a calendar: `2wd on <calendar>`", fixZH: "写明日历：`2wd on <日历>`",
	},
}
