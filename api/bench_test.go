package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkCase starts a case, claims and completes its first task: three
// steps over the whole handler, with the memory store.
func BenchmarkCase(b *testing.B) {
	h := newOffice(b)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			id, tag := h.step(b, 201, "/processes/complaint/instances", "", `{"data":{"subject":"宽带断网","phone":"13800000001"}}`)
			_ = tag
			task := id + ".k3"
			_, tag = h.step(b, 200, "/tasks/"+task+"/claim", "", "")
			h.step(b, 200, "/tasks/"+task+"/complete", tag, `{"values":{"kind":"complaint","severity":"grave","tier":"gold"}}`)
		}
	})
}

func (h *office) step(b *testing.B, status int, path, tag, body string) (id, etag string) {
	r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, prefix+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+h.tokens["li-na"])
	if tag != "" {
		r.Header.Set("If-Match", tag)
	}
	w := httptest.NewRecorder()
	h.server.router.ServeHTTP(w, r)
	if w.Code != status {
		b.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	location := w.Header().Get("Location")
	return location[strings.LastIndexByte(location, '/')+1:], w.Header().Get("ETag")
}
