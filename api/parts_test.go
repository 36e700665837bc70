package api

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestLanguageOf(t *testing.T) {
	for accept, want := range map[string]string{
		"": "zh", "en": "en", "en-GB,en;q=0.9": "en", "zh-CN,zh;q=0.9,en;q=0.8": "zh", "en;q=0.5,zh;q=0.6": "zh",
		"fr,de;q=0.9": "zh", "fr,en;q=0.1": "en", "*": "zh", "EN-us": "en", "en;q=x": "zh", ";;,": "zh",
	} {
		if got := languageOf(accept); got != want {
			t.Errorf("%q: %s, want %s", accept, got, want)
		}
	}
}

func TestStrictJSON(t *testing.T) {
	for body, want := range map[string]string{
		`{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}`: "",
		`{"a":1,"a":2}`:           "body.duplicate_key",
		`{"a":{"b":1,"b":2}}`:     "body.duplicate_key",
		`[{"a":1,"\u0061":2}]`:    "body.duplicate_key",
		`{"a":"\"a\":1,\"a\":2"}`: "",
		`{"a":"x","b":"x"}`:       "",
		"{\"a\":\"\xc3\x28\"}":    "body.unreadable",
		strings.Repeat("[", 32) + "1" + strings.Repeat("]", 32): "",
		strings.Repeat("[", 33) + "1" + strings.Repeat("]", 33): "body.too_deep",
		`]]]]{{`: "", `"`: "", `{"a`: "", ``: "", // left to encoding/json
	} {
		err := strictJSON([]byte(body))
		got := ""
		if f, ok := errors.AsType[*jsonFault](err); ok {
			got = f.code
		}
		if got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

// FuzzStrictJSON: never a panic, and whatever it lets pass and encoding/json
// can read means the same to a reader that keeps the first of two keys.
func FuzzStrictJSON(f *testing.F) {
	for _, seed := range []string{`{"a":1,"a":2}`, `[{"a":{"b":[1,2,{"c":"\""}]}}]`, `{"\u0061":1}`, "{\"\xff\":1}", `}}]{"a"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if strictJSON(body) != nil || !json.Valid(body) {
			return
		}
		d := json.NewDecoder(strings.NewReader(string(body)))
		if firstDuplicate(t, d) {
			t.Errorf("a duplicate key passes: %s", body)
		}
	})
}

// firstDuplicate reads one value naively.
func firstDuplicate(t *testing.T, d *json.Decoder) bool {
	tok, err := d.Token()
	if err != nil {
		return false
	}
	switch tok {
	case json.Delim('['):
		for d.More() {
			if firstDuplicate(t, d) {
				return true
			}
		}
	case json.Delim('{'):
		seen := map[string]bool{}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return false
			}
			if seen[key.(string)] {
				return true
			}
			seen[key.(string)] = true
			if firstDuplicate(t, d) {
				return true
			}
		}
	default:
		return false
	}
	_, _ = d.Token() // the closing one
	return false
}

// FuzzCursor: what nobody signed is refused, whatever it is.
func FuzzCursor(f *testing.F) {
	s := signer{[]byte("key")}
	f.Add(s.seal("f", 7))
	f.Add("AAAA")
	f.Fuzz(func(t *testing.T, cursor string) {
		var at int
		if err := s.open(cursor, "f", &at); err == nil && cursor != "" && at != 7 {
			t.Errorf("cursor %q opens as %d", cursor, at)
		}
	})
}

func TestLimiterForgets(t *testing.T) {
	l, now := newLimiter(), time.Now()
	for i := range 1000 {
		l.take("key"+strings.Repeat("x", i), 1, now)
	}
	now = now.Add(2 * idle)
	for i := range 100 {
		l.take("other"+strings.Repeat("x", i), 1, now)
	}
	left := 0
	for i := range l.shards {
		left += len(l.shards[i].buckets)
	}
	if left > 100 {
		t.Errorf("%d buckets are kept", left)
	}
}

func TestTokensInTheHeader(t *testing.T) {
	_, text := mint(TokenSpec{Service: "x"}, time.Now())
	if len(text) != tokenLength {
		t.Fatalf("a token has %d characters, want %d", len(text), tokenLength)
	}
	if kind, id, secret, ok := parseToken(text); !ok || kind != kindToken || len(id) != idLength || len(secret) != secretLength {
		t.Errorf("%s: %s %s %s", text, kind, id, secret)
	}
	for _, bad := range []string{"", "lnw_", text + "x", text[:len(text)-1], "xxx_" + text[4:], strings.ReplaceAll(text, "_", "-")} {
		if _, _, _, ok := parseToken(bad); ok {
			t.Errorf("%q is taken for a token", bad)
		}
	}
	for header, want := range map[string]string{"Bearer x": "x", "bearer x": "x", "Basic x": "", "": "", "Bearer": ""} {
		if got, _ := tokenInHeader(header); got != want {
			t.Errorf("%q: %q", header, got)
		}
	}
}
