package runner_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/memory"
)

// private asks for personal data in every way there is.
const private = `
process: private
calendar: 24x7
lanes: {customer: {party: customer}, desk: {team: desk}}
data: {phone: {type: phone, personal: true}, word: {type: text}}
messages:
  call-me: {from: customer, form: [phone]}
  ring: {key: =word, keep-for: 1h on 24x7, form: [phone]}
start: first
steps:
  first: {lane: desk, form: [phone, word], next: listen}
  listen: {receive: call-me, next: wait}
  wait: {receive: ring, next: rest}
  rest: {lane: desk, next: end}
`

const number = "13800000000"

func phone(in *engine.Instance) definition.Datum {
	return definition.Datum{Name: "phone", Value: in.Scopes[0].Value("phone")}
}

// saved is everything the store holds of a case and its mailbox, as text.
func saved(t *testing.T, s store.Store, ids ...string) string {
	t.Helper()
	var all bytes.Buffer
	for _, id := range ids {
		in, err := s.Load(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(engine.AppendInstance(nil, &in))
		history, err := s.History(t.Context(), id, 1, 1000)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(engine.AppendEvents(nil, history))
	}
	return all.String()
}

func TestPersonalValuesNeverReachTheCore(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{private}, func(cfg *runner.Config) { cfg.Store = s })
		reads := func(in engine.Instance, want string) {
			t.Helper()
			d := phone(&in)
			if !strings.HasPrefix(string(d.Value), `"`+definition.Sealed) {
				t.Fatalf("the case holds %s", d.Value)
			}
			if got, err := h.Unseal(t.Context(), d); err != nil || string(got) != `"`+want+`"` {
				t.Fatalf("unsealed %s, %v; want %s", got, err, want)
			}
		}
		in := h.start("private")
		in = h.complete(in.ID, values("phone", number, "word", "k")...).Instance
		reads(in, number)
		in = h.do(runner.Call{Instance: in.ID, Command: engine.DeliverMessage{
			Origin: desk, Message: "call-me", Values: values("phone", "13900000001"),
		}}).Instance
		reads(in, "13900000001")
		if got := h.send(runner.Message{Name: "ring", Key: "k", Values: values("phone", "13900000002")}); got.Outcome != runner.Delivered {
			t.Fatalf("ring was %+v", got)
		}
		reads(h.load(in.ID), "13900000002")
		in = h.do(runner.Call{Instance: in.ID, Command: engine.ChangeData{
			Origin: desk, Values: values("phone", "13900000003"), Reason: "misheard",
		}}).Instance
		reads(in, "13900000003")
		all := saved(t, h.store, in.ID, engine.MailboxID("ring", "k"))
		for _, secret := range []string{number, "1390000000"} {
			if strings.Contains(all, secret) {
				t.Errorf("the store holds %s in the clear", secret)
			}
		}
	})
}

func TestErasureDestroysWhatWasSealed(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{private}, func(cfg *runner.Config) { cfg.Store = s })
		customer := []engine.LaneActor{{Lane: "customer", ID: "c1"}}
		one := h.do(runner.Call{Command: engine.StartInstance{Origin: desk, Process: "private", Customers: customer}}).Instance
		one = h.complete(one.ID, values("phone", number, "word", "a")...).Instance
		two := h.begin("private", values("phone", number, "word", "b")...)
		if err := h.Erase(t.Context(), runner.Subject(&one)); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Unseal(t.Context(), phone(&one)); !errors.Is(err, store.ErrErased) {
			t.Errorf("the erased one: got %v, want %v", err, store.ErrErased)
		}
		if got, err := h.Unseal(t.Context(), phone(&two)); err != nil || string(got) != `"`+number+`"` {
			t.Errorf("the other one: %s, %v", got, err)
		}
		_, err := h.Do(t.Context(), runner.Call{Instance: one.ID, Command: engine.ChangeData{
			Origin: desk, Values: values("phone", number), Reason: "again",
		}})
		var refused *engine.Rejection
		if !errors.As(err, &refused) || refused.Code != "personal.erased" {
			t.Errorf("a new value for an erased customer: %v, want personal.erased", err)
		}
	})
}

