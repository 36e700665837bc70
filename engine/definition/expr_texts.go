package definition

// exprText is what is said about a mistake in an expression: {1}, {2} are its
// particulars.
type exprText struct{ zh, en, fixZH, fixEN string }

// exprTexts are the mistakes an expression can have, by code.
var exprTexts = map[string]exprText{
	"expr-empty": {
		"这里应有一个表达式", "an expression is expected here",
		`写一个条件或值，如 severity == "grave"`, `write a condition or value, such as severity == "grave"`,
	},
	"expr-too-long": {
		"表达式长 {1} 字节，超过上限 {2}", "the expression is {1} bytes long, the limit is {2}",
		"用 set 步骤分几步计算", "compute it in parts in `set` steps",
	},
	"expr-syntax": {
		"表达式写法有误：{1}", "the expression cannot be read: {1}",
		"检查括号、引号和运算符是否成对、完整", "check that brackets, quotes and operators are complete",
	},
	"expr-equals": {
		"比较两个值要写 ==，单个 = 不是比较", "two values are compared by ==; a single = is no comparison",
		"把 = 改为 ==", "write == instead of =",
	},
	"expr-word": {
		"表达式中没有「{1}」这个词", "{1} is not a word of expressions",
		"「并且」写 &&，「或者」写 ||，「不」写 !", "write && for and, || for or, ! for not",
	},
	"unknown-name": {
		"没有名为「{1}」的数据", "there is no data named {1}",
		"在 data 中声明它，或改正名称", "declare it under `data`, or correct the name",
	},
	"out-of-reach": {
		"「{1}」是某个子流程自己的数据，此处看不到", "{1} is data of a subprocess and cannot be seen here",
		"在子流程内使用它，或声明在流程的 data 中", "use it inside that subprocess, or declare it under the process's `data`",
	},
	"unknown-function": {
		"没有名为「{1}」的函数", "there is no function {1}",
		"查看语言参考中的函数表", "see the functions in the language reference",
	},
	"unknown-step": {
		"没有名为「{1}」的步骤", "there is no step named {1}",
		"改正步骤名称", "correct the step's name",
	},
	"unknown-last": {
		"步骤「{2}」的表单里没有「{1}」", "step {2} does not ask for {1}",
		"只能问它表单中的字段，或 outcome、by、at", "ask for a field of its form, or outcome, by or at",
	},
	"unknown-column": {
		"表格{2}没有「{1}」这一列", "table {2} has no column {1}",
		"改正列名", "correct the column's name",
	},
	"not-yet": {
		"「{1}」要到有回访（callback）的版本才能使用", "{1} belongs to callbacks, which this version does not have",
		`用表单字段记录结果，或写 last("步骤").字段`, `record the result in a form field, or write last("step").field`,
	},
	"last-what": {
		"last 要写成 last(\"步骤\").字段", `last must be written last("step").field`,
		`例如 last("investigate").by`, `for example last("investigate").by`,
	},
	"has-what": {
		"has(...) 只能问一个名称有没有值", "has(...) asks whether one name has a value",
		"写成 has(名称)", "write has(name)",
	},
	"null-value": {
		"null 只能用来判断有没有值", "null can only be compared with a name",
		"写成 名称 != null 或 has(名称)", "write `name != null` or `has(name)`",
	},
	"may-be-null": {
		"「{1}」此时可能还没有值", "{1} may have no value here",
		"先判断：has({1}) && ...；或给它 default；或在之前必经的步骤中设为必填",
		"test it first: has({1}) && ...; or give it a `default`; or require it in a step that is surely passed before",
	},
	"personal": {
		"「{1}」是个人信息，引擎看不到它的内容", "{1} is personal: the engine cannot see what it says",
		"只能问有没有填写：has({1})", "you may only ask whether it was given: has({1})",
	},
	"not-a-choice": {
		"「{1}」不是「{2}」的选项", "{1} is not one of the choices of {2}",
		"改成已声明的选项，或在 data 中加上它", "write a declared choice, or add it under `data`",
	},
	"literal": {
		"「{1}」旁边是「{2}」，但它不是 {3} 类型的值", "{1} stands beside {2} but is no value of type {3}",
		"按该类型的写法书写，如金额 12.50、日期 2026-03-02、时刻 2026-03-02 09:00、时长 2h30m",
		"write it as that type is written: money 12.50, date 2026-03-02, instant 2026-03-02 09:00, duration 2h30m",
	},
	"expr-operands": {
		"「{1}」不能用于：{2}", "{1} cannot be used with {3}",
		`两边类型要相同；可用 double(...)、int(...)、string(...)、money("12.50")、date("2026-03-02") 转换`,
		`both sides must have one type; convert with double(...), int(...), string(...), money("12.50") or date("2026-03-02")`,
	},
	"expr-mismatch": {
		"类型不符：{1}", "the types do not fit: {1}",
		"检查各部分的类型", "check the types of the parts",
	},
	"expr-selection": {
		"{1}没有下一级字段", "a value of type {2} has no fields",
		"去掉点号及其后的部分", "remove the dot and what follows it",
	},
	"expr-range": {
		"{1}不是列表，不能逐项遍历", "a value of type {2} is no list and cannot be looped over",
		"只有列表（many、checks、table）可以用 all、exists、filter、map", "all, exists, filter and map need a list: a field with `many`, checks or a table",
	},
	"expr-type": {
		"这里需要{1}，表达式却是{2}", "{3} is expected here, the expression is of type {4}",
		"改写表达式，使结果符合要求", "change the expression so that its result fits",
	},
	"integer-division": {
		"整数相除会舍去小数：7 / 2 得 3", "integer division drops the fraction: 7 / 2 is 3",
		"若要小数，写 double(a) / double(b)", "for a fraction write double(a) / double(b)",
	},
	"map-comprehension": {
		"不能逐项遍历对照表：顺序不确定", "a map cannot be looped over: it has no order",
		"改用列表", "use a list",
	},
	"mixed-list": {
		"列表中的值类型不一致", "the values of the list have different types",
		"让所有值类型相同", "give all values one type",
	},
	"mixed-map": {
		"对照表的键须为文字，值须同一类型", "a map needs text as keys and values of one type",
		`写成 {"a": 1, "b": 2}[名称]`, `write {"a": 1, "b": 2}[name]`,
	},
	"name-taken": {
		"循环变量「{1}」与已有名称相同", "the loop's name {1} is already taken",
		"换一个名称", "choose another name",
	},
	"expr-zone": {
		"时区只能写固定偏移，如 \"+08:00\"，或 \"UTC\"", `a time zone must be a fixed offset such as "+08:00", or "UTC"`,
		`写成 now.getHours("+08:00")`, `write now.getHours("+08:00")`,
	},
	"expr-pattern": {
		"matches 的正则表达式须是可用的 RE2 文本：{1}", "matches needs a regular expression (RE2) written out: {1}",
		"改正正则表达式，不支持回溯引用和环视", "correct it; back references and look-around are not supported",
	},
	"expr-pattern-long": {
		"正则表达式长 {1} 个字符，超过上限 {2}", "the regular expression is {1} characters long, the limit is {2}",
		"写短一些", "write a shorter one",
	},
	"expr-cost": {
		"表达式至少要花费 {1}，超过上限 {2}", "the expression costs at least {1}, the limit is {2}",
		"减少嵌套的循环", "use fewer nested loops",
	},
	"unknown-placeholder": {
		"占位符 {{1}} 不是本流程的数据", "placeholder {{1}} is no data of this process",
		"改正名称，或在 data 中声明它；承诺的到期时刻写 {promise.<承诺>.due}", "correct the name, or declare it under `data`; a promise is due {promise.<its name>.due}",
	},
	"bad-placeholder": {
		"占位符 {{1}} 不是一个名称", "placeholder {{1}} is not a name",
		"只写数据名，如 {subject}；要写花括号本身，写 {{ 和 }}", "write a data name only, such as {subject}; for a brace itself write {{ or }}",
	},
	"lone-brace": {
		"单独的花括号 {1}", "a lone brace {1}",
		"占位符写成 {名称}；要写花括号本身，写 {{ 或 }}", "write a placeholder as {name}; for a brace itself write {{ or }}",
	},
}
