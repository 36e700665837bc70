package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// client speaks to a server's /api/v1 for the subcommands that need one.
type client struct {
	base, token, lang string
	http              *http.Client
}

// clientFlags adds what every command that asks a server understands.
func clientFlags(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().String("url", "", "the server (default LANEWAY_URL, or http://127.0.0.1:8080)")
	cmd.Flags().String("token", "", "API token (default LANEWAY_TOKEN)")
	return cmd
}

func clientOf(cmd *cobra.Command) (*client, error) {
	base := firstOf(cmd.Flag("url").Value.String(), os.Getenv("LANEWAY_URL"), "http://127.0.0.1:8080")
	token := firstOf(cmd.Flag("token").Value.String(), os.Getenv("LANEWAY_TOKEN"))
	lang := languageOf(cmd)
	if token == "" {
		return nil, errors.New(pick(lang, "没有令牌：请设置 LANEWAY_TOKEN 或用 --token", "no token: set LANEWAY_TOKEN or give --token"))
	}
	return &client{base: strings.TrimRight(base, "/"), token: token, lang: lang, http: &http.Client{Timeout: time.Minute}}, nil
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// problem is an answer of application/problem+json.
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Code   string `json:"code"`
	Errors []struct {
		Location string `json:"location"`
		Message  string `json:"message"`
	} `json:"errors"`
}

// Error prints what the server said, one line a refused field.
func (p *problem) Error() string {
	var out strings.Builder
	out.WriteString(firstOf(p.Detail, p.Title, http.StatusText(p.Status)))
	if p.Code != "" {
		fmt.Fprintf(&out, " [%s]", p.Code)
	}
	for _, e := range p.Errors {
		fmt.Fprintf(&out, "\n    %s: %s", e.Location, e.Message)
	}
	return out.String()
}

// get reads path into out and returns the answer's ETag.
func (c *client) get(ctx context.Context, path string, out any) (etag string, err error) {
	return c.do(ctx, http.MethodGet, path, nil, nil, out)
}

// post sends body and reads the answer into out, which may be nil. ifMatch may
// be empty. The request carries a fresh Idempotency-Key and is sent again
// under the same one when the connection breaks, so it takes effect once.
func (c *client) post(ctx context.Context, path, ifMatch string, body, out any) error {
	headers := map[string]string{"Idempotency-Key": rand.Text()}
	if ifMatch != "" {
		headers["If-Match"] = ifMatch
	}
	_, err := c.do(ctx, http.MethodPost, path, headers, body, out)
	return err
}

const attempts = 3

func (c *client) do(ctx context.Context, method, path string, headers map[string]string, body, out any) (etag string, err error) {
	payload, err := payloadOf(body)
	if err != nil {
		return "", err
	}
	var answer *http.Response
	for try := 1; ; try++ {
		answer, err = c.send(ctx, method, path, headers, payload)
		if err == nil || try == attempts || ctx.Err() != nil || headers["Idempotency-Key"] == "" {
			break
		}
	}
	if err != nil {
		return "", fmt.Errorf(pick(c.lang, "%s 没有回答：%w", "no answer from %s: %w"), c.base, err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return "", err
	}
	if answer.StatusCode >= http.StatusBadRequest {
		p := &problem{}
		if json.Unmarshal(text, p) != nil || p.Status == 0 {
			return "", fmt.Errorf("%s %s: %s", method, path, answer.Status)
		}
		return "", p
	}
	if raw, ok := out.(*[]byte); ok {
		*raw = text
	} else if out != nil {
		if err := json.Unmarshal(text, out); err != nil {
			return "", fmt.Errorf("%s %s: unreadable answer: %w", method, path, err)
		}
	}
	return answer.Header.Get("ETag"), nil
}

func (c *client) send(ctx context.Context, method, path string, headers map[string]string, payload []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+"/api/v1"+path, bytes.NewReader(payload))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("Accept-Language", c.lang)
	if payload != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range headers {
		req.Header.Set(name, value)
	}
	return c.http.Do(req)
}

// payloadOf encodes a body; nil stays nothing.
func payloadOf(body any) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	return json.Marshal(body)
}
