package definition

import "maps"

// saying is what a diagnostic of one code says; {1}, {2} ... are filled in.
type saying struct {
	severity     Severity
	en, zh       string
	fixEN, fixZH string
}

// sayings is every diagnostic of this package's parser, by code. Codes are
// stable: tools may know them. (Expressions and durations bring their own.)
var sayings = allSayings(sayingsOfFiles, sayingsOfKeys, sayingsOfData, sayingsOfNames, sayingsOfSteps, sayingsOfGraphs, sayingsOfExamples, sayingsOfPromises)

func allSayings(parts ...map[string]saying) map[string]saying {
	all := map[string]saying{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

// sayingsOfFiles are about a file as a whole, before anything is built of it.
var sayingsOfFiles = map[string]saying{
	"not-utf8": {
		en: "this byte is not UTF-8", zh: "这个字节不是 UTF-8 编码",
		fixEN: "save the file as UTF-8", fixZH: "把文件存为 UTF-8 编码",
	},
	"empty-file": {
		en: "the file says nothing", zh: "文件是空的",
		fixEN: "begin with `process: <id>`", fixZH: "以 `process: <标识>` 开头",
	},
	"too-large": {
		en: "the file has {1} bytes, more than {2}", zh: "文件有 {1} 字节，超过 {2}",
		fixEN: "split the flow into several processes", fixZH: "把流程拆成几个",
	},
	"too-deep": {
		en: "more than {1} levels inside each other", zh: "嵌套超过 {1} 层",
		fixEN: "write subprocesses as processes of their own", fixZH: "把子流程写成独立的流程",
	},
	"too-many-nodes": {
		en: "more than {1} values in one file", zh: "一个文件超过 {1} 个值",
		fixEN: "split the flow into several processes", fixZH: "把流程拆成几个",
	},
	"too-many-keys": {
		en: "{1} keys in one mapping, more than {2}", zh: "一个映射有 {1} 个键，超过 {2}",
		fixEN: "split the flow into several processes", fixZH: "把流程拆成几个",
	},
	"several-documents": {
		en: "a second document begins here", zh: "这里开始了第二个文档",
		fixEN: "one file is one process: remove `---` or make two files", fixZH: "一个文件一个流程：去掉 `---`，或分成两个文件",
	},
	"directive": {
		en: "YAML directives are not used here", zh: "这里不使用 YAML 指令",
		fixEN: "remove the line", fixZH: "删去这一行",
	},
	"anchor": {
		en: "YAML reads {1} as an anchor and cuts it off", zh: "YAML 把 {1} 当作锚点并截掉",
		fixEN: "write the text in quotes; anchors are not used here", fixZH: "给文字加引号；这里不使用锚点",
	},
	"alias": {
		en: "YAML reads {1} as an alias of something else", zh: "YAML 把 {1} 当作别名",
		fixEN: "write the text in quotes, or the value itself; aliases are not used here", fixZH: "给文字加引号，或直接写出内容；这里不使用别名",
	},
	"tag": {
		en: "YAML reads {1} as a tag and cuts it off", zh: "YAML 把 {1} 当作标签并截掉",
		fixEN: "in a condition write `ok == false` for `!ok`; put texts in quotes", fixZH: "条件中用 `ok == false` 代替 `!ok`；文字请加引号",
	},
	"merge-key": {
		en: "merge keys (<<) are not used here", zh: "这里不使用合并键（<<）",
		fixEN: "write the keys themselves", fixZH: "直接写出各个键",
	},
	"syntax": {
		en: "not readable as YAML: {1}", zh: "不是合法的 YAML：{1}",
		fixEN: "check quotes, brackets and indentation here and on the line before", fixZH: "检查这里和上一行的引号、括号与缩进",
	},
	"syntax-tab": {
		en: "a tab is used for indentation", zh: "缩进用了制表符",
		fixEN: "indent with spaces", fixZH: "请用空格缩进",
	},
	"syntax-colon": {
		en: "a second `: ` on the line: YAML cannot tell where the value begins", zh: "一行里有第二个 `: `，YAML 分不清值从哪里开始",
		fixEN: "write the value in single quotes", fixZH: "给值加单引号",
	},
	"syntax-bracket": {
		en: "a bracket that opens here is not closed, or a comma is missing", zh: "这里打开的括号没有关闭，或者缺少逗号",
		fixEN: "close the bracket, or write one key a line", fixZH: "补上括号，或改成一行一个键",
	},
	"syntax-indent": {
		en: "the indentation here, or on the lines after, does not fit what stands before", zh: "这里或后面几行的缩进与前文不符",
		fixEN: "keys of one thing begin in one column; a key with a value on its own line has nothing below it", fixZH: "同一层的键要对齐；同一行已有值的键下面不能再有内容",
	},
	"syntax-quote": {
		en: "a quote that opens here is never closed", zh: "这里打开的引号没有关闭",
		fixEN: "close it; a quote inside single quotes is written twice", fixZH: "补上引号；单引号里的单引号要写两个",
	},
	"syntax-no-colon": {
		en: "a key without a colon, or a text that is not indented", zh: "键后面缺少冒号，或文字没有缩进",
		fixEN: "write `key: value`, and texts over several lines further right than their key", fixZH: "写成 `键: 值`；多行文字要比键缩进更多",
	},
	"text-after-quote": {
		en: "{1} follows a closing quote", zh: "引号结束后还有 {1}",
		fixEN: "put the whole value in quotes; a quote inside single quotes is written twice", fixZH: "给整个值加引号；单引号里的单引号要写两个",
	},
	"text-sign": {
		en: "a text cannot begin with {1}", zh: "文字不能以 {1} 开头",
		fixEN: "put it in quotes", fixZH: "给它加引号",
	},
	"control-character": {
		en: "a control character stands here", zh: "这里有一个控制字符",
		fixEN: "delete it", fixZH: "删去它",
	},
	"braces-text": {
		en: "inside { } YAML cannot read {1} here", zh: "在 { } 里 YAML 读不了这里的 {1}",
		fixEN: "write this row in block form, one key a line, or put the value in single quotes", fixZH: "把这一行写成多行形式（一行一个键），或给值加单引号",
	},
}

// sayingsOfKeys are about keys and the shape of their values.
var sayingsOfKeys = map[string]saying{
	"duplicate-key": {
		en: "key {1} is written twice, first at {2}", zh: "键 {1} 写了两次，第一次在 {2}",
		fixEN: "remove one of the two", fixZH: "删去其中一个",
	},
	"unknown-key": {
		en: "{1} is no key of {2}", zh: "{3}没有 {1} 这个键",
		fixEN: "remove it", fixZH: "删去它",
	},
	"missing-key": {
		en: "{2} needs the key {1}", zh: "{3}缺少键 {1}",
		fixEN: "write `{1}: ...`", fixZH: "写上 `{1}: ...`",
	},
	"not-in-this-version": {
		en: "{1} is not in this version", zh: "本版本还不支持 {1}",
		fixEN: "leave it out; the engine accepts nothing it cannot run", fixZH: "请先去掉；引擎不接受它不能执行的内容",
	},
	"no-value": {
		en: "{1} has no value", zh: "{1} 没有值",
		fixEN: "write a value after the colon, or remove the key", fixZH: "在冒号后写上值，或删去这个键",
	},
	"stray-comma": {
		en: "the comma made a key of its own of {1}", zh: "逗号把 {1} 变成了一个单独的键",
		fixEN: "put the whole text in quotes", fixZH: "给整段文字加引号",
	},
	"missing-space": {
		en: "{1} is read as one key without a value", zh: "{1} 被读成一个没有值的键",
		fixEN: "write a space after the colon: `{2}: {3}`", fixZH: "冒号后要有空格：`{2}: {3}`",
	},
	"key-not-text": {
		en: "a key must be a word", zh: "键必须是一个词",
		fixEN: "write `key: value`", fixZH: "写成 `键: 值`",
	},
	"not-a-mapping": {
		en: "keys with values are expected here", zh: "这里应当是若干「键: 值」",
		fixEN: "write `key: value`, one a line or in { }", fixZH: "写成 `键: 值`，一行一个，或写在 { } 里",
	},
	"not-a-list": {
		en: "a list is expected here", zh: "这里应当是一个列表",
		fixEN: "write `[a, b]`, or lines beginning with `- `", fixZH: "写成 `[a, b]`，或每行以 `- ` 开头",
	},
	"not-text": {
		en: "a single value is expected here", zh: "这里应当是单个值",
		fixEN: "write one word or text", fixZH: "写一个词或一段文字",
	},
	"bad-id": {
		en: "{1} is not an id: lower-case letters, digits and single hyphens, beginning with a letter", zh: "{1} 不能作标识：只能用小写字母、数字和单个连字符，以字母开头",
		fixEN: "write it like `return-visit`", fixZH: "写成像 `return-visit` 这样",
	},
	"unknown-word": {
		en: "{1} is not a word of {2}", zh: "{2} 不能写 {1}",
		fixEN: "write one of the words of the reference", fixZH: "请查语言手册",
	},
	"not-boolean": {
		en: "{1} is neither true nor false", zh: "{1} 不是 true 或 false",
		fixEN: "write true or false", fixZH: "写 true 或 false",
	},
	"not-a-number": {
		en: "{1} is not a number", zh: "{1} 不是数字",
		fixEN: "write digits only", fixZH: "只写数字",
	},
	"not-an-expression": {
		en: "{2} is an expression, and those begin with `=`", zh: "{2} 要写表达式，表达式以 `=` 开头",
		fixEN: "write `={1}`", fixZH: "写成 `={1}`",
	},
	"text-cut": {
		severity: Warning,
		en:       "YAML takes {1} for a comment: it is not part of the text", zh: "YAML 把 {1} 当作注释，它不在文字里",
		fixEN: "put the text in quotes, or the comment on a line of its own", fixZH: "给文字加引号，或把注释另起一行",
	},
	"no-calendar": {
		en: "{1} does not say which hours count, and the process names no calendar", zh: "{1} 没有说明按哪个日历计时，流程也没有写 calendar",
		fixEN: "write `{1} on 24x7`, or `calendar: 24x7` at the top", fixZH: "写成 `{1} on 24x7`，或在开头写 `calendar: 24x7`",
	},
}
