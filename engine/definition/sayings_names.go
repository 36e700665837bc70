package definition

// sayingsOfData are about data, choices, forms and values.
var sayingsOfData = map[string]saying{
	"bad-data-name": {
		en: "{1} cannot name data: lower-case letters, digits and _, beginning with a letter", zh: "{1} 不能作数据名：只能用小写字母、数字和下划线，以字母开头",
		fixEN: "write it like `order_no`", fixZH: "写成像 `order_no` 这样",
	},
	"reserved-data-name": {
		en: "{1} means something else in conditions", zh: "{1} 在条件里另有含义",
		fixEN: "choose another name, such as `{1}_value`", fixZH: "换一个名字，如 `{1}_value`",
	},
	"duplicate-data": {
		en: "data {1} is declared twice in this process, first at {2}", zh: "数据 {1} 在本流程中声明了两次，第一次在 {2}",
		fixEN: "give one of them another name", fixZH: "给其中一个改名",
	},
	"field-without-type": {
		en: "data {1} has neither a type nor choices", zh: "数据 {1} 既没有类型也没有可选值",
		fixEN: "write `type: text`, or `choices: [...]`", fixZH: "写 `type: text` 或 `choices: [...]`",
	},
	"choices-and-type": {
		en: "data {1} has choices, so its type cannot be {2}", zh: "数据 {1} 有可选值，类型不能是 {2}",
		fixEN: "remove the type; with `type: checks` all choices must be ticked", fixZH: "去掉类型；`type: checks` 表示全部都要勾选",
	},
	"columns-without-table": {
		en: "data {1} has columns but is no table", zh: "数据 {1} 写了列，但不是表格",
		fixEN: "write `type: table`", fixZH: "写 `type: table`",
	},
	"nested-table": {
		en: "column {1} is itself a list or table", zh: "列 {1} 本身又是列表或表格",
		fixEN: "keep columns to single values", fixZH: "列只能是单个值",
	},
	"min-over-max": {
		en: "the least value of {1} is over its largest", zh: "{1} 的最小值大于最大值",
		fixEN: "exchange them", fixZH: "对调两者",
	},
	"no-choices": {
		en: "there is nothing to choose from", zh: "没有任何可选值",
		fixEN: "write at least one choice", fixZH: "至少写一个可选值",
	},
	"boolean-choice": {
		en: "{1} without quotes is a Boolean for many YAML readers", zh: "不加引号的 {1} 会被许多 YAML 工具当作布尔值",
		fixEN: "write '{1}' in quotes, or use `type: boolean`", fixZH: "写成带引号的 '{1}'，或用 `type: boolean`",
	},
	"duplicate-choice": {
		en: "choice {1} is written twice, first at {2}", zh: "可选值 {1} 写了两次，第一次在 {2}",
		fixEN: "remove one of the two", fixZH: "删去其中一个",
	},
	"bad-value": {
		en: "{1} {2}", zh: "{1} {3}",
		fixEN: "write a value of the field's type", fixZH: "写一个符合该数据类型的值",
	},
	"personal-default": {
		en: "{1} is personal and cannot have a default", zh: "{1} 是个人信息，不能有默认值",
		fixEN: "remove the default", fixZH: "去掉默认值",
	},
	"default-cleared": {
		en: "{1} has a default, so it always has a value and cannot be emptied", zh: "{1} 有默认值，总是有值，不能清空",
		fixEN: "set it to a value, or remove the default", fixZH: "赋一个值，或去掉默认值",
	},
	"personal-literal": {
		en: "{1} is personal: its value comes from people, not from the flow", zh: "{1} 是个人信息，只能由人填写，不能写在流程里",
		fixEN: "ask for it in a form", fixZH: "在表单中填写",
	},
	"unknown-data": {
		en: "data {1} is not declared", zh: "没有声明数据 {1}",
		fixEN: "declare it under `data`", fixZH: "在 `data` 下声明它",
	},
	"data-of-subprocess": {
		en: "data {1} belongs to subprocess {2} and cannot be spoken of outside it", zh: "数据 {1} 属于子流程 {2}，在它之外不能使用",
		fixEN: "declare it under the `data` of the process", fixZH: "把它声明在流程的 `data` 下",
	},
	"asked-twice": {
		en: "the form asks for {1} twice", zh: "表单两次要求填写 {1}",
		fixEN: "remove one of the two", fixZH: "删去其中一个",
	},
	"form-item": {
		en: "a form item is either a field, a heading, or something shown", zh: "表单项只能是填写项、小标题或显示项之一",
		fixEN: "write one of `field`, `heading` and `show`", fixZH: "只写 `field`、`heading`、`show` 中的一个",
	},
	"choice-without-other": {
		severity: Warning,
		en:       "the customer must choose one of {1}, and none of them is `other`", zh: "客户必须从 {1} 的选项中选一个，但没有 `other`（其他）",
		fixEN: "add `other: {zh: 其他, en: Other}` to its choices, or make it optional", fixZH: "在选项中加上 `other: {zh: 其他, en: Other}`，或允许不填",
	},
	"text-without-body": {
		en: "text {1} has no body", zh: "文本 {1} 没有正文",
		fixEN: "write `zh: ...` or `en: ...`", fixZH: "写 `zh: ...` 或 `en: ...`",
	},
}

