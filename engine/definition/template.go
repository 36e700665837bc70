package definition

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// noValue stands in a text where a name has no value.
const noValue = "—"

// hidden stands in a text for a personal value that is still sealed.
const hidden = "***"

// DueName is what texts call the instant a promise is due: their value of that
// name is a text, the date and time of day in the zone of its calendar.
func DueName(promise string) string { return "promise." + promise + ".due" }

// DueOf returns the promise whose due a name of a text is.
func DueOf(name string) (promise string, ok bool) {
	rest, ok := strings.CutPrefix(name, "promise.")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(rest, ".due")
}

// dueField stands for every due a text may name.
var dueField = &Field{Name: "due", Type: TypeText}

// bind finds the names in the template's texts, fills Names and connects them
// with their fields, so that Render can write choices, yes and no, and times
// as people read them. It reports what is no name of the process.
func (t *Template) bind(fields map[string]*Field) []Diagnostic {
	var found []Diagnostic
	known := slices.Sorted(maps.Keys(fields))
	t.Names, t.fields = nil, nil
	for _, text := range []string{t.Subject.ZH, t.Subject.EN, t.Body.ZH, t.Body.EN, t.Short.ZH, t.Short.EN} {
		for _, p := range splitTemplate(text) {
			switch {
			case p.code != "":
				found = append(found, templateProblem(t.Pos, p, known))
			case p.name == "" || slices.Contains(t.Names, p.name):
			case fields[p.name] == nil:
				p.code = "unknown-placeholder"
				found = append(found, templateProblem(t.Pos, p, known))
			default:
				t.Names = append(t.Names, p.name)
				t.fields = append(t.fields, fields[p.name])
			}
		}
	}
	return slices.CompactFunc(found, func(a, b Diagnostic) bool { return a == b })
}

// Render writes the text in a language ("zh" or "en") with the values of a
// case: choices by their label, Booleans as 是/否 or yes/no, instants in UTC. A
// name without a value is written as a dash, a value that is still sealed as
// asterisks. The subject is always one line.
func (t *Template) Render(lang string, values []Datum) (subject, body string) {
	return oneLine(t.fill(t.Subject.In(lang), lang, values)), t.fill(t.Body.In(lang), lang, values)
}

// RenderShort writes the short form (SMS) as one line; where the template has
// none it is the body.
func (t *Template) RenderShort(lang string, values []Datum) string {
	short := t.Short.In(lang)
	if short == "" {
		short = t.Body.In(lang)
	}
	return oneLine(t.fill(short, lang, values))
}

func (t *Template) fill(text, lang string, values []Datum) string {
	var b strings.Builder
	for _, p := range splitTemplate(text) {
		if p.name == "" {
			b.WriteString(p.literal)
			continue
		}
		b.WriteString(t.value(p.name, lang, values))
	}
	return b.String()
}

func (t *Template) value(name, lang string, values []Datum) string {
	at := slices.IndexFunc(values, func(d Datum) bool { return d.Name == name })
	which := slices.Index(t.Names, name)
	if at < 0 || which < 0 || values[at].Value == nil || string(values[at].Value) == "null" {
		return noValue
	}
	return t.fields[which].Readable(lang, values[at].Value)
}

// piece is a part of a template: text as it stands, or a name to fill in.
type piece struct {
	literal string
	name    string
	code    string // what is wrong with it, or ""
}

// splitTemplate cuts a text at its placeholders. `{{` and `}}` are braces.
func splitTemplate(text string) []piece {
	var list []piece
	var literal strings.Builder
	flush := func() {
		if literal.Len() > 0 {
			list = append(list, piece{literal: literal.String()})
			literal.Reset()
		}
	}
	for text != "" {
		at := strings.IndexAny(text, "{}")
		if at < 0 {
			break
		}
		literal.WriteString(text[:at])
		brace, rest := text[at], text[at+1:]
		if rest != "" && rest[0] == brace {
			literal.WriteByte(brace)
			text = rest[1:]
			continue
		}
		end := strings.IndexAny(rest, "{}\n")
		if brace == '}' || end < 0 || rest[end] != '}' {
			list = append(list, piece{name: string(brace), code: "lone-brace"})
			text = rest
			continue
		}
		flush()
		p := piece{name: rest[:end]}
		if !placeholderName(p.name) {
			p.code = "bad-placeholder"
		}
		list = append(list, p)
		text = rest[end+1:]
	}
	literal.WriteString(text)
	flush()
	return list
}

// placeholderName reports whether s could be the name of a datum, or of a due.
func placeholderName(s string) bool {
	if promise, ok := DueOf(s); ok {
		return idPattern.MatchString(promise)
	}
	for i, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (i == 0 || (c < '0' || c > '9') && c != '_') {
			return false
		}
	}
	return s != ""
}

func templateProblem(pos Position, p piece, known []string) Diagnostic {
	t := exprTexts[p.code]
	d := Diagnostic{
		Pos: pos, Severity: Error, Code: p.code,
		Message: Text{ZH: fill(t.zh, []string{p.name}), EN: fill(t.en, []string{p.name})},
		Remedy:  Text{ZH: t.fixZH, EN: t.fixEN},
	}
	if p.code == "unknown-placeholder" {
		suggest(&d, p.name, known)
	}
	return d
}

// oneLine makes one line of a text, without control characters: a subject must
// not be able to start another header.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, unicode.IsControl), " ")
}
