package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/laneway-flow/laneway/api"
)

// overHTTP goes through /api/v1 of a server on loopback.
type overHTTP struct {
	base, token string
	client      *http.Client
}

// newHTTP returns a door with a kept connection for each client.
func newHTTP(base, token string, clients int) overHTTP {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost, transport.MaxIdleConns = clients, clients
	return overHTTP{base, token, &http.Client{Transport: transport}}
}

func (d overHTTP) start(ctx context.Context, process, name string, value any) ([]task, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(api.StartCase{
		Data:       api.Values{name: raw},
		Customers:  []api.LaneView{{Lane: "customer", ID: asker}},
		Provenance: api.Provenance{Channel: "bench"},
	})
	if err != nil {
		return nil, err
	}
	return d.post(ctx, "/processes/"+process+"/instances", "", body)
}

var remarkBody = []byte(`{"values":{"remark":"done"},"channel":"bench"}`)

func (d overHTTP) complete(ctx context.Context, t task) ([]task, error) {
	return d.post(ctx, "/tasks/"+t.id+"/complete", t.etag, remarkBody)
}

// post sends a command and reads the open tasks out of the case it answers with.
func (d overHTTP) post(ctx context.Context, path, etag string, body []byte) ([]task, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.base+"/api/v1"+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+d.token)
	req.Header.Set("Content-Type", "application/json")
	if etag != "" {
		req.Header.Set("If-Match", etag)
	}
	res, err := d.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	if res.StatusCode >= http.StatusBadRequest {
		return nil, fmt.Errorf("bench: POST %s: %s: %s", path, res.Status, text)
	}
	var in struct {
		Tasks []struct {
			ID   string `json:"id"`
			ETag string `json:"etag"`
		} `json:"tasks"`
	}
	if err := json.Unmarshal(text, &in); err != nil {
		return nil, fmt.Errorf("bench: POST %s: %w", path, err)
	}
	open := make([]task, len(in.Tasks))
	for i, t := range in.Tasks {
		open[i] = task{id: t.ID, etag: t.ETag}
	}
	return open, nil
}
