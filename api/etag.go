package api

import (
	"strconv"
	"strings"
)

// etag is the strong entity tag of a revision or version: "v17".
func etag(version int64) string { return `"v` + strconv.FormatInt(version, 10) + `"` }

// ifMatch is the precondition of a change: what If-Match said.
type ifMatch struct {
	IfMatch string `header:"If-Match" doc:"The ETag the caller last saw; required." example:"\"v17\""`
}

// check compares the precondition with the version found. Weak tags never
// match (RFC 9110 §13.1.1).
func (m ifMatch) check(version int64) error {
	if m.IfMatch == "" {
		return errCode("precondition.required")
	}
	if !listed(m.IfMatch, version) {
		return errCode("precondition.stale")
	}
	return nil
}

// required answers 428 before anything is loaded.
func (m ifMatch) required() error {
	if m.IfMatch == "" {
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

// ifNoneMatch lets a reader skip what it has: 304.
type ifNoneMatch struct {
	IfNoneMatch string `header:"If-None-Match" doc:"The ETag the caller has; 304 when nothing changed."`
}

func (m ifNoneMatch) unchanged(version int64) bool {
	return m.IfNoneMatch != "" && listed(strings.ReplaceAll(m.IfNoneMatch, "W/", ""), version)
}
