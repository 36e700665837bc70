package definition

// names is what an expression at one place of a definition may speak of.
type names struct {
	// all is everything the process declares; one for a whole Parse.
	all *vocabulary
	// reach reports whether a field can be spoken of here (data of a
	// subprocess only inside it). nil: every field.
	reach func(f *Field) bool
	// sure reports whether the field of the name has a value whenever this
	// place is reached: a required field of a form surely passed, or a `set`.
	// Fields with a default are sure without asking. nil: nothing is sure.
	sure func(name string) bool
	// sureLast reports whether last("step").field has a value here, where field
	// is a form name, "outcome", "by" or "at". nil: nothing is sure.
	sureLast func(step, field string) bool
}

// stepFields names the form fields that last("step").field may ask for.
type stepFields struct {
	Step   string
	Fields []*Field
}

// wantKind is what the place of an expression expects of its value.
type wantKind uint8

const (
	wantsAny       wantKind = iota // anything that can be written as JSON
	wantsCondition                 // a Boolean
	wantsField                     // a value of a field
	wantsKey                       // a correlation key: text or integer, evaluated to a JSON string
	wantsInstant                   // an instant
	wantsID                        // the id of a person, team or customer: text
)

// exprWant is a wantKind with the field it speaks of.
type exprWant struct {
	kind  wantKind
	field *Field
}

// What the places of the language expect.
var (
	wantAny       = exprWant{kind: wantsAny}
	wantCondition = exprWant{kind: wantsCondition}
	wantKey       = exprWant{kind: wantsKey}
	wantInstant   = exprWant{kind: wantsInstant}
	wantID        = exprWant{kind: wantsID}
)

// wantValue expects a value of the field. The expression `null` alone, which
// takes the value away, is allowed.
func wantValue(f *Field) exprWant { return exprWant{kind: wantsField, field: f} }
