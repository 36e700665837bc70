package engine

import "testing"

// semantic is one row of SEMANTICS.md: the steps of a flow, and what happens.
type semantic struct {
	id    string
	steps string
	play  string
}

// testSemantics plays every row under its id.
func testSemantics(t *testing.T, rows []semantic) {
	for _, row := range rows {
		t.Run(row.id, func(t *testing.T) {
			newPlay(t, flowHead+row.steps).script(row.play)
		})
	}
}
