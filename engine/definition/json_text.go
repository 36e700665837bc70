package definition

import "strconv"

// appendString appends s as a canonical JSON string: only quote, backslash and
// control characters are escaped, so the same text is always the same bytes.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		dst = appendEscape(append(dst, s[from:i]...), c)
		from = i + 1
	}
	return append(append(dst, s[from:]...), '"')
}

func appendEscape(dst []byte, c byte) []byte {
	const digits = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
}

// appendNumber appends a finite number in its shortest form, as ECMAScript
// writes it; minus zero is zero.
func appendNumber(dst []byte, n float64) []byte {
	if n == 0 {
		return append(dst, '0')
	}
	format := byte('f')
	if abs := max(n, -n); abs < 1e-6 || abs >= 1e21 {
		format = 'e'
	}
	return strconv.AppendFloat(dst, n, format, -1, 64)
}
