package definition

// FieldType is the type of a field of the case data (LANGUAGE.md §5).
type FieldType string

// The types of the language. A field with `choices` has TypeChoice.
const (
	TypeText     FieldType = "text"
	TypeLongText FieldType = "long-text"
	TypeInteger  FieldType = "integer"
	TypeNumber   FieldType = "number"
	TypeMoney    FieldType = "money"
	TypeBoolean  FieldType = "boolean"
	TypeDate     FieldType = "date"
	TypeInstant  FieldType = "instant"
	TypeDuration FieldType = "duration"
	TypePhone    FieldType = "phone"
	TypeMail     FieldType = "mail"
	TypeAddress  FieldType = "address"
	TypePerson   FieldType = "person"
	TypeTeam     FieldType = "team"
	TypeCustomer FieldType = "customer"
	TypeRating   FieldType = "rating"
	TypeChecks   FieldType = "checks"
	TypeFile     FieldType = "file"
	TypeTable    FieldType = "table"
	TypeChoice   FieldType = "choices"
)

// Field is one datum of a case and how a form asks for it.
//
// Its values travel as canonical JSON: text, phone, mail, address, person,
// team, customer, file and a choice as string; integer and rating as JSON
// integers within 2^53; number as JSON number; money as a string with exactly
// two decimals; date as "2006-01-02"; instant as RFC 3339 UTC with
// milliseconds; duration as an ISO 8601 time part ("PT2H30M"); checks as the
// array of ticked choices in the order declared; table as array of objects
// with keys in column order; `many` as array of the single form.
type Field struct {
	Name     string
	Type     FieldType
	Label    Text
	Help     Text
	Choices  []Choice
	Default  []byte // canonical JSON, or nil
	Min, Max *float64
	Many     bool
	Columns  []*Field // TypeTable
	Optional bool
	Personal bool
	Scope    *Scope
	Pos      Position
}

// Choice is one value of a field with choices.
type Choice struct {
	Value string
	Label Text
}

// Form is what a step or message asks for, in the order of the screen.
type Form struct {
	Items  []FormItem
	Checks []Check
}

// FormItem is a field to fill in, a field to show, or a heading.
type FormItem struct {
	Field    *Field // nil: a heading
	Heading  Text
	Show     bool // read only
	Optional bool
}

// Check refuses completion with a reason when its condition holds.
type Check struct {
	If  *Expr
	Say Text
}

// Datum is one named value of a case, as canonical JSON. A sealed personal
// value is the JSON string "sealed:..." that the door made of it.
type Datum struct {
	Name  string
	Value []byte
}

// Problem is one refused value of a form.
type Problem struct {
	Field  string            // path, e.g. "lines[2].quantity"
	Code   string            // required, type, choice, min, max, many, check, unknown
	Params map[string]string // limits and allowed values, for messages in any language
	Reason string            // English, one line
}

// Sealed begins the value of a sealed personal field: the door has checked and
// encrypted it, the core only carries it.
const Sealed = "sealed:"
