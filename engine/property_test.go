package engine

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
)

// TestStepKeepsItsPromises runs random commands on random flows; see watched
// for what is checked after each. At the end the history as a whole is checked.
func TestStepKeepsItsPromises(t *testing.T) {
	organisation := world(t)
	rapid.Check(t, func(t *rapid.T) {
		source := randomFlow(t)
		p, diagnostics := definition.Parse("flow.yaml", []byte(source))
		if p == nil {
			t.Fatalf("refused:\n%s\n%s", said(diagnostics), source)
		}
		if err := storm(newDrawn(t), organisation, p, rapid.IntRange(1, 40).Draw(t, "commands")); err != nil {
			t.Fatalf("%v\n%s", err, source)
		}
	})
}

// TestShippedFlowsKeepTheirPromises does the same on the flows that Laneway
// comes with, with people who are in every team.
func TestShippedFlowsKeepTheirPromises(t *testing.T) {
	files, err := filepath.Glob("../processes/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	flows := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(source, []byte("process: ")) && !bytes.Contains(source, []byte("\nprocess: ")) {
			continue // people and customers
		}
		flows++
		t.Run(filepath.Base(file), func(t *testing.T) {
			p := parse(t, string(source))
			all := &World{Org: everywhere(t, p)}
			rapid.Check(t, func(t *rapid.T) {
				if err := storm(newDrawn(t), all, p, rapid.IntRange(1, 80).Draw(t, "commands")); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
	if flows == 0 {
		t.Error("no flow is shipped")
	}
}

// everywhere is an organisation whose people are in all teams of a process.
func everywhere(t *testing.T, p *definition.Process) *org.Organisation {
	t.Helper()
	var teams []org.Team
	var ids []string
	for _, l := range p.Lanes {
		if l.Team != "" && !slices.Contains(ids, l.Team) {
			ids = append(ids, l.Team)
			teams = append(teams, org.Team{ID: l.Team, Name: org.Name{ZH: l.Team}})
		}
	}
	var people []org.Person
	for _, id := range []string{"li", "wang", "zhao", "chen"} {
		people = append(people, org.Person{ID: id, Name: id, Teams: ids})
	}
	o, problems := org.New(people, teams)
	if o == nil {
		t.Fatal(problems)
	}
	return o
}

// storm starts a case of the process and runs commands on it.
func storm(c chooser, base *World, p *definition.Process, commands int) error {
	p.Version = 1
	w := &watched{world: &World{
		Revision: 1, Org: base.Org,
		Processes: map[Edition]*definition.Process{{p.ID, 1}: p}, Current: map[string]*definition.Process{p.ID: p},
	}}
	now := monday
	start := pick(c, p.Starts...)
	refused, broken := w.step(StartInstance{
		Origin: someOrigin(c), ID: "260302-0000-0001", Process: p.ID, Start: start.Element.ID, Key: pick(c, "", "r-1"),
		Data: fitting(c, start.Form()),
	}, now)
	if refused != nil && refused.Code != RejectForm { // a check of the first form
		return errors.Join(refused, errors.New("the start was refused"))
	}
	for range commands {
		if broken != nil {
			return broken
		}
		if !w.in.Open() && c.upTo(2) > 0 {
			break // a few commands are refused by an ended case, not all of them
		}
		now = someTime(c, now, &w.in)
		_, broken = w.step(someCommand(c, p, &w.in), now)
	}
	if broken != nil {
		return broken
	}
	return w.whole()
}

// whole checks the history of the case as a whole.
func (w *watched) whole() error {
	if err := VerifyChain(w.in.Head, w.commits); err != nil {
		return err
	}
	replayed := Replay(w.history)
	replayed.Version, replayed.Head = w.in.Version, w.in.Head
	if !bytes.Equal(AppendInstance(nil, &replayed), AppendInstance(nil, &w.in)) {
		return errors.New("replaying the history leads to another state")
	}
	return w.turnsFollow()
}

// turnsFollow: the turns of a case follow each other without gap.
func (w *watched) turnsFollow() error {
	var last *TurnFact
	for _, f := range w.facts {
		turn, ok := f.(TurnFact)
		if !ok {
			continue
		}
		if last != nil && (turn.From != last.To || turn.Number != last.Number+1 || turn.Party != last.Next) {
			return errors.New("a turn does not begin where the one before ends")
		}
		last = &turn
	}
	return nil
}
