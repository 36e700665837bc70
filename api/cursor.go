package api

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"hash/fnv"
	"strings"
)

// ListInput is what every list takes.
type ListInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Rows on a page."`
	Cursor string `query:"cursor" maxLength:"1000" doc:"nextCursor of the page before."`
}

// Page is one page of a list. Without nextCursor it is the last one.
type Page[T any] struct {
	Items      []T     `json:"items"`
	NextCursor string  `json:"nextCursor,omitempty"`
	AsOf       Instant `json:"asOf" doc:"The server's clock when the page was read."`
}

// signer makes cursors that only this installation can have made. A cursor
// holds a position in a list and the filter it belongs to; nothing in it is
// secret, the signature keeps it from being aimed at other rows.
type signer struct{ key []byte }

const macSize = 16

// seal writes a position behind the hash of its filter.
func (s signer) seal(filter string, position any) string {
	body, err := json.Marshal(position)
	if err != nil {
		panic("api: cursor position: " + err.Error()) // plain structs of ours
	}
	raw := binary.BigEndian.AppendUint64(nil, filterHash(filter))
	raw = append(raw, body...)
	return base64.RawURLEncoding.EncodeToString(append(raw, s.mac(raw)...))
}

// open reads a cursor back into position; an empty one leaves it as it is.
func (s signer) open(cursor, filter string, position any) error {
	if cursor == "" {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(raw) < macSize+8 {
		return errCode("cursor.invalid")
	}
	raw, mac := raw[:len(raw)-macSize], raw[len(raw)-macSize:]
	if !hmac.Equal(mac, s.mac(raw)) {
		return errCode("cursor.invalid")
	}
	if binary.BigEndian.Uint64(raw) != filterHash(filter) {
		return errCode("cursor.other_filter")
	}
	if json.Unmarshal(raw[8:], position) != nil {
		return errCode("cursor.invalid")
	}
	return nil
}

func (s signer) mac(b []byte) []byte {
	h := hmac.New(sha256.New, s.key)
	h.Write(b)
	return h.Sum(nil)[:macSize]
}

func filterHash(filter string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(filter))
	return h.Sum64()
}

// filterOf joins what a list was filtered by; order and empty places count.
func filterOf(parts ...string) string { return strings.Join(parts, "\x00") }
