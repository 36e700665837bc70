package engine

import (
	"testing"
)

// A text names when a promise is due as people at its calendar tell the time;
// while it stands still it has no due.
func TestTextsNameDues(t *testing.T) {
	const flow = promiseHead + `
promises:
  answer: {from: start, to: last, within: 4h, for: customer}
texts:
  told: {zh: "{severity} {promise.answer.due}", en: "{severity} {promise.answer.due}"}
start: first
steps:
  first: {lane: desk, send: {to: customer, text: told}, next: ask}
  ask: {lane: customer, send: {to: customer, text: told}, next: last}
  last: {lane: desk, next: end}
`
	k := keep(t, flow)
	k.at("02 16:00").start()
	text := of[*TextSent](k.at("02 16:30").do("first", "ann"))[0]
	if got := string(text.Values[1].Value); text.Values[1].Name != "promise.answer.due" || got != `"2025-06-03 12:00"` {
		t.Errorf("due is %s", got)
	}
	k.at("02 16:40").run(CompleteTask{Origin: Origin{Actor: Actor{Kind: ActorCustomer, ID: "ann"}}, Task: k.task("ask")})
	var told []*TextSent
	for _, e := range k.history {
		if b, ok := e.Body.(*TextSent); ok {
			told = append(told, b)
		}
	}
	if got := told[1].Values[1].Value; got != nil {
		t.Errorf("a promise that stands still is due %s", got)
	}
}
