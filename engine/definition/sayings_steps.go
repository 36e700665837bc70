package definition

// sayingsOfSteps are about what stands in one step.
var sayingsOfSteps = map[string]saying{
	"nothing-to-do": {
		en: "step {1} does nothing: nobody does it and nothing happens in it", zh: "步骤 {1} 什么也不做：没有人做，也没有动作",
		fixEN: "write who does it: `lane: ...`", fixZH: "写上由谁来做：`lane: ...`",
	},
	"two-kinds": {
		en: "step {1} is two things at once: {2} and {3}", zh: "步骤 {1} 同时是两种东西：{2} 和 {3}",
		fixEN: "make two steps of it", fixZH: "拆成两步",
	},
	"key-of-other-kind": {
		en: "{1} says nothing in step {2}: it belongs to {3}", zh: "{1} 在步骤 {2} 里没有意义：它属于{4}",
		fixEN: "remove it, or make this such a step", fixZH: "去掉它，或把这一步改成那种步骤",
	},
	"next-and-fork": {
		en: "step {1} has both next and fork", zh: "步骤 {1} 同时有 next 和 fork",
		fixEN: "keep one of the two", fixZH: "只留一个",
	},
	"text-or-message": {
		en: "send is either a text or a message", zh: "发送的只能是文本或消息之一",
		fixEN: "write one of `text` and `message`", fixZH: "只写 `text` 和 `message` 中的一个",
	},
	"text-with": {
		en: "a text brings no data: its placeholders are filled in from the case", zh: "文本不带数据：占位符由个案数据填充",
		fixEN: "remove `with`", fixZH: "去掉 `with`",
	},
	"for-or-until": {
		en: "wait is either for a duration or until an instant", zh: "等待要么是一段时间，要么到某一时刻",
		fixEN: "write one of `for` and `until`", fixZH: "只写 `for` 和 `until` 中的一个",
	},
	"one-trigger": {
		en: "a row waits for exactly one thing", zh: "一行只等一件事",
		fixEN: "write one of `after`, `at` and `message`", fixZH: "只写 `after`、`at`、`message` 中的一个",
	},
	"too-few-rows": {
		en: "step {1} has too few ways to go", zh: "步骤 {1} 的去向太少",
		fixEN: "a fork needs two branches, a choice one row; `next: x` needs no list", fixZH: "fork 至少两条分支，选择至少一行；单一去向写 `next: x`",
	},
	"missing-last-row": {
		en: "step {1} has no way to go when no condition holds", zh: "所有条件都不成立时，步骤 {1} 无处可去",
		fixEN: "add a last row without `if`", fixZH: "在最后加一行不带 `if` 的去向",
	},
	"row-without-if": {
		en: "only the last row may have no `if`: rows after this one are never taken", zh: "只有最后一行可以没有 `if`：它后面的行永远不会走到",
		fixEN: "write a condition, or move the row to the end; in a fork `if: true` is always taken", fixZH: "写上条件，或把这行移到最后；fork 中可写 `if: true`",
	},
	"branch-twice": {
		en: "step {1} is twice a branch of {2}", zh: "步骤 {1} 两次成为 {2} 的分支",
		fixEN: "remove one of the two", fixZH: "删去其中一个",
	},
	"same-message-twice": {
		en: "message {1} is waited for twice here: nobody can tell which one is meant", zh: "这里两次等待消息 {1}，无法判断是哪一个",
		fixEN: "keep one of the rows", fixZH: "只留一行",
	},
	"not-a-task": {
		en: "{2} speaks of who did {1}, but {1} is not done by a person", zh: "{2} 说的是谁做了 {1}，但 {1} 不是由人做的",
		fixEN: "name a step with a lane of ours", fixZH: "写一个由我方人员做的步骤",
	},
	"never-before": {
		en: "step {1} is surely not done before {2}", zh: "步骤 {1} 一定不会在 {2} 之前完成",
		fixEN: "name a step on the way to this one", fixZH: "写一个在此之前会经过的步骤",
	},
	"same-across-parties": {
		en: "{1} and {2} are done by different parties, so not by the same person", zh: "{1} 和 {2} 由不同的一方来做，不会是同一个人",
		fixEN: "name a step of the same side", fixZH: "写一个同一方的步骤",
	},
	"same-and-not": {
		en: "step {1} must and may not be done by whoever did {2}", zh: "步骤 {1} 既要由做过 {2} 的人做，又不许由他做",
		fixEN: "keep one of the two", fixZH: "只留一个",
	},
}

