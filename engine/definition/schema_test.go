package definition

import (
	"bytes"
	"os"
	"strconv"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

// samples is a value of every shape of the table of keys, as YAML.
var samples = map[string]string{
	"id": "a", "ids": "[a, b]", "text": "{zh: 甲, en: A}", "string": "words", "strings": "[a, b]", "data-name": "subject",
	"condition": "accepted", "value": "=subject", "id-or-value": "=subject", "literal": "x", "number": "1.5", "integer": "3", "boolean": "true",
	"duration": "4h on 24x7", "time": "2026-03-02 09:00", "calendar": "24x7", "party": "customer", "assign": "pull", "type": "text",
	"moments": "[a, b.opened, start, =due]", "within": "[{if: accepted, is: 4h}, {is: 2wd on cn}]", "duration-or-none": "none", "again": "{from: a}", "budget": "full",
	"carry": "restart", "extension": "{reasons: [a]}", "point": "+4h", "point-or-value": "=due", "until": "ack", "states": "{a: paused, b: 2026-03-05 18:00}", "escalations": "{a: [{at: 50%, notify: lead}]}",
	"map:promise": "{a: {from: b, to: c, within: 4h}}",
	"choices":     "{a: 甲, b: 乙}", "data": "{subject: {type: text}}", "form": "[subject, {heading: 小标题}]", "starts": "[a, {message: b, go: c}]",
	"value-kind": "adds", "stage": "handle", "join": "all", "assignments": "{subject: =other}", "values": "{subject: x}",
	"way": "[{if: accepted, go: a}, {go: b}]", "branches": "[a, b]", "ends": "{message: a, to: b}", "ended": "completed", "tasks": "[a, b: li-na]",
	"map:lane": "{a: {team: b}}", "map:message": "{a: {from: b}}", "map:hold": "{a: {name: b}}", "map:template": "{a: {zh: b}}",
	"map:step": "{a: {lane: b, next: end}}", "list:example": "[{name: a, play: []}]", "list:check": "[{if: a, say: b}]",
	"list:wait-first": "[{after: 4h, go: a}]", "list:event": "[{message: b, go: a}]", "list:move": "[{do: a}]",
	"send": "{to: a, text: b}", "wait": "{for: 4h}", "expect": "{open: []}",
}

// wrong is a value that fits no shape but a literal.
const wrong = "{x: [[]]}"

func TestSchemaAcceptsGoodFilesAndTheShippedFlow(t *testing.T) {
	t.Parallel()
	schema := compileSchema(t, Schema())
	for _, file := range append(goodFiles(t), "../../processes/complaint.yaml") {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(plain(t, string(src))); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// Every key is read by the parser and allowed by the schema with its shape;
// every later key and every other one is refused by both.
func TestSchemaAndParserShareTheTableOfKeys(t *testing.T) {
	t.Parallel()
	schemas := map[place]*jsonschema.Schema{}
	for _, at := range places {
		doc := bytes.Replace(Schema(), []byte(`"$ref": "#/$defs/process"`), []byte(`"$ref": "#/$defs/`+string(at)+`"`), 1)
		schemas[at] = compileSchema(t, doc)
		base := required(at)
		if err := schemas[at].Validate(plain(t, "{"+base+"}")); err != nil {
			t.Errorf("%s with what it needs: %v", at, err)
		}
		if schemas[at].Validate(plain(t, "{"+base+"zzz: a}")) == nil || len(readAt(t, at, "{"+base+"zzz: a}")) == 0 {
			t.Errorf("%s: an unknown key is accepted", at)
		}
	}
	for _, row := range keyTable {
		if row.later {
			with := "{" + required(row.at) + row.name + ": a}"
			if schemas[row.at].Validate(plain(t, with)) == nil {
				t.Errorf("%s: the schema accepts %s of a later version", row.at, row.name)
			}
			if found := readAt(t, row.at, with); !has(found, "not-in-this-version") {
				t.Errorf("%s: the parser says %v of %s", row.at, found, row.name)
			}
			continue
		}
		sample, ok := samples[row.shape]
		if !ok || row.zh == "" || row.en == "" {
			t.Errorf("%s: key %s has no sample or no summary", row.at, row.name)
			continue
		}
		good, bad := "{"+required(row.at, row.name)+row.name+": "+sample+"}", "{"+required(row.at, row.name)+row.name+": "+wrong+"}"
		if err := schemas[row.at].Validate(plain(t, good)); err != nil {
			t.Errorf("%s: the schema refuses %s: %v", row.at, good, err)
		}
		if row.shape != "literal" && row.shape != "data" && row.shape != "values" && row.shape != "assignments" && schemas[row.at].Validate(plain(t, bad)) == nil {
			t.Errorf("%s: the schema accepts %s", row.at, bad)
		}
		if found := readAt(t, row.at, good); has(found, "unknown-key") || has(found, "not-in-this-version") || has(found, "bad-id") {
			t.Errorf("%s: the parser refuses %s: %v", row.at, good, found)
		}
	}
}

// required writes what a place needs besides the given key.
func required(at place, but ...string) string {
	text := ""
	for _, row := range keyTable {
		if row.at == at && row.need && (len(but) == 0 || row.name != but[0]) {
			text += row.name + ": " + samples[row.shape] + ", "
		}
	}
	return text
}

func has(found []Diagnostic, code string) bool {
	for _, d := range found {
		if d.Code == code {
			return true
		}
	}
	return false
}

// readAt reads a mapping as what stands at a place.
func readAt(t *testing.T, at place, src string) []Diagnostic {
	t.Helper()
	n := nodeOf(t, src)
	list := &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{n}}
	named := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Tag: "!!str", Value: "name"}, n}}
	r := &reader{report: &report{file: "x.yaml"}}
	b := &builder{reader: r, decl: &processDecl{process: &Process{}, top: &scopeDecl{}}, p: &Process{}}
	switch at {
	case atProcess:
		r.process(n)
	case atText:
		r.text(n)
	case atLane:
		r.lanes(named)
	case atField:
		r.data(named)
	case atFormItem:
		r.form(list)
	case atCheck:
		r.checks(list)
	case atMessage:
		r.messages(named)
	case atTemplate:
		r.templates(named)
	case atHold:
		r.holds(named)
	case atStart:
		r.starts(list)
	case atPromise:
		r.promises(named)
	case atTarget:
		r.targets(list)
	case atAgain:
		r.again(&Promise{}, n)
	case atExtend:
		r.extension(n)
	case atLevel:
		r.level(n)
	case atStep:
		r.steps(named)
	case atSend, atEnd:
		r.send(n, at)
	case atWait:
		r.wait(n)
	case atWaitFirst, atEvent:
		r.triggers(list, at)
	case atRow:
		r.way(list)
	case atExample:
		b.decl.examples = list
		b.examples()
	case atMove:
		b.play(list)
	case atExpect:
		b.expect(n, false)
	}
	return r.found
}

func nodeOf(t *testing.T, src string) *yaml.Node {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(src), &doc); err != nil {
		t.Fatalf("%v in %s", err, src)
	}
	return doc.Content[0]
}

// plain returns YAML as an editor hands it to a JSON Schema.
func plain(t *testing.T, src string) any {
	t.Helper()
	return plainNode(nodeOf(t, src))
}

func plainNode(n *yaml.Node) any {
	if n.Kind == yaml.MappingNode {
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plainNode(n.Content[i+1])
		}
		return m
	}
	if n.Kind == yaml.SequenceNode {
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			list[i] = plainNode(item)
		}
		return list
	}
	switch n.Tag {
	case "!!bool":
		return n.Value == "true"
	case "!!null":
		return nil
	case "!!int", "!!float":
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil {
			return f
		}
	}
	return n.Value
}
