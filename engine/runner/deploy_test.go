package runner_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store"
)

func TestDeployingIsByContent(t *testing.T) {
	t.Parallel()
	h := open(t, []string{line})
	running := h.start("line")
	deploy := func(src string) (edition int, changed bool) {
		t.Helper()
		p, changed, found, err := h.Deploy(t.Context(), "line.yaml", []byte(src), "ann")
		if err != nil || p == nil {
			t.Fatalf("deploy: %v, %s", err, diagnostics(found))
		}
		return p.Version, changed
	}
	if edition, changed := deploy(line); changed || edition != 1 {
		t.Fatalf("the same content gave edition %d, changed %v", edition, changed)
	}
	shorter := strings.Replace(line, "form: [{field: say, optional: true}], ", "", 1)
	if edition, changed := deploy(shorter); !changed || edition != 2 {
		t.Fatalf("other content gave edition %d, changed %v", edition, changed)
	}
	h.complete(running.ID)
	h.complete(running.ID, value("say", "still the first edition"))
	if in := h.start("line"); in.Edition != h.World().Current["line"].Version {
		t.Fatalf("a new case runs on edition %d", in.Edition)
	}
}

func TestAWrongDefinitionIsRefusedWithItsDiagnostics(t *testing.T) {
	t.Parallel()
	h := open(t, nil)
	p, changed, found, err := h.Deploy(t.Context(), "bad.yaml", []byte("process: bad\nstart: nowhere\nsteps: {}\n"), "ann")
	if p != nil || changed || err != nil || len(found) == 0 {
		t.Fatalf("got %v, %v, %d diagnostics, %v", p, changed, len(found), err)
	}
	if revision, err := h.store.Revision(t.Context()); err != nil || revision != h.World().Revision {
		t.Fatalf("revision %d, %v; the world has %d", revision, err, h.World().Revision)
	}
}

func TestBootstrapFillsAnEmptyStoreOnly(t *testing.T) {
	t.Parallel()
	h := open(t, nil)
	shipped := []store.Document{{Kind: runner.KindProcess, ID: "line", Body: []byte(line)}}
	if loaded, err := h.Bootstrap(t.Context(), shipped); loaded || err != nil { // it has an organisation already
		t.Fatalf("a store in use: loaded %v, %v", loaded, err)
	}
	fresh := bare(t)
	if loaded, err := fresh.Bootstrap(t.Context(), shipped); !loaded || err != nil {
		t.Fatalf("an empty store: loaded %v, %v", loaded, err)
	}
	if fresh.World().Current["line"] == nil {
		t.Fatal("the process is not there")
	}
}

func TestDocumentsAreCheckedBeforeTheyAreStored(t *testing.T) {
	t.Parallel()
	h := bare(t)
	for name, d := range map[string]store.Document{
		"process":       {Kind: runner.KindProcess, ID: "line", Body: []byte(line)},
		"second main":   {Kind: runner.KindOrganisation, ID: "other", Body: []byte(`{}`)},
		"no JSON":       {Kind: runner.KindOrganisation, ID: runner.OrganisationID, Body: []byte(`{`)},
		"unknown team":  {Kind: runner.KindOrganisation, ID: runner.OrganisationID, Body: []byte(`{"people": [{"id": "a", "name": "A", "teams": ["x"]}]}`)},
		"without an id": {Kind: runner.KindCustomer, Body: []byte(`{}`)},
	} {
		var bad *runner.BadDocument
		if _, err := h.Put(t.Context(), d, store.Request{}); !errors.As(err, &bad) {
			t.Errorf("%s: got %v, want a bad document", name, err)
		}
	}
	if revision, err := h.Store().Revision(t.Context()); err != nil || revision != 0 {
		t.Errorf("revision %d, %v; want nothing stored", revision, err)
	}
}