// sayingsOfGraphs are about how the steps hang together.
var sayingsOfGraphs = map[string]saying{
	"dead-end": {
		en: "nothing follows step {1}", zh: "步骤 {1} 之后没有去向",
		fixEN: "write `next: ...`; `next: end` ends here", fixZH: "写 `next: ...`；到此结束写 `next: end`",
	},
	"unreachable": {
		en: "step {1} is never reached", zh: "没有任何路径到达步骤 {1}",
		fixEN: "lead a `next`, `fork` or event to it, or remove it", fixZH: "用 `next`、`fork` 或事件引到它，或删去它",
	},
	"subprocess-without-end": {
		en: "no step of subprocess {1} leads to its end, so it is never done", zh: "子流程 {1} 内没有一步通向结束，它永远不会完成",
		fixEN: "write `next: end` on its last step", fixZH: "在最后一步写 `next: end`",
	},
	"instant-cycle": {
		en: "the way round from {1} by {2} has neither a person nor a time in it: it would never stop", zh: "从 {1} 经 {2} 的循环里既没有人也没有时间，会永远转下去",
		fixEN: "put a user task, a wait or a receive into it", fixZH: "在循环中加入人工步骤、等待或接收",
	},
	"join-of-one": {
		severity: Warning,
		en:       "only one flow leads to {1}: there is nothing to join", zh: "只有一条流向通往 {1}，没有可汇合的",
		fixEN: "remove `join`", fixZH: "去掉 `join`",
	},
	"join-without-fork": {
		severity: Warning,
		en:       "no two branches can be under way before {1}: the join never waits", zh: "{1} 之前不可能同时有两条分支，汇合永远不用等",
		fixEN: "remove `join`, or fork before it", fixZH: "去掉 `join`，或在之前写 fork",
	},
	"join-behind-event": {
		severity: Warning,
		en:       "the join at {1} does not wait for the event on {2}: it may pass, and pass again when the event comes", zh: "{1} 的汇合不等 {2} 上的事件：它可能先通过，事件来时再通过一次",
		fixEN: "lead the event's branch elsewhere, or make the event interrupt", fixZH: "把事件的分支引向别处，或让事件中断原步骤",
	},
	"joins-wait-for-each-other": {
		severity: Warning,
		en:       "the joins at {1} and {2} can wait for each other for ever", zh: "{1} 与 {2} 的汇合可能永远互相等待",
		fixEN: "let each branch pass one of the two only", fixZH: "让每条分支只经过其中一个",
	},
	"join-too-wide": {
		en: "more than 64 flows lead to the join at {1}", zh: "通往 {1} 汇合的流向超过 64 条",
		fixEN: "join some of the branches before", fixZH: "先汇合一部分分支",
	},
	"too-many-elements": {
		en: "the flow has {1} elements, more than {2}", zh: "流程有 {1} 个元素，超过 {2}",
		fixEN: "split it into several processes", fixZH: "拆成几个流程",
	},
	"start-message-twice": {
		en: "message {1} starts the process twice", zh: "消息 {1} 两次启动流程",
		fixEN: "keep one of the starts", fixZH: "只留一个启动方式",
	},
	"start-twice": {
		en: "step {1} is twice a start", zh: "步骤 {1} 两次作为起点",
		fixEN: "remove one of the two", fixZH: "删去其中一个",
	},
	"no-start": {
		en: "there is no way to start", zh: "没有任何启动方式",
		fixEN: "write `start: <step>`", fixZH: "写 `start: <步骤>`",
	},
}
