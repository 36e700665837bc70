package api

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

func TestOpenAPIDescribesEveryRoute(t *testing.T) {
	h := newOffice(t)
	var spec struct {
		OpenAPI string `json:"openapi"`
		Servers []struct {
			URL string `json:"url"`
		} `json:"servers"`
		Paths map[string]map[string]struct {
			OperationID string                     `json:"operationId"`
			Responses   map[string]json.RawMessage `json:"responses"`
			Security    []map[string][]string      `json:"security"`
			Parameters  []struct {
				Name string `json:"name"`
				In   string `json:"in"`
			} `json:"parameters"`
		} `json:"paths"`
	}
	a := h.must(200, asked{method: "GET", path: "/openapi.json"}, &spec)
	if !strings.HasPrefix(spec.OpenAPI, "3.1") || len(spec.Servers) != 1 || spec.Servers[0].URL != prefix {
		t.Errorf("openapi %s at %v", spec.OpenAPI, spec.Servers)
	}
	if strings.Contains(a.body, `"$schema"`) {
		t.Error("the description mentions $schema")
	}
	ids := map[string]string{}
	for _, r := range h.server.router.Routes() {
		path, ours := strings.CutPrefix(r.Path, prefix)
		if !ours || strings.HasPrefix(path, "/openapi") {
			continue
		}
		parts := strings.Split(path, "/")
		for i, p := range parts {
			if name, ok := strings.CutPrefix(p, ":"); ok {
				parts[i] = "{" + name + "}"
			}
		}
		op, ok := spec.Paths[strings.Join(parts, "/")][strings.ToLower(r.Method)]
		if !ok {
			t.Errorf("%s %s is not described", r.Method, r.Path)
			continue
		}
		if other, twice := ids[op.OperationID]; twice {
			t.Errorf("%s and %s are both called %s", other, r.Path, op.OperationID)
		}
		ids[op.OperationID] = r.Path
		if op.Responses["401"] == nil && !strings.HasPrefix(path, "/problems") || op.Responses["429"] == nil && !strings.HasPrefix(path, "/problems") {
			t.Errorf("%s %s describes no 401 or 429: %v", r.Method, r.Path, op.Responses)
		}
		for _, p := range op.Parameters {
			if p.In == "header" && p.Name == "If-Match" && (op.Responses["412"] == nil || op.Responses["428"] == nil) {
				t.Errorf("%s %s takes If-Match but describes no 412 or 428", r.Method, r.Path)
			}
		}
	}
	b := h.must(200, asked{method: "GET", path: "/openapi.yaml"}, nil)
	var whole map[string]any
	if err := yaml.Unmarshal([]byte(b.body), &whole); err != nil || whole["openapi"] != spec.OpenAPI {
		t.Errorf("openapi.yaml: %v", err)
	}
}

func TestHealth(t *testing.T) {
	h := newOffice(t)
	for _, path := range []string{"/livez", "/readyz"} {
		if a := h.do(asked{method: "GET", path: path}); a.status != 200 {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}

// TestOverTheWire looks at what only a real server does: Date, chunked bodies.
func TestOverTheWire(t *testing.T) {
	h := newOffice(t)
	srv := httptest.NewServer(h.server.router)
	defer srv.Close()
	send := func(body io.Reader, id string) (status int, header http.Header) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+prefix+"/processes/complaint/instances", body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+h.tokens["li-na"])
		r.Header.Set("X-Request-Id", id)
		a, err := srv.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Body.Close()
		return a.StatusCode, a.Header
	}
	status, header := send(io.MultiReader(strings.NewReader(aComplaint)), "my-id.1") // no length: chunked
	if status != 201 || header.Get("Date") == "" || header.Get("X-Request-Id") != "my-id.1" {
		t.Errorf("%d %v", status, header)
	}
	status, header = send(io.MultiReader(strings.NewReader(aComplaint), strings.NewReader(strings.Repeat(" ", 1<<20))), "evil\tid")
	if status != 413 || header.Get("X-Request-Id") == "evil\tid" {
		t.Errorf("chunked body over the limit: %d %v", status, header)
	}
	if status, _ = send(strings.NewReader(strings.Repeat(" ", 1<<20-len(aComplaint))+aComplaint), ""); status != 201 {
		t.Errorf("body at the limit: %d", status)
	}
}

// TestLogsSayNothingOfTheContent writes the log of a whole case and looks for
// what customers said.
func TestLogsSayNothingOfTheContent(t *testing.T) {
	h := newOffice(t)
	var log bytes.Buffer
	h.server.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h.customerStory()
	for _, secret := range []string{"13800000001", "宽带断网", "smokes", h.tokens["li-na"], h.tokens["link"], "lnw_", "lnl_"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if !strings.Contains(log.String(), `"route":"POST /tasks/:task/complete"`) {
		t.Errorf("the log says nothing: %s", log.String())
	}
}

func (h *office) customerStory() {
	h.Helper()
	c := h.complaint()
	h.objects(c)
	h.must(200, asked{as: "li-na", method: "POST", path: "/tasks/" + c.Tasks[0].ID + "/complete", header: ifMatches("*"), body: `{"values":{}}`}, nil)
	h.must(200, asked{as: "link", method: "POST", path: "/link/messages", body: `{"message":"more-facts","values":{"facts":"it smokes"}}`}, nil)
	h.must(422, asked{as: "li-na", method: "POST", path: "/processes/complaint/instances", body: `{"data":{"phone":"13800000001x","subject":"宽带断网"}}`}, nil)
	h.must(200, asked{as: "li-na", method: "GET", path: "/customers?find=13800000001"}, nil)
	h.must(401, asked{method: "GET", path: "/me", header: map[string]string{"Authorization": "Bearer " + h.tokens["li-na"] + "x"}}, nil)
}

// TestAPanicIsContained lets a handler fail and looks at the answer.
func TestAPanicIsContained(t *testing.T) {
	h := newOffice(t)
	h.server.Runner = nil // whatever it asks of the runner fails
	var p Problem
	h.must(500, asked{method: "GET", path: "/readyz"}, &p)
	if p.Code != "internal" || strings.Contains(p.Detail, "nil") {
		t.Errorf("%+v", p)
	}
}
