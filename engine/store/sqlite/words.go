package sqlite

import (
	"database/sql/driver"
	"strings"
)

// words are the texts and combinations that rows name by number, each stored
// once: the writer knows them all.
type words struct {
	names   map[string]int64
	places  map[place]int64
	manners map[manner]int64
}

// place is what the visits of one step have in common.
type place struct {
	process          string
	edition          int64
	step, lane, team string
	party            string
}

// manner is how a visit was done; of a turn, the outcome says who follows.
type manner struct{ byKind, channel, outcome string }

func readWords(c *connection) (*words, error) {
	w := &words{names: map[string]int64{}, places: map[place]int64{}, manners: map[manner]int64{}}
	err := c.rows(`SELECT number, text FROM name`, func(r []driver.Value) {
		w.names[r[1].(string)] = r[0].(int64)
	})
	if err != nil {
		return nil, err
	}
	err = c.rows(`SELECT number, process, edition, step, lane, team, party FROM place`, func(r []driver.Value) {
		p := place{r[1].(string), r[2].(int64), r[3].(string), r[4].(string), r[5].(string), r[6].(string)}
		w.places[p] = r[0].(int64)
	})
	if err != nil {
		return nil, err
	}
	err = c.rows(`SELECT number, by_kind, channel, outcome FROM manner`, func(r []driver.Value) {
		w.manners[manner{r[1].(string), r[2].(string), r[3].(string)}] = r[0].(int64)
	})
	return w, err
}

// name returns the number of a text, and stores it when it is new.
func (w *writer) name(text string) (int64, error) {
	if n, ok := w.words.names[text]; ok {
		return n, nil
	}
	n := int64(len(w.words.names)) + 1
	if _, err := w.sql.name.run(n, text); err != nil {
		return 0, err
	}
	w.words.names[text] = n
	return n, nil
}

func (w *writer) place(p place) (int64, error) {
	if n, ok := w.words.places[p]; ok {
		return n, nil
	}
	n := int64(len(w.words.places)) + 1
	if _, err := w.sql.place.run(n, p.process, p.edition, p.step, p.lane, p.team, p.party); err != nil {
		return 0, err
	}
	// The strings may be parts of a large frame, which must not live on for them.
	p.process, p.step, p.lane = strings.Clone(p.process), strings.Clone(p.step), strings.Clone(p.lane)
	p.team, p.party = strings.Clone(p.team), strings.Clone(p.party)
	w.words.places[p] = n
	return n, nil
}

func (w *writer) manner(m manner) (int64, error) {
	if n, ok := w.words.manners[m]; ok {
		return n, nil
	}
	n := int64(len(w.words.manners)) + 1
	if _, err := w.sql.manner.run(n, m.byKind, m.channel, m.outcome); err != nil {
		return 0, err
	}
	w.words.manners[manner{strings.Clone(m.byKind), strings.Clone(m.channel), strings.Clone(m.outcome)}] = n
	return n, nil
}
