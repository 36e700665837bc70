// Package definition reads process definitions: YAML by analysts in, a graph of
// BPMN elements out, with every mistake told at once.
//
// Parse is the way in. A file is first scanned as bytes (scan.go) and refused
// if it could cost much; then it is made into nodes (decode.go), the nodes are
// read by hand into declarations (read_*.go), names are looked up and the graph
// is built (build_*.go), judged (check_*.go), and its expressions are compiled
// with what is surely known where they stand (sure*.go, expr*.go). The keys of
// the language are one table (keys*.go), from which the JSON Schema is made.
//
// A Process is immutable. Nothing here reads a clock, a file or the network.
package definition

import (
	"crypto/sha256"
	"slices"
)

// Parse reads a process definition. It returns every mistake it finds at once,
// in the order of the file; the process is nil when one of them is an Error.
// The file name is only written into positions. Version is 0: a number is
// given on deployment.
func Parse(file string, src []byte) (*Process, []Diagnostic) {
	r := &reader{report: &report{file: file}}
	node := r.decode(src)
	if node == nil {
		return nil, r.sorted()
	}
	b := &builder{reader: r, decl: r.process(node), cleared: map[string]bool{}}
	p := b.build()
	if r.failed() {
		return nil, r.sorted()
	}
	p.Source = slices.Clone(src)
	p.Hash = sha256.Sum256(src)
	return p, r.sorted()
}

// builder makes a Process of what a file declares.
type builder struct {
	*reader
	decl *processDecl
	p    *Process

	steps           map[string]*stepDecl // of every scope
	entries         map[string]*Element  // where a flow to a step arrives
	pending         []pending            // expressions, compiled when the graph is known
	escalationsByID map[string]*Escalation
	bindings        []func()        // events at points of promises, bound when those are known
	cleared         map[string]bool // data that some step sets to null
	// lost is set when a flow has no target: then the graph lacks a flow, and
	// what cannot be reached says nothing.
	lost bool
}

// build looks names up, makes the graph, and checks it.
func (b *builder) build() *Process {
	b.p = b.decl.process
	b.p.Calendar = b.calendar(b.decl.calendar)
	b.lanes()
	b.fields()
	b.messages()
	b.collectSteps(b.decl.top)
	b.texts()
	top := b.scope(b.decl.top)
	b.index()
	b.escalations()
	b.connect(b.decl.top, top)
	b.promises()
	for _, bind := range b.bindings {
		bind()
	}
	b.holds()
	b.checkDeclared()
	if b.small() {
		b.reach()
		sure := b.analyse()
		if !b.lost {
			b.checkGraph(sure)
		}
		b.compile(sure)
		if !b.lost {
			b.checkPromises()
		}
	}
	b.examples()
	return b.p
}

// index makes the lookups of the process.
func (b *builder) index() {
	p := b.p
	p.elements = make(map[string]*Element, len(p.Elements))
	for _, e := range p.Elements {
		p.elements[e.ID] = e
	}
	p.flows, p.triggers = map[string]*Flow{}, map[string]*Trigger{}
}
