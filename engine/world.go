package engine

import (
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
)

// World is an immutable snapshot of what a decision depends on besides the
// instance: built by the runner once a configuration revision.
type World struct {
	Revision int64
	// Processes holds every version that a live instance may need.
	Processes map[Edition]*definition.Process
	// Current is the newest version of each process.
	Current map[string]*definition.Process
	Org     *org.Organisation
}

// Edition names one version of one process.
type Edition struct {
	Process string
	Version int
}

// Process returns the version an instance runs on, or nil.
func (w *World) Process(id string, version int) *definition.Process {
	if version == 0 {
		return w.Current[id]
	}
	return w.Processes[Edition{id, version}]
}
