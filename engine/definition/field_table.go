package definition

import (
	"strconv"
	"strings"
)

// table reads rows: objects whose keys are written in column order.
func (v *valueReader) table(dst []byte, f *Field, path string) ([]byte, *Problem) {
	return v.list(dst, f, path, func(dst []byte, path string) ([]byte, *Problem) {
		cells := make([][]byte, len(f.Columns))
		var found *Problem
		err := v.object(func(key string) error {
			i := f.column(key)
			if i < 0 {
				found = problem(path+"."+key, "unknown")
				return errJSON
			}
			if v.word("null") || f.Columns[i].list() && v.emptyArray() {
				return nil
			}
			if cells[i], found = v.value(nil, f.Columns[i], path+"."+key); found != nil {
				if found.Code == "required" && found.Field == path+"."+key {
					cells[i], found = nil, nil // nothing but white space
					return nil
				}
				return errJSON
			}
			return nil
		})
		if found != nil {
			return nil, found
		}
		if err != nil {
			return nil, v.wrongType(f, path)
		}
		return appendRow(dst, f, cells, path)
	})
}

// appendRow writes the cells of one row, defaults filled in.
func appendRow(dst []byte, f *Field, cells [][]byte, path string) ([]byte, *Problem) {
	dst = append(dst, '{')
	empty := true
	for i, c := range f.Columns {
		if cells[i] == nil {
			cells[i] = c.Default
		}
		if cells[i] == nil {
			if c.Optional {
				continue
			}
			return nil, problem(path+"."+c.Name, "required")
		}
		if !empty {
			dst = append(dst, ',')
		}
		empty = false
		dst = append(append(appendString(dst, c.Name), ':'), cells[i]...)
	}
	return append(dst, '}'), nil
}

// ticks reads the choices ticked and writes them in the order declared.
func (v *valueReader) ticks(dst []byte, f *Field, path string) ([]byte, *Problem) {
	ticked := make([]bool, len(f.Choices))
	var found *Problem
	err := v.array(func(i int) error {
		s, err := v.text()
		if err != nil {
			return err
		}
		at := f.choice(s)
		switch {
		case at < 0:
			found = problem(path+"["+strconv.Itoa(i)+"]", "choice", "allowed", f.allowed())
		case ticked[at]:
			found = problem(path+"["+strconv.Itoa(i)+"]", "twice")
		default:
			ticked[at] = true
			return nil
		}
		return errJSON
	})
	if found != nil {
		return nil, found
	}
	if err != nil {
		return nil, v.wrongType(f, path)
	}
	dst = append(dst, '[')
	for i, c := range f.Choices {
		if ticked[i] {
			if dst[len(dst)-1] != '[' {
				dst = append(dst, ',')
			}
			dst = appendString(dst, c.Value)
		}
	}
	return append(dst, ']'), nil
}

// list reports whether values of the field are arrays.
func (f *Field) list() bool { return f.Many || f.Type == TypeChecks || f.Type == TypeTable }

// emptyArray reads `[]`, or nothing.
func (v *valueReader) emptyArray() bool {
	before := v.pos
	if v.peek() == '[' {
		v.pos++
		if v.peek() == ']' {
			v.pos++
			return true
		}
	}
	v.pos = before
	return false
}

func (f *Field) column(name string) int {
	for i, c := range f.Columns {
		if c.Name == name {
			return i
		}
	}
	return -1
}

func (f *Field) choice(value string) int {
	for i := range f.Choices {
		if f.Choices[i].Value == value {
			return i
		}
	}
	return -1
}

func (f *Field) allows(value string) bool { return f.choice(value) >= 0 }

// allowed lists the choices for a person.
func (f *Field) allowed() string {
	values := make([]string, len(f.Choices))
	for i := range f.Choices {
		values[i] = f.Choices[i].Value
	}
	return strings.Join(values, ", ")
}
