package org

import "fmt"

// Problem is one thing that is wrong with an organisation or a customer.
type Problem struct {
	Code    string // stable, e.g. "org.unknown-team"
	Path    string // what it concerns: "people/zhang-wei", "teams/front-desk", "customers/c-1001"
	Message Name
	Warning bool // it may be used all the same
	// File, Line and Column say where it stands, counted from 1; zero when the
	// data came from elsewhere.
	File   string
	Line   int
	Column int
}

// String returns the problem as one English line, with its place if it has one.
func (p Problem) String() string {
	severity := ""
	if p.Warning {
		severity = "warning: "
	}
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s%s [%s]", p.Path, severity, p.Message.EN, p.Code)
	}
	return fmt.Sprintf("%s:%d:%d: %s%s [%s]", p.File, p.Line, p.Column, severity, p.Message.EN, p.Code)
}

// Refused reports whether any of the problems is more than a warning.
func Refused(problems []Problem) bool {
	for i := range problems {
		if !problems[i].Warning {
			return true
		}
	}
	return false
}

// findings collects problems in the order they are found.
type findings []Problem

func (f *findings) refuse(code, path, zh, en string) {
	*f = append(*f, Problem{Code: code, Path: path, Message: Name{ZH: zh, EN: en}})
}

func (f *findings) warn(code, path, zh, en string) {
	*f = append(*f, Problem{Code: code, Path: path, Message: Name{ZH: zh, EN: en}, Warning: true})
}
