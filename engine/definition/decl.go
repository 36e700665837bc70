package definition

import "gopkg.in/yaml.v3"

// What a file declares, before its names are looked up: reading fills these,
// building makes the Process of them.

type processDecl struct {
	process     *Process // what needs no other name: id, texts, holds
	calendar    word
	lanes       []*laneDecl
	messages    []*messageDecl
	promises    []*promiseDecl
	escalations []*escalationDecl
	holds       []*holdDecl
	top         *scopeDecl
	examples    *yaml.Node
}

type holdDecl struct {
	hold   *HoldReason
	pauses []word
	atMost word
}

type laneDecl struct {
	lane     *Lane
	calendar word
	order    int
	team     *formula
	who      *formula
}

type messageDecl struct {
	keepFor word
	message *Message
	from    word
	form    []formItemDecl
	key     *formula
}

// scopeDecl is the process, or the inside of a subprocess.
type scopeDecl struct {
	host   *stepDecl // nil for the process
	pos    Position
	starts []startDecl
	data   []*Field
	steps  []*stepDecl
	scope  *Scope // made when the data are registered
}

type startDecl struct {
	message word
	to      word
	many    bool
	pos     Position
}

type stepDecl struct {
	name word
	// element carries what needs no other name: texts, stage, value, channel.
	element Element
	lane    word
	form    []formItemDecl
	hasForm bool
	checks  []checkDecl
	same    word
	not     []word
	events  []triggerDecl

	kind    Kind // 0: only gateways
	kindKey word // the key that says so
	set     []assignDecl
	send    *sendDecl
	receive word
	wait    waitDecl
	rows    []triggerDecl
	sub     *scopeDecl
	end     EndKind

	promise *promiseDecl // within, escalate, calendar

	join word
	next *wayDecl
	fork *wayDecl
	keys map[string]word // the keys that were written
}

type formItemDecl struct {
	field    word
	show     bool
	optional bool
	heading  Text
}

type checkDecl struct {
	when *formula
	say  Text
}

type assignDecl struct {
	name  word
	node  *yaml.Node
	value *formula // nil: the literal in node
}

type sendDecl struct {
	to, text, message word
	key               *formula
	with              []assignDecl
	pos               Position
}

type waitDecl struct {
	span  word
	until *formula
}

type triggerDecl struct {
	kind    TriggerKind
	after   word
	at      *formula
	message word
	promise word
	point   word
	keep    bool
	to      word
	pos     Position
}

// wayDecl is what stands under `next` or `fork`.
type wayDecl struct {
	pos  Position
	list bool // rows, not one name
	rows []rowDecl
}

type rowDecl struct {
	when *formula
	to   word
	pos  Position
}
