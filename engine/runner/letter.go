package runner

import "github.com/laneway-flow/laneway/engine"

// Letter is a text on its way to a person, rendered in the language of who
// receives it.
type Letter struct {
	ID       string // stable over retries
	Instance string
	Text     string // name of the template
	Lane     string
	To       string // customer or person id, if known
	Channel  string
	At       engine.Millis
	Lang     string // zh or en
	Subject  string
	Body     string
}
