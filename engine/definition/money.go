package definition

import (
	"math"
	"strconv"
)

// maxCents keeps sums of a thousand rows far from overflow.
const maxCents = 1e15

// parseMoney reads an amount with at most two decimals ("12", "12.5",
// "-0.05") as hundredths. No exponent, no sign but minus, no separators.
func parseMoney(s string) (cents int64, ok bool) {
	negative := len(s) > 0 && s[0] == '-'
	if negative {
		s = s[1:]
	}
	whole, fraction := s, ""
	for i := 0; i < len(s); i++ {
		if s[i] == '.' {
			whole, fraction = s[:i], s[i+1:]
			if fraction == "" {
				return 0, false
			}
			break
		}
	}
	if whole == "" || len(whole) > 13 || len(fraction) > 2 || (len(whole) > 1 && whole[0] == '0') {
		return 0, false
	}
	for len(fraction) < 2 {
		fraction += "0"
	}
	for _, c := range []byte(whole + fraction) {
		if c < '0' || c > '9' {
			return 0, false
		}
		cents = cents*10 + int64(c-'0')
	}
	if negative {
		cents = -cents
	}
	return cents, cents <= maxCents && cents >= -maxCents
}

// appendMoney appends hundredths with exactly two decimals.
func appendMoney(dst []byte, cents int64) []byte {
	if cents < 0 {
		dst = append(dst, '-')
		cents = -cents
	}
	dst = strconv.AppendInt(dst, cents/100, 10)
	return append(dst, '.', byte('0'+cents/10%10), byte('0'+cents%10))
}

// centsOf turns a limit written as a number into hundredths.
func centsOf(limit float64) int64 { return int64(math.Round(limit * 100)) }
