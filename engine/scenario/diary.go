package scenario

import (
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// diary is what an example may ask of a case's past.
type diary struct {
	path  []string // steps in the order entered
	ran   []string // steps completed, each once, in order of the first time
	told  []string // texts sent, and recipients of levels as written, each once
	broke []string // promises broken, each once, in order of the first time
	tasks map[int64]string
	// clocks are the promises of all cycles so far, verdicts what the last
	// ended cycle of each came to.
	clocks   map[int64]string
	verdicts map[string]engine.Verdict
}

func newDiary() *diary {
	return &diary{tasks: map[int64]string{}, clocks: map[int64]string{}, verdicts: map[string]engine.Verdict{}}
}

func (d *diary) read(p *definition.Process, e *engine.Event) {
	switch b := e.Body.(type) {
	case *engine.TaskOpened:
		d.path = append(d.path, b.Element)
		d.tasks[b.Task] = b.Element
	case *engine.TaskCompleted:
		d.ran = once(d.ran, d.tasks[b.Task])
	case *engine.StepEntered:
		if isStep(p.Element(b.Element)) {
			d.path = append(d.path, b.Element)
		}
	case *engine.StepCompleted:
		if !b.Withdrawn && isStep(p.Element(b.Element)) {
			d.ran = once(d.ran, b.Element)
		}
	case *engine.TextSent:
		d.told = once(d.told, b.Text)
	case *engine.PersonNotified:
		if b.Person != "" {
			d.told = once(d.told, b.As)
		}
	case *engine.ClockStarted:
		d.clocks[b.Clock] = b.Promise
	case *engine.ClockBreached:
		d.broke = once(d.broke, d.clocks[b.Clock])
	case *engine.ClockRetargeted:
		if b.Breached {
			d.broke = once(d.broke, d.clocks[b.Clock])
		}
	case *engine.ClockStopped:
		d.verdicts[d.clocks[b.Clock]] = b.Verdict
		if b.Verdict == engine.VerdictBreached {
			d.broke = once(d.broke, d.clocks[b.Clock])
		}
	default: // an example asks for nothing else of the past
	}
}

// isStep reports whether an element is a step as the analyst wrote it, not a
// gateway or event the language made of one.
func isStep(e *definition.Element) bool {
	return e != nil && e.ID == e.Step && e.Kind != definition.KindStart && e.Kind != definition.KindEnd
}

func once(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
