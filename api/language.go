package api

import (
	"strconv"
	"strings"
)

// The languages of the product as definition.Text and the tables of this
// package name them.
const (
	chinese = "zh"
	english = "en"
)

// languageOf picks the language of an answer from Accept-Language. Without a
// wish for one of ours it is Chinese.
func languageOf(accept string) string {
	best, bestQ := chinese, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		lang := ""
		switch primary, _, _ := strings.Cut(strings.ToLower(tag), "-"); primary {
		case chinese, english:
			lang = primary
		case "*":
			lang = chinese
		default:
			continue
		}
		q := 1.0
		if value, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			q, _ = strconv.ParseFloat(value, 64)
		}
		if q > bestQ {
			best, bestQ = lang, q
		}
	}
	return best
}
