package api

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

// maxBody is the size of the largest request body, in bytes.
const maxBody = 1 << 20

// readBody takes the whole body in, within its limit, before anything is built
// from it; refuses JSON that two readers could understand differently; and
// hashes it for the idempotency key.
func (s *server) readBody(g *gin.Context) {
	c := callOf(g.Request.Context())
	if err := s.takeKey(g, c); err != nil {
		s.refuse(g, err)
		return
	}
	r := g.Request
	if r.Body == nil || r.Body == http.NoBody || r.Method == http.MethodGet {
		c.bodyHash = s.hashBody(c, nil)
		return
	}
	if r.ContentLength > maxBody {
		s.refuse(g, errParams("body.too_large", "limit", strconv.Itoa(maxBody)))
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(g.Writer, r.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		err = errParams("body.too_large", "limit", strconv.Itoa(maxBody))
	case err != nil:
		err = errCode("body.unreadable")
	case isJSON(g.GetHeader("Content-Type")):
		err = strictJSON(body)
	}
	if err != nil {
		s.refuse(g, err)
		return
	}
	c.bodyHash = s.hashBody(c, body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
}

func isJSON(contentType string) bool {
	return contentType == "" || strings.Contains(contentType, "json")
}

// takeKey reads the Idempotency-Key of a POST.
func (s *server) takeKey(g *gin.Context, c *call) error {
	if g.Request.Method != http.MethodPost {
		return nil
	}
	key := g.GetHeader("Idempotency-Key")
	if len(key) > 200 || strings.ContainsFunc(key, func(r rune) bool { return r < '!' || r > '~' }) {
		return errCode("idempotency.key_invalid")
	}
	c.key = key
	return nil
}

// hashBody says whether a repeated request is the same one: path, precondition
// and body. It is keyed, for a plain hash of a telephone number is no secret.
func (s *server) hashBody(c *call, body []byte) (sum [sha256.Size]byte) {
	if c.key == "" {
		return sum
	}
	h := hmac.New(sha256.New, s.bodies.key)
	h.Write([]byte(c.path))
	h.Write([]byte{0})
	h.Write(body)
	h.Sum(sum[:0])
	return sum
}
