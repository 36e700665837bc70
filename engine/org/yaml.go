package org

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// maxSource is the size of the largest YAML file read, in bytes.
const maxSource = 1 << 20

// File is what a YAML file says: the organisation, customers, or both.
type File struct {
	Document
	Customers []Customer
}

// HasOrganisation reports whether the file names people or teams at all.
func (f *File) HasOrganisation() bool { return len(f.People)+len(f.Teams) > 0 }

// ParseYAML reads people, teams and customers from YAML. It reports every
// problem at once, each with its place, those of New and of Customer.Check
// included; when one of them is more than a warning the file must not be used.
func ParseYAML(file string, src []byte) (*File, []Problem) {
	r := &reader{file: file, places: map[string]*yaml.Node{}}
	root := r.root(src)
	out := &File{}
	if root != nil {
		r.mapping(root, "", []string{"people", "teams", "customers"}, func(key string, value *yaml.Node) {
			switch key {
			case "people":
				out.People = list(r, value, key, r.person)
			case "teams":
				out.Teams = list(r, value, key, r.team)
			case "customers":
				out.Customers = list(r, value, key, r.customer)
			}
		})
	}
	if !Refused(r.found) {
		r.check(out)
	}
	return out, r.found
}

// check adds what is wrong with the data themselves, and where it stands.
func (r *reader) check(f *File) {
	var problems []Problem
	if f.HasOrganisation() {
		_, problems = New(f.People, f.Teams)
	}
	seen := map[string]bool{}
	for i := range f.Customers {
		c := &f.Customers[i]
		problems = append(problems, c.Check()...)
		if seen[c.ID] {
			problems = append(problems, Problem{
				Code: "customer.duplicate", Path: "customers/" + c.ID,
				Message: Name{ZH: fmt.Sprintf("客户 %s 写了两次", c.ID), EN: fmt.Sprintf("customer %s is given twice", c.ID)},
			})
		}
		seen[c.ID] = true
	}
	for _, p := range problems {
		r.place(&p)
		r.found = append(r.found, p)
	}
}

// place finds the nearest node of the file that a problem's path names.
func (r *reader) place(p *Problem) {
	p.File, p.Line, p.Column = r.file, 1, 1
	for path := p.Path; path != ""; path = path[:max(strings.LastIndexByte(path, '/'), 0)] {
		if node := r.places[path]; node != nil {
			p.Line, p.Column = node.Line, node.Column
			return
		}
	}
}

// reader walks the nodes of one file.
type reader struct {
	file   string
	found  findings
	places map[string]*yaml.Node // path -> where it stands; of duplicates the last
}

func (r *reader) refuse(at *yaml.Node, code, path, zh, en string) {
	r.found.refuse(code, path, zh, en)
	p := &r.found[len(r.found)-1]
	p.File, p.Line, p.Column = r.file, at.Line, at.Column
}

// root parses the text, or says why there is nothing to walk.
func (r *reader) root(src []byte) *yaml.Node {
	top := &yaml.Node{Line: 1, Column: 1}
	if len(src) > maxSource {
		r.refuse(top, "yaml.size", "", fmt.Sprintf("文件超过 %d 字节", maxSource), fmt.Sprintf("the file is larger than %d bytes", maxSource))
		return nil
	}
	var doc yaml.Node
	decoder := yaml.NewDecoder(strings.NewReader(string(src)))
	if err := decoder.Decode(&doc); err != nil {
		if !errors.Is(err, io.EOF) {
			at := &yaml.Node{Line: lineOf(err), Column: 1}
			r.refuse(at, "yaml.syntax", "", "YAML 写法有误: "+err.Error(), "not valid YAML: "+strings.TrimPrefix(err.Error(), "yaml: "))
		}
		return nil
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		r.refuse(top, "yaml.documents", "", "一个文件只能有一个 YAML 文档", "a file holds one YAML document only")
		return nil
	}
	if !r.plain(&doc) {
		return nil
	}
	return doc.Content[0]
}

// plain refuses anchors and aliases: what is written is what is meant.
func (r *reader) plain(node *yaml.Node) bool {
	if node.Kind == yaml.AliasNode || node.Anchor != "" {
		r.refuse(node, "yaml.anchor", "", "不能使用锚点和别名（& 与 *）；文字里的 & 和 * 请加引号", "anchors and aliases are not used here; put text with & or * in quotes")
		return false
	}
	for _, child := range node.Content {
		if !r.plain(child) {
			return false
		}
	}
	return true
}

// mapping calls visit for every known key of a mapping, in order.
func (r *reader) mapping(node *yaml.Node, path string, keys []string, visit func(key string, value *yaml.Node)) {
	if node.Kind != yaml.MappingNode {
		r.refuse(node, "yaml.shape", path, "这里应为键值对", "expected a mapping with "+strings.Join(keys, ", "))
		return
	}
	seen := make([]string, 0, len(keys))
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		switch {
		case slices.Contains(seen, key.Value):
			r.refuse(key, "yaml.duplicate-key", path, fmt.Sprintf("键 %s 写了两次", key.Value), fmt.Sprintf("key %s is given twice", key.Value))
		case !slices.Contains(keys, key.Value):
			r.refuse(key, "yaml.unknown-key", path, fmt.Sprintf("没有 %q 这个键；可用的有 %s", key.Value, strings.Join(keys, "、")),
				fmt.Sprintf("unknown key %q; expected one of %s", key.Value, strings.Join(keys, ", ")))
		default:
			seen = append(seen, key.Value)
			visit(key.Value, node.Content[i+1])
		}
	}
}

// text returns a scalar as written: an id such as 0042 stays what it is.
func (r *reader) text(node *yaml.Node, path string) string {
	if node.Kind != yaml.ScalarNode {
		r.refuse(node, "yaml.shape", path, "这里应为文字", "expected a text")
		return ""
	}
	return node.Value
}

func (r *reader) texts(node *yaml.Node, path string) []string {
	return list(r, node, path, func(n *yaml.Node, _ string) string { return r.text(n, path) })
}

func (r *reader) name(node *yaml.Node, path string) Name {
	if node.Kind == yaml.ScalarNode {
		return Name{ZH: node.Value, EN: node.Value}
	}
	var n Name
	r.mapping(node, path, []string{"zh", "en"}, func(key string, value *yaml.Node) {
		if key == "zh" {
			n.ZH = r.text(value, path)
		} else {
			n.EN = r.text(value, path)
		}
	})
	return n
}

// list reads a sequence. A problem of an entry is found by its id.
func list[T any](r *reader, node *yaml.Node, path string, read func(*yaml.Node, string) T) []T {
	if node.Kind != yaml.SequenceNode {
		r.refuse(node, "yaml.shape", path, "这里应为列表", "expected a list")
		return nil
	}
	r.places[path] = node
	out := make([]T, 0, len(node.Content))
	for i, entry := range node.Content {
		at := fmt.Sprintf("%s/%s", path, orNumber(idOf(entry), i))
		if entry.Kind == yaml.MappingNode {
			r.places[at] = entry
		}
		out = append(out, read(entry, at))
	}
	return out
}

func idOf(entry *yaml.Node) string {
	for i := 0; entry.Kind == yaml.MappingNode && i+1 < len(entry.Content); i += 2 {
		if entry.Content[i].Value == "id" {
			return entry.Content[i+1].Value
		}
	}
	return ""
}

var lineNumber = regexp.MustCompile(`line (\d+)`)

func lineOf(err error) int {
	if m := lineNumber.FindStringSubmatch(err.Error()); m != nil {
		line, _ := strconv.Atoi(m[1])
		return max(line, 1)
	}
	return 1
}
