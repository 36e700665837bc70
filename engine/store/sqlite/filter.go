package sqlite

import (
	"slices"
	"strings"

	"github.com/laneway-flow/laneway/engine"
)

// filter gathers the conditions of a query and their arguments.
type filter struct {
	conditions []string
	args       []any
}

func (f *filter) add(condition string, args ...any) {
	f.conditions = append(f.conditions, condition)
	f.args = append(f.args, args...)
}

// addStates asks for one of the states, without the help of an index.
func (f *filter) addStates(states []engine.State) {
	f.add(`+state IN (?` + strings.Repeat(`, ?`, len(states)-1) + `)`)
	for _, state := range states {
		f.args = append(f.args, int64(state))
	}
}

// addTeams asks for one of the teams, without the help of an index.
func (f *filter) addTeams(teams []int64) {
	f.add(`+team IN (?` + strings.Repeat(`, ?`, len(teams)-1) + `)`)
	for _, team := range teams {
		f.args = append(f.args, team)
	}
}

// and returns the filter with one more condition, leaving f as it is.
func (f *filter) and(condition string, args ...any) filter {
	return filter{
		conditions: append(slices.Clip(f.conditions), condition),
		args:       append(slices.Clip(f.args), args...),
	}
}

func (f *filter) where() string {
	if len(f.conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(f.conditions, " AND ")
}
