package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// overHTTP goes through /api/v1 of a server on loopback.
type overHTTP struct {
	base, token string
	client      *http.Client
}

// newHTTP returns a door with a kept connection for each client.
func newHTTP(base, token string, clients int) overHTTP {
	transport := http.DefaultTransport.(*http.Transport).Clone() //nolint:errcheck,forcetypeassert // the standard library's own type
	transport.MaxIdleConnsPerHost, transport.MaxIdleConns = clients, clients
	return overHTTP{base, token, &http.Client{Transport: transport}}
}
