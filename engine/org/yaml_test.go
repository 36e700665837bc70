package org

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestYAMLGivesPeopleTeamsAndCustomers(t *testing.T) {
	t.Parallel()
	f, problems := ParseYAML("all.yaml", []byte(`
teams:
  - {id: desk, name: {zh: 前台, en: Front desk}, lead: li-na}
  - {id: night, name: Night, parent: desk}
people:
  - {id: li-na, name: 李娜, mail: li-na@example.com, phone: 010-5555, lang: zh, teams: [night], roles: [staff, lead]}
customers:
  - id: "0042"
    name: 王芳
    also: [方圆公司]
    contacts: [{kind: phone, value: 138-0000 0000, about: 白天}, {kind: mail, value: Wang@Example.com}]
    type: household
    tier: gold
    zone: north
    marks: [do-not-call]
`))
	if len(problems) > 0 {
		t.Fatalf("got problems %v, want none", problems)
	}
	want := &File{
		Document: Document{
			People: []Person{{ID: "li-na", Name: "李娜", Mail: "li-na@example.com", Phone: "010-5555", Lang: "zh", Teams: []string{"night"}, Roles: []string{"staff", "lead"}}},
			Teams: []Team{
				{ID: "desk", Name: Name{ZH: "前台", EN: "Front desk"}, Lead: "li-na"},
				{ID: "night", Name: Name{ZH: "Night", EN: "Night"}, Parent: "desk"},
			},
		},
		Customers: []Customer{{
			ID: "0042", Name: "王芳", Also: []string{"方圆公司"}, Type: "household", Tier: "gold", Zone: "north", Marks: []string{DoNotCall},
			Contacts: []Contact{{Kind: "phone", Value: "138-0000 0000", About: "白天"}, {Kind: "mail", Value: "Wang@Example.com"}},
		}},
	}
	if diff := cmp.Diff(want, f); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
	c := &f.Customers[0]
	if c.Contacts[0].Normal() != "13800000000" || c.Contacts[1].Normal() != "wang@example.com" {
		t.Errorf("got %q and %q, want the numbers and letters a lookup compares", c.Contacts[0].Normal(), c.Contacts[1].Normal())
	}
	if !c.Marked(DoNotCall) || c.Marked("no-survey") {
		t.Error("the customer carries do-not-call only")
	}
}

func TestYAMLProblemsSayWhere(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ src, want string }{
		"unknown key":     {"people:\n  - {id: a, name: A, tems: [x]}\n", "o.yaml:2:22: unknown key \"tems\"; expected one of id, name, mail, phone, lang, teams, roles [yaml.unknown-key]"},
		"duplicate key":   {"people:\n  - id: a\n    id: b\n", "o.yaml:3:5: key id is given twice [yaml.duplicate-key]"},
		"not a list":      {"teams: {desk: x}\n", "o.yaml:1:8: expected a list [yaml.shape]"},
		"not a text":      {"people:\n  - {id: a, name: [x]}\n", "o.yaml:2:19: expected a text [yaml.shape]"},
		"not a mapping":   {"people: [a]\n", "o.yaml:1:10: expected a mapping with id, name, mail, phone, lang, teams, roles [yaml.shape]"},
		"alias":           {"people: &x []\nteams: *x\n", "o.yaml:1:9: anchors and aliases are not used here; put text with & or * in quotes [yaml.anchor]"},
		"syntax":          {"people:\n  - {id: a\n", "o.yaml:1:1: not valid YAML: line 1: did not find expected ',' or '}' [yaml.syntax]"},
		"two documents":   {"people: []\n---\nteams: []\n", "o.yaml:1:1: a file holds one YAML document only [yaml.documents]"},
		"too large":       {strings.Repeat("#", maxSource+1), "o.yaml:1:1: the file is larger than 1048576 bytes [yaml.size]"},
		"unknown team":    {"people:\n  - {id: a, name: A}\n  - id: b\n    name: B\n    teams: [desk]\n", "o.yaml:5:12: person b belongs to team \"desk\", which does not exist [org.unknown-team]"},
		"empty team":      {"people: [{id: a, name: A}]\nteams:\n  - {id: t, name: T, lead: a}\n", "o.yaml:3:5: warning: nobody is in team t [org.empty-team]"},
		"contact":         {"customers:\n  - id: c\n    name: C\n    contacts: [{kind: phone, value: abc}]\n", "o.yaml:4:15: customer c, contact 1 is not a valid phone [customer.contact]"},
		"contact kind":    {"customers:\n  - {id: c, name: C, contacts: [{kind: fax, value: 1}]}\n", "o.yaml:2:32: customer c, contact 1: kind must be phone, mail, address or chat, got \"fax\" [customer.contact-kind]"},
		"customer twice":  {"customers:\n  - {id: c, name: C}\n  - {id: c, name: C}\n", "o.yaml:3:5: customer c is given twice [customer.duplicate]"},
		"customer id":     {"customers:\n  - {id: c d, name: C}\n", "o.yaml:2:5: customer id \"c d\" must be 1 to 64 letters, digits, dots, underscores or hyphens [customer.id]"},
		"customer mark":   {"customers:\n  - {id: c, name: C, marks: [Do Not]}\n", "o.yaml:2:29: customer c: mark \"Do Not\" must be lower-case letters, digits and hyphens [customer.mark]"},
		"nothing at all":  {"# nobody yet\n", ""},
		"nothing to list": {"people: []\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := ParseYAML("o.yaml", []byte(test.src))
			got := ""
			if len(problems) > 0 {
				got = problems[0].String()
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func FuzzParseYAMLStaysInsideTheFile(f *testing.F) {
	f.Add([]byte("people:\n  - {id: a, name: A, teams: [b]}\nteams: [{id: b, name: B, parent: b}]\ncustomers: [{id: c}]\n"))
	f.Add([]byte("people: &x [*x]"))
	f.Fuzz(func(t *testing.T, src []byte) {
		_, problems := ParseYAML("f.yaml", src)
		lines := strings.Count(string(src), "\n") + strings.Count(string(src), "\r") + 2
		for _, p := range problems {
			if p.Line < 1 || p.Line > lines || p.Column < 1 {
				t.Errorf("%s is outside a file of %d lines", p, lines)
			}
		}
	})
}
