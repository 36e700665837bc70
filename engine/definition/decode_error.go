package definition

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// yamlErrors tells what the messages of the YAML package mean for an analyst.
var yamlErrors = []struct{ message, code string }{
	{"did not find expected ',' or", "syntax-bracket"},
	{"did not find expected key", "syntax-indent"},
	{"did not find expected '-' indicator", "syntax-indent"},
	{"found unexpected end of stream", "syntax-quote"},
	{"could not find expected ':'", "syntax-no-colon"},
}

// syntax explains an error of the YAML package, which knows a line at best,
// by the nearest trap before it.
func (r *reader) syntax(s *scanner, err error) {
	line, text := 1, err.Error()
	if m := yamlError.FindStringSubmatch(text); m != nil {
		text = m[2]
		if n, bad := strconv.Atoi(m[1]); bad == nil {
			line = n
		}
	}
	if strings.HasPrefix(text, "did not find") { // the YAML package counts these lines from 0
		line++
	}
	line = min(line, len(r.lines))
	for _, t := range slices.Backward(s.traps) {
		if t.line <= line+1 && t.line >= line-1 {
			r.add(r.at(t.line, t.col), t.code, t.text)
			return
		}
	}
	here, _, _ := strings.Cut(r.lines[line-1], " #")
	code := "syntax"
	for _, known := range yamlErrors {
		if strings.Contains(text, known.message) {
			code = known.code
		}
	}
	switch {
	case strings.ContainsRune(here[:len(here)-len(strings.TrimLeft(here, " \t"))], '\t'):
		code = "syntax-tab"
	case strings.Contains(text, "mapping values are not allowed") && strings.Count(here, ": ") > 1:
		code = "syntax-colon"
	case strings.Contains(text, "mapping values are not allowed"):
		code = "syntax-indent"
	}
	r.add(r.at(line, 1+len(here)-len(strings.TrimLeft(here, " "))), code, text)
}
