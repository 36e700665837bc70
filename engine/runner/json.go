package runner

import (
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
)

// Payloads of effects are written while a call is on its way, so they are
// appended by hand: no reflection on that path.

const hexDigits = "0123456789abcdef"

// appendString appends s as a JSON string.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < 0x20:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}

// appendMember appends `,"name":"value"`, nothing for an empty value. Names
// need no escaping.
func appendMember(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	return appendString(appendName(dst, name), value)
}

func appendNumber(dst []byte, name string, value int64) []byte {
	return strconv.AppendInt(appendName(dst, name), value, 10)
}

// appendName appends `"name":`, behind a comma unless the object just began.
func appendName(dst []byte, name string) []byte {
	if n := len(dst); n > 0 && dst[n-1] != '{' {
		dst = append(dst, ',')
	}
	dst = append(dst, '"')
	dst = append(dst, name...)
	return append(dst, '"', ':')
}

func appendInstant(dst []byte, name string, at engine.Millis) []byte {
	dst = append(appendName(dst, name), '"')
	dst = time.UnixMilli(int64(at)).UTC().AppendFormat(dst, "2006-01-02T15:04:05.000Z")
	return append(dst, '"')
}

// appendValues appends an object of values that are JSON already.
func appendValues(dst []byte, name string, values []definition.Datum) []byte {
	dst = append(appendName(dst, name), '{')
	for _, v := range values {
		if v.Value != nil {
			dst = append(appendString(comma(dst), v.Name), ':')
			dst = append(dst, v.Value...)
		}
	}
	return append(dst, '}')
}

func comma(dst []byte) []byte {
	if dst[len(dst)-1] != '{' {
		return append(dst, ',')
	}
	return dst
}
