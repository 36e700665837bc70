package definition

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// report collects what is wrong with one file. Every text comes from the table
// in sayings.go, so that no mistake is told in one language only.
type report struct {
	file    string
	found   []Diagnostic
	guesses int // how often a nearest name was looked for
}

// maxFound bounds what is told of one file; nobody reads more.
const maxFound = 1000

// maxGuesses bounds the search for nearest names in a file full of mistakes.
const maxGuesses = 200

// add reports a mistake by its code; args fill {1}, {2} ... of its texts.
func (r *report) add(pos Position, code string, args ...string) *Diagnostic {
	s, ok := sayings[code]
	if !ok {
		panic("definition: no saying for code " + code)
	}
	if len(r.found) >= maxFound {
		return &Diagnostic{}
	}
	r.found = append(r.found, Diagnostic{
		Pos: pos, Severity: s.severity, Code: code,
		Message: Text{ZH: fill(s.zh, args), EN: fill(s.en, args)},
		Remedy:  Text{ZH: fill(s.fixZH, args), EN: fill(s.fixEN, args)},
	})
	return &r.found[len(r.found)-1]
}

// unknown reports a name nobody declared, with the nearest one that was, which
// it returns ("" when nothing is near).
func (r *report) unknown(pos Position, code, got string, known []string, args ...string) string {
	d := r.add(pos, code, append([]string{got}, args...)...)
	if r.guesses++; r.guesses <= maxGuesses {
		suggest(d, got, known)
	}
	return d.Nearest
}

// failed reports whether something forbids the definition.
func (r *report) failed() bool {
	return slices.ContainsFunc(r.found, func(d Diagnostic) bool { return d.Severity == Error })
}

// sorted returns what was found in the order of the file, each once.
func (r *report) sorted() []Diagnostic {
	slices.SortStableFunc(r.found, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column), cmp.Compare(a.Code, b.Code))
	})
	return slices.CompactFunc(r.found, func(a, b Diagnostic) bool { return a == b })
}

// fill puts args in place of {1}, {2} ...
func fill(text string, args []string) string {
	for i, arg := range args {
		text = strings.ReplaceAll(text, "{"+strconv.Itoa(i+1)+"}", arg)
	}
	return text
}

// nearest returns the known name with the smallest edit distance to got, if
// that is near enough to be meant; of several the first.
func nearest(got string, known []string) string {
	best, bestAt := "", max(1, min(len(got), 24)/3)+1
	for _, name := range known {
		if name == got {
			continue
		}
		if d := editDistance(got, name, bestAt); d < bestAt {
			best, bestAt = name, d
		}
	}
	return best
}

// editDistance is the number of letters to insert, delete, replace or swap
// with their neighbour (optimal string alignment) to make b of a; atLeast when
// it is not under that.
func editDistance(a, b string, atLeast int) int {
	if len(a)-len(b) >= atLeast || len(b)-len(a) >= atLeast || len(a) > 64 || len(b) > 64 {
		return atLeast
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least >= atLeast {
			return atLeast
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
