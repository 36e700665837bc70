package engine

import (
	"slices"
	"strings"
	"testing"
)

// semantic is one row of SEMANTICS.md: the steps of a flow, and what happens.
type semantic struct {
	id    string
	steps string
	play  string
}

// TestSemantics plays every row under its id; what needs more than a script
// has a test of its own, TestSemantics_<id>.
func TestSemantics(t *testing.T) {
	for _, row := range slices.Concat(joinRows, nestedJoinRows, gatewayRows, boundaryRows, terminateRows, messageRows) {
		t.Run(row.id, func(t *testing.T) {
			newPlay(t, flowHead+withTasks(row.steps)).script(row.play)
		})
	}
}

// withTasks adds the steps x, y and z where they are named but not written: user
// tasks at the top that lead to the end.
func withTasks(steps string) string {
	for _, name := range []string{"x", "y", "z"} {
		named := strings.Contains(steps, "go: "+name+"}") || strings.Contains(steps, "next: "+name+"}") || strings.Contains(steps, "next: "+name+"\n")
		if named && !strings.Contains(steps, " "+name+":") {
			steps += "  " + name + ": {lane: desk, next: end}\n"
		}
	}
	return steps
}
