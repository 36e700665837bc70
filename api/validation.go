package api

import (
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
)

// adoptHuma makes Huma's package-wide settings ours, once: problems of our
// shape, arrays that are never null, exact names, and validation texts that are
// `code name=value` instead of English, so that one table speaks both
// languages. It must run before the first operation is registered.
var adoptHuma = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false
	huma.ValidateStrictCasing = true
	huma.NewErrorWithContext = humaProblem
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return humaProblem(nil, status, msg, errs...)
	}
	validation.MsgUnexpectedProperty = "unknown"
	validation.MsgExpectedRequiredProperty = "required name=%s"
	validation.MsgExpectedDependentRequiredProperty = "required name=%s with=%s"
	validation.MsgExpectedBoolean = "type type=boolean"
	validation.MsgExpectedNumber = "type type=number"
	validation.MsgExpectedInteger = "type type=integer"
	validation.MsgExpectedString = "type type=string"
	validation.MsgExpectedArray = "type type=array"
	validation.MsgExpectedObject = "type type=object"
	validation.MsgExpectedRFC3339DateTime = "type type=date-time"
	validation.MsgExpectedRFC3986URI = "type type=uri%.0v"
	validation.MsgExpectedOneOf = "choice allowed=%s"
	validation.MsgExpectedMinimumNumber = "min min=%v"
	validation.MsgExpectedMaximumNumber = "max max=%v"
	validation.MsgExpectedMinLength = "min_length min=%d"
	validation.MsgExpectedMaxLength = "max_length max=%d"
	validation.MsgExpectedMinItems = "min_items min=%d"
	validation.MsgExpectedMaxItems = "max_items max=%d"
	validation.MsgExpectedMaxProperties = "max_items max=%d"
	validation.MsgExpectedMatchPattern = "pattern pattern=%s"
	validation.MsgExpectedBePattern = "pattern pattern=%s"
})

// fixedTexts are Huma's messages that cannot be replaced by a variable.
var fixedTexts = map[string]string{
	"unknown query parameter":              "unknown",
	"required query parameter is missing":  "required",
	"required header parameter is missing": "required",
	"required path parameter is missing":   "required",
	"invalid integer":                      "type type=integer",
	"invalid boolean":                      "type type=boolean",
}

// fieldOf reads one detail of Huma. Values are not echoed: they may be personal.
func fieldOf(d *huma.ErrorDetail) FieldProblem {
	text := d.Message
	if fixed, ok := fixedTexts[text]; ok {
		text = fixed
	}
	code, rest, _ := strings.Cut(text, " ")
	if _, known := fieldTexts[code]; !known {
		code, rest = "invalid", ""
	}
	f := FieldProblem{Location: d.Location, Code: code}
	for rest != "" {
		var name, value string
		name, rest, _ = strings.Cut(rest, "=")
		if code == "required" {
			value, rest, _ = strings.Cut(rest, " ")
		} else {
			value, rest = rest, ""
		}
		if name == "name" {
			f.Location += "." + value
			continue
		}
		if f.Params == nil {
			f.Params = map[string]string{}
		}
		f.Params[name] = value
	}
	return f
}

func codeOfStatus(status int) string {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return "body.too_large"
	case http.StatusUnsupportedMediaType:
		return "body.media_type"
	case http.StatusNotAcceptable:
		return "not_acceptable"
	case http.StatusRequestTimeout:
		return "body.timeout"
	case http.StatusUnprocessableEntity:
		return "request.invalid"
	case http.StatusBadRequest:
		return "body.unreadable"
	}
	return "internal"
}