// A message is kept under a key of its own, destroyed when a case took it: so
// erasing the case erases it in the mailbox's history too.
func TestAKeptMessageIsSealedAnewForItsReceiver(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, s store.Store) {
		h := open(t, []string{private}, func(cfg *runner.Config) { cfg.Store = s })
		if got := h.send(runner.Message{Name: "ring", Key: "k", Values: values("phone", number)}); got.Outcome != runner.Kept {
			t.Fatalf("got %+v, want kept", got)
		}
		box, err := h.Load(t.Context(), engine.MailboxID("ring", "k"))
		if err != nil {
			t.Fatal(err)
		}
		kept := box.Mailbox.Kept[0].Values[0]
		in := h.begin("private", values("phone", "13900000001", "word", "k")...)
		in = h.do(runner.Call{Instance: in.ID, Command: engine.DeliverMessage{
			Origin: desk, Message: "call-me", Values: values("phone", "13900000002"),
		}}).Instance
		if at(&in) != "rest" {
			t.Fatalf("the case is at %q, want rest", at(&in))
		}
		if got, err := h.Unseal(t.Context(), phone(&in)); err != nil || string(got) != `"`+number+`"` {
			t.Fatalf("the case reads %s, %v", got, err)
		}
		if _, err := h.Unseal(t.Context(), kept); !errors.Is(err, store.ErrErased) {
			t.Fatalf("the kept copy: got %v, want %v", err, store.ErrErased)
		}
	})
}

func TestNothingSealedComesInFromOutside(t *testing.T) {
	t.Parallel()
	h := open(t, []string{private})
	in := h.begin("private", values("phone", number, "word", "k")...)
	stolen := phone(&in).Value
	other := h.start("private")
	for name, v := range map[string]definition.Datum{
		"personal": {Name: "phone", Value: stolen},
		"plain":    {Name: "word", Value: stolen},
		"escaped":  {Name: "word", Value: append([]byte(`"\u0073`), stolen[2:]...)},
		"spaced":   {Name: "phone", Value: append([]byte("  "), stolen...)},
	} {
		_, err := h.Do(t.Context(), runner.Call{Instance: other.ID, Command: engine.CompleteTask{
			Origin: desk, Task: other.Tasks[0].Number, Values: []definition.Datum{v},
		}})
		var refused *engine.Rejection
		if !errors.As(err, &refused) || refused.Code != engine.RejectForm || len(refused.Fields) != 1 || refused.Fields[0].Field != v.Name {
			t.Errorf("%s: got %v, want it refused at %s", name, err, v.Name)
		}
	}
}

func TestAPersonalValueIsCheckedAtTheDoor(t *testing.T) {
	t.Parallel()
	h := open(t, []string{private})
	in := h.start("private")
	for name, given := range map[string][]definition.Datum{
		"no phone": values("phone", "call me maybe", "word", "k"),
		"blank":    values("phone", "  ", "word", "k"),
		"missing":  values("word", "k"),
	} {
		_, err := h.Do(t.Context(), runner.Call{Instance: in.ID, Command: engine.CompleteTask{
			Origin: desk, Task: in.Tasks[0].Number, Values: given,
		}})
		var refused *engine.Rejection
		if !errors.As(err, &refused) || refused.Code != engine.RejectForm {
			t.Errorf("%s: got %v, want %s", name, err, engine.RejectForm)
		}
	}
}

func TestASealedValueIsFoundByItsLookupHash(t *testing.T) {
	t.Parallel()
	h := open(t, []string{private}, func(cfg *runner.Config) { cfg.Store = memory.New() })
	in := h.begin("private", values("phone", number, "word", "k")...)
	hash, err := h.LookupHash(t.Context(), definition.TypePhone, []byte(`"+86 138-0000-0000"`))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(phone(&in).Value), ":"+hash+":") {
		t.Errorf("%s does not carry %s", phone(&in).Value, hash)
	}
	other, err := h.LookupHash(t.Context(), definition.TypePhone, []byte(`"13800000001"`))
	if err != nil || other == hash {
		t.Errorf("another number has hash %s, %v", other, err)
	}
	elsewhere := open(t, nil)
	if foreign, err := elsewhere.LookupHash(t.Context(), definition.TypePhone, []byte(`"13800000000"`)); err != nil || foreign == hash {
		t.Errorf("another installation has the same hash, %v", err)
	}
}
