package engine

import "github.com/laneway-flow/laneway/engine/definition"

// words are the values of what a text names, as they are now.
func (x *step) words(t *definition.Template, v env) []definition.Datum {
	values := make([]definition.Datum, 0, len(t.Names))
	for _, name := range t.Names {
		d := definition.Datum{Name: name}
		if promise, ok := definition.DueOf(name); ok {
			d.Value = x.dueWords(promise)
		} else {
			d.Value = v.Data(name)
		}
		values = append(values, d)
	}
	return values
}

// dueWords is when a promise is due, in the zone of its calendar; nil while it
// does not run.
func (x *step) dueWords(promise string) []byte {
	for i := len(x.in.Clocks) - 1; i >= 0; i-- {
		c := &x.in.Clocks[i]
		if c.Promise != promise || c.Due == 0 {
			continue
		}
		zone := x.world.Calendar(c.Calendar).At(int64(c.Due)).Calendar.Zone()
		return quote(c.Due.Time().In(zone).Format("2006-01-02 15:04"))
	}
	return nil
}
