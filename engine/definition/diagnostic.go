package definition

import "fmt"

// Position is a place in a file, line and column counted from 1.
type Position struct {
	File   string
	Line   int
	Column int
}

// String returns file:line:column.
func (p Position) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// Severity says whether a diagnostic keeps the definition from being used.
type Severity uint8

// An error refuses the definition, a warning does not.
const (
	Error Severity = iota
	Warning
)

// Diagnostic is one mistake of an analyst: where, what, the nearest correct
// name where there is one, and what to do, in both languages.
type Diagnostic struct {
	Pos      Position
	Severity Severity
	Code     string // stable, e.g. "unknown-step"
	Message  Text
	Remedy   Text
	Nearest  string // "did you mean", or empty
}
