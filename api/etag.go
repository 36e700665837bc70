package api

import (
	"strconv"
	"strings"
)

// etag is the strong entity tag of a revision or version: "v17".
func etag(version int64) string { return `"v` + strconv.FormatInt(version, 10) + `"` }

// IfMatch is the precondition of a change: what If-Match said.
type IfMatch struct {
	Tag string `header:"If-Match" doc:"The ETag the caller last saw; required." example:"\"v17\""`
}

// check compares the precondition with the version found. Weak tags never
// match (RFC 9110 §13.1.1).
func (m IfMatch) check(version int64) error {
	if m.Tag == "" {
		return errCode("precondition.required")
	}
	if !listed(m.Tag, version) {
		return errCode("precondition.stale")
	}
	return nil
}

// required answers 428 before anything is loaded.
func (m IfMatch) required() error {
	if m.Tag == "" {
		return errCode("precondition.required")
	}
	return nil
}

func listed(header string, version int64) bool {
	want := etag(version)
	for tag := range strings.SplitSeq(header, ",") {
		if tag = strings.TrimSpace(tag); tag == want || tag == "*" {
			return true
		}
	}
	return false
}

// IfNoneMatch lets a reader skip what it has: 304.
type IfNoneMatch struct {
	Tag string `header:"If-None-Match" doc:"The ETag the caller has; 304 when nothing changed."`
}

func (m IfNoneMatch) unchanged(version int64) bool {
	return m.Tag != "" && listed(strings.ReplaceAll(m.Tag, "W/", ""), version)
}
