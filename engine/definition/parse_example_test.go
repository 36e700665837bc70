package definition_test

import (
	"fmt"

	"github.com/laneway-flow/laneway/engine/definition"
)

func ExampleParse() {
	const src = `
process: repair
lanes:
  customer: {party: customer}
  desk: {team: front-desk}
data:
  fault: {type: text}
start: report
steps:
  report: {lane: customer, form: [fault], next: lok}
  look: {lane: desk, next: end}
`
	_, diagnostics := definition.Parse("repair.yaml", []byte(src))
	for _, d := range diagnostics {
		fmt.Printf("%s: %s: %s; %s\n", d.Pos, d.Code, d.Message.EN, d.Remedy.EN)
	}
	// Output:
	// repair.yaml:10:49: unknown-step: there is no step lok here; did you mean look?
}
