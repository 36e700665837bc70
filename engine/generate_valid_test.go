package engine

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/laneway-flow/laneway/engine/definition"
)

// The generator writes what the language accepts: otherwise the properties of
// Step would be tested on nothing.
func TestRandomFlowsAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := randomFlow(t)
		if p, diagnostics := definition.Parse("flow.yaml", []byte(source)); p == nil {
			t.Fatalf("refused:\n%s\n%s", said(diagnostics), source)
		}
	})
}