// sayingsOfNames are about lanes, messages and what was never declared.
var sayingsOfNames = map[string]saying{
	"unknown-step": {
		en: "there is no step {1} here", zh: "这里没有步骤 {1}",
		fixEN: "declare the step, or correct the name", fixZH: "补上这一步，或改正名字",
	},
	"unknown-lane": {
		en: "there is no lane {1}", zh: "没有泳道 {1}",
		fixEN: "declare it under `lanes`", fixZH: "在 `lanes` 下声明它",
	},
	"unknown-message": {
		en: "there is no message {1}", zh: "没有消息 {1}",
		fixEN: "declare it under `messages`", fixZH: "在 `messages` 下声明它",
	},
	"unknown-text": {
		en: "there is no text {1}", zh: "没有文本 {1}",
		fixEN: "declare it under `texts`", fixZH: "在 `texts` 下声明它",
	},
	"other-scope": {
		en: "step {1} stands in {2}: a flow stays inside its subprocess", zh: "步骤 {1} 在{3}：流向不能跨越子流程边界",
		fixEN: "go to `end` and on from the subprocess, or use an event on the subprocess", fixZH: "先到 `end` 再从子流程往下走，或在子流程上写事件",
	},
	"duplicate-step": {
		en: "step {1} exists already, at {2}: names are unique in a process, subprocesses included", zh: "步骤 {1} 已在 {2} 写过：名字在整个流程（含子流程）中唯一",
		fixEN: "give one of them another name", fixZH: "给其中一个改名",
	},
	"reserved-name": {
		en: "no step can be called {1}", zh: "步骤不能叫 {1}",
		fixEN: "choose another name; `end` is where flows end", fixZH: "换一个名字；`end` 表示流程结束",
	},
	"lane-without-team": {
		en: "lane {1} is ours but names no team", zh: "泳道 {1} 是我方的，但没有写团队",
		fixEN: "write `team: ...`, or `party: customer` for somebody outside", fixZH: "写 `team: ...`；若是外部一方，写 `party: customer`",
	},
	"outside-lane-with-team": {
		en: "lane {1} is outside and has no team of ours", zh: "泳道 {1} 是外部一方，不能有我方团队",
		fixEN: "remove `team` or `party`", fixZH: "去掉 `team` 或 `party`",
	},
	"who-of-ours": {
		en: "lane {1} is ours: people take its work from the team", zh: "泳道 {1} 是我方的，由团队成员领取",
		fixEN: "remove `who`", fixZH: "去掉 `who`",
	},
	"unheard-message": {
		severity: Warning,
		en:       "message {1} is caught nowhere", zh: "没有任何地方接收消息 {1}",
		fixEN: "catch it with `events`, `receive`, `wait-first` or `start`", fixZH: "用 `events`、`receive`、`wait-first` 或 `start` 接收它",
	},
	"not-in-message": {
		en: "message {2} does not bring {1}", zh: "消息 {2} 不带 {1}",
		fixEN: "add it to the message's form", fixZH: "把它加到消息的 form 里",
	},
	"unused-text": {
		severity: Warning,
		en:       "text {1} is sent nowhere", zh: "文本 {1} 没有被发送",
		fixEN: "send it, or remove it", fixZH: "发送它，或删去它",
	},
}
