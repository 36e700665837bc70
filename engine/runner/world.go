package runner

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/store"
)

// The kinds of documents the runner reads.
const (
	KindProcess      = "process"      // id = process, version = edition, body = YAML
	KindOrganisation = "organisation" // id = OrganisationID, body = JSON of org.Document
	KindCustomer     = "customer"     // id = customer, body = JSON of org.Customer
	KindToken        = "token"
	KindWebhook      = "webhook"  // body = JSON of Webhook
	KindCalendar     = "calendar" // id = calendar, body = YAML; each version judges from its ValidFrom on
	KindHolidays     = "holidays" // id = holiday data that calendars name, body = YAML; as calendars
	KindAbsence      = "absence"  // id = AbsenceID, body = JSON list of org.Absence
)

// The ids of the one organisation document and the one list of absences.
const (
	OrganisationID = "main"
	AbsenceID      = "main"
)

// snapshot is everything a decision takes from the configuration, built once a
// revision and never changed.
type snapshot struct {
	world    *engine.World
	routes   map[string]*route
	personal map[*definition.Process]map[string]*definition.Field // none for a process without
	webhooks []*hook
	schedule *schedule
}

// World is the newest snapshot of definitions and organisation.
func (r *Runner) World() *engine.World { return r.snapshot.Load().world }

// refresh builds the snapshot from the stored documents. The caller holds
// r.config.
func (r *Runner) refresh(ctx context.Context) error {
	revision, err := r.store.Revision(ctx)
	if err != nil {
		return err
	}
	s := &snapshot{world: &engine.World{
		Revision:  revision,
		Processes: make(map[engine.Edition]*definition.Process),
		Current:   make(map[string]*definition.Process),
	}}
	if err := r.readProcesses(ctx, s.world); err != nil {
		return err
	}
	if s.world.Org, err = r.readOrganisation(ctx); err != nil {
		return err
	}
	if s.schedule, err = r.readSchedule(ctx); err != nil {
		return err
	}
	s.world.Calendars = s.schedule.lines
	if s.webhooks, err = r.readWebhooks(ctx); err != nil {
		return err
	}
	s.routes = routesOf(s.world)
	s.personal = personalOf(s.world)
	r.snapshot.Store(s)
	r.sweeper.wake()
	return nil
}

// readProcesses parses every stored edition that was not parsed before. One
// that this version cannot read any more is left out and named in the log: its
// cases stand still, the others go on.
func (r *Runner) readProcesses(ctx context.Context, w *engine.World) error {
	newest, err := r.store.Documents(ctx, KindProcess)
	if err != nil {
		return err
	}
	for _, d := range newest {
		versions, err := r.store.DocumentVersions(ctx, KindProcess, d.ID)
		if err != nil {
			return err
		}
		for _, v := range versions {
			if p := r.edition(v); p != nil {
				w.Processes[engine.Edition{Process: p.ID, Version: p.Version}] = p
				w.Current[p.ID] = p
			}
		}
		if d.Deleted {
			delete(w.Current, d.ID)
		}
	}
	return nil
}

func (r *Runner) edition(d store.Document) *definition.Process {
	if d.Deleted {
		return nil
	}
	key := engine.Edition{Process: d.ID, Version: int(d.Version)}
	if p := r.parsed[key]; p != nil {
		return p
	}
	p, found := definition.Parse(d.ID+".yaml", d.Body)
	if p == nil {
		r.log.Error("stored definition cannot be read", slog.String("process", d.ID), slog.Int64("edition", d.Version),
			slog.Int("diagnostics", len(found)))
		return nil
	}
	p.Version = int(d.Version)
	r.parsed[key] = p
	return p
}

func (r *Runner) readOrganisation(ctx context.Context) (*org.Organisation, error) {
	documents, err := r.store.Documents(ctx, KindOrganisation)
	if err != nil {
		return nil, err
	}
	for _, d := range documents {
		if d.ID != OrganisationID || d.Deleted {
			continue
		}
		o, err := organisation(d.Body)
		if err != nil {
			return nil, err
		}
		return r.readAbsences(ctx, o)
	}
	return new(org.Organisation), nil
}

func organisation(body []byte) (*org.Organisation, error) {
	var d org.Document
	if err := json.Unmarshal(body, &d); err != nil {
		return nil, fmt.Errorf("organisation: %w", err)
	}
	o, problems := org.New(d.People, d.Teams)
	if o == nil {
		return nil, fmt.Errorf("organisation: %s", problems[0])
	}
	return o, nil
}

func (r *Runner) readWebhooks(ctx context.Context) ([]*hook, error) {
	documents, err := r.store.Documents(ctx, KindWebhook)
	if err != nil {
		return nil, err
	}
	var hooks []*hook
	for _, d := range documents {
		if d.Deleted {
			continue
		}
		h, err := parseWebhook(d.ID, d.Body)
		if err != nil {
			return nil, err
		}
		h.source = r.cfg.Source
		hooks = append(hooks, h)
	}
	return hooks, nil
}

// personalOf finds the personal fields of every process that has some.
func personalOf(w *engine.World) map[*definition.Process]map[string]*definition.Field {
	all := make(map[*definition.Process]map[string]*definition.Field)
	for _, p := range w.Processes {
		fields := make(map[string]*definition.Field)
		for _, s := range p.Scopes {
			addPersonal(fields, s.Data)
		}
		addPersonal(fields, p.Data)
		if len(fields) > 0 {
			all[p] = fields
		}
	}
	return all
}

func addPersonal(fields map[string]*definition.Field, data []*definition.Field) {
	for _, f := range data {
		if f.Personal {
			fields[f.Name] = f
		}
	}
}

// route is what the deployed processes say about a message by name.
type route struct {
	process *definition.Process // a current one that knows it, best one it starts: its form judges the values
	message *definition.Message // of that process
	kept    bool
	keepFor []definition.Duration // as the editions say; the longest counts
	starts  []startRoute          // of current editions, by process id
}

// startRoute is one way a message starts a case.
type startRoute struct {
	process string
	start   string
	unique  bool // one running case a key
}

// routesOf collects the routes. A message that any edition keeps is kept: a
// case of an older edition may wait at the mailbox.
func routesOf(w *engine.World) map[string]*route {
	routes := make(map[string]*route)
	at := func(m *definition.Message, p *definition.Process) *route {
		r := routes[m.ID]
		if r == nil {
			r = &route{process: p, message: m}
			routes[m.ID] = r
		}
		r.kept = r.kept || m.Kept()
		if m.Kept() && !slices.Contains(r.keepFor, m.KeepFor) {
			r.keepFor = append(r.keepFor, m.KeepFor)
		}
		return r
	}
	for _, id := range slices.Sorted(maps.Keys(w.Current)) {
		p := w.Current[id]
		for _, m := range p.Messages {
			at(m, p)
		}
		for _, s := range p.Starts {
			if s.Message != nil {
				r := at(s.Message, p)
				r.starts = append(r.starts, startRoute{id, s.Element.ID, s.Message.Key != nil && !s.Many})
				r.process, r.message = p, s.Message
			}
		}
	}
	for _, p := range w.Processes {
		for _, m := range p.Messages {
			at(m, p)
		}
	}
	return routes
}
