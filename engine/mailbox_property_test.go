package engine

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/laneway-flow/laneway/engine/definition"
)

// TestMailboxKeepsItsPromises: besides what holds of every instance, each
// message is passed on, starts a case, or expires at most once, and one case
// runs at a time unless the start says otherwise.
func TestMailboxKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newDrawn(t)
		w := &watched{world: &World{}}
		now := monday
		for range rapid.IntRange(1, 40).Draw(t, "commands") {
			now += pick[Millis](c, 0, 1, 600_000, 7_200_000)
			if _, broken := w.step(someMail(c, &w.in), now); broken != nil {
				t.Fatal(broken)
			}
		}
		if err := w.mailAddsUp(); err != nil {
			t.Fatal(err)
		}
	})
}

func someMail(c chooser, in *Instance) Command {
	o := someOrigin(c)
	subscriber := Subscriber{pick(c, "case-1", "case-2"), int64(1 + c.upTo(1))}
	switch c.upTo(5) {
	case 0, 1:
		m := PostMessage{Origin: o, Message: "kept", Key: "r-1", MessageID: pick(c, "", "m-1", "m-2", "m-3")}
		m.Values = []definition.Datum{{Name: "n", Value: []byte(fmt.Sprint(in.Seq))}}
		m.KeepFor = pick[int64](c, 0, 600_000, 7_200_000)
		if c.upTo(2) == 0 {
			m.Process, m.Start, m.NewID, m.Many = "flow", "start", fmt.Sprintf("case-%d", in.Seq), c.upTo(3) == 0
		}
		return m
	case 2:
		return Subscribe{Origin: o, Message: "kept", Key: "r-1", Subscriber: subscriber}
	case 3:
		return Unsubscribe{Origin: o, Subscriber: subscriber}
	case 4:
		return FreeStartKey{Origin: o, Instance: pick(c, in.ID, "case-1")}
	default:
		return Wake{Origin: system}
	}
}

func (w *watched) mailAddsUp() error {
	kept := map[int64]bool{}
	for _, e := range w.history {
		var out int64
		switch b := e.Body.(type) {
		case *MessageKept:
			kept[b.Kept] = true
		case *MessagePassed:
			out = b.Kept
		case *MessageExpired:
			out = b.Kept
		default: // nothing comes or goes
		}
		if out != 0 && !kept[out] {
			return fmt.Errorf("event %d takes message %d, which is not kept", e.Seq, out)
		}
		delete(kept, out)
	}
	if w.in.Mailbox != nil && len(kept) != len(w.in.Mailbox.Kept) {
		return fmt.Errorf("%d messages are kept, %d by the events", len(w.in.Mailbox.Kept), len(kept))
	}
	return nil
}
