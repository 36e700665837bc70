package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/runner"
)

func (s *server) processRoutes() {
	handle(s, operation("check-process", http.MethodPost, "/processes/check", "Find the mistakes of a definition; nothing is stored", 422), s.checkProcess)
	handleOnce(s, operation("deploy-process", http.MethodPost, "/processes", "Deploy a definition; the same content is no new version", 422), s.deployProcess)
	handle(s, operation("list-processes", http.MethodGet, "/processes", "Processes, newest versions"), s.listProcesses)
	handle(s, operation("get-process", http.MethodGet, "/processes/{process}", "The newest version of a process"), s.getProcess)
	handle(s, operation("list-process-versions", http.MethodGet, "/processes/{process}/versions", "All versions of a process"), s.listVersions)
	handle(s, operation("get-process-version", http.MethodGet, "/processes/{process}/versions/{version}", "One version with its source"), s.getVersion)
	handle(s, operation("get-process-source", http.MethodGet, "/processes/{process}/source", "The YAML of the newest version"), s.getSource)
	handle(s, operation("get-start-form", http.MethodGet, "/processes/{process}/starts/{start}/form", "What a start asks for; the first step's start is called step"), s.startForm)
}

// Source is a definition as an analyst wrote it.
type Source struct {
	File   string `json:"file,omitempty" maxLength:"200" doc:"Only written into positions."`
	Source string `json:"source" minLength:"1" doc:"YAML."`
}

type sourceInput struct{ Body Source }

// CheckResult is what the checker found.
type CheckResult struct {
	OK          bool         `json:"ok" doc:"It could be deployed: nothing but warnings."`
	Process     string       `json:"process,omitempty"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// Diagnostic is one mistake of an analyst.
type Diagnostic struct {
	File     string `json:"file,omitempty"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Severity string `json:"severity" enum:"error,warning"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Remedy   string `json:"remedy,omitempty"`
	Nearest  string `json:"nearest,omitempty"`
}

type checkOutput struct{ Body CheckResult }

func (s *server) checkProcess(ctx context.Context, in *sourceInput) (*checkOutput, error) {
	p, found := definition.Parse(fileName(in.Body.File), []byte(in.Body.Source))
	out := &checkOutput{CheckResult{OK: p != nil, Diagnostics: diagnostics(found, callOf(ctx).lang)}}
	if p != nil {
		out.Body.Process = p.ID
	}
	return out, nil
}

func fileName(given string) string {
	if given == "" {
		return "process.yaml"
	}
	return given
}

func diagnostics(found []definition.Diagnostic, lang string) []Diagnostic {
	out := make([]Diagnostic, 0, len(found))
	for _, d := range found {
		severity := "error"
		if d.Severity == definition.Warning {
			severity = "warning"
		}
		out = append(out, Diagnostic{
			File: d.Pos.File, Line: d.Pos.Line, Column: d.Pos.Column, Severity: severity, Code: d.Code,
			Message: d.Message.In(lang), Remedy: d.Remedy.In(lang), Nearest: d.Nearest,
		})
	}
	return out
}

type deployInput struct {
	IdempotencyKey
	Body Source
}

// Deployment is what became of a deployed definition.
type Deployment struct {
	Process     string       `json:"process"`
	Version     int          `json:"version"`
	Hash        string       `json:"hash" doc:"SHA-256 of the source."`
	Changed     bool         `json:"changed" doc:"false: the newest version had this content already."`
	Diagnostics []Diagnostic `json:"diagnostics" doc:"Warnings."`
}

// deployProcess stores no answer: deploying twice is a no-op by itself.
func (s *server) deployProcess(ctx context.Context, in *deployInput) (*answer[Deployment], error) {
	c := callOf(ctx)
	p, changed, found, err := s.Runner.Deploy(ctx, fileName(in.Body.File), []byte(in.Body.Source), c.actor.ID)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, invalidProcess(found, c.lang)
	}
	out := &answer[Deployment]{Location: prefix + "/processes/" + p.ID + "/versions/" + strconv.Itoa(p.Version)}
	out.Body = Deployment{p.ID, p.Version, p.Hash.String(), changed, diagnostics(found, c.lang)}
	if changed {
		out.Status = http.StatusCreated
	}
	return out, nil
}

// invalidProcess puts the mistakes where every client looks for them.
func invalidProcess(found []definition.Diagnostic, lang string) *fault {
	f := errCode("process.invalid")
	for _, d := range found {
		if d.Severity != definition.Error {
			continue
		}
		message := d.Message.In(lang)
		if remedy := d.Remedy.In(lang); remedy != "" {
			message += " " + remedy
		}
		f.fields = append(f.fields, FieldProblem{Location: d.Pos.String(), Code: d.Code, Message: message})
	}
	return f
}

// ProcessView is one version of a process.
type ProcessView struct {
	ID      string      `json:"id"`
	Version int         `json:"version"`
	Hash    string      `json:"hash"`
	Name    string      `json:"name"`
	About   string      `json:"about,omitempty"`
	Starts  []StartView `json:"starts"`
	Lanes   []LaneName  `json:"lanes"`
	Steps   []StepView  `json:"steps"`
}

// StartView is one way a case begins.
type StartView struct {
	Start   string `json:"start" doc:"Name of a message, or step."`
	Name    string `json:"name"`
	HasForm bool   `json:"hasForm"`
}

// LaneName is a lane of a process.
type LaneName struct {
	Lane  string `json:"lane"`
	Name  string `json:"name"`
	Party string `json:"party" enum:"us,customer,supplier"`
	Team  string `json:"team,omitempty"`
}

// StepView is a step that people do.
type StepView struct {
	Step  string `json:"step"`
	Name  string `json:"name"`
	Lane  string `json:"lane"`
	Stage string `json:"stage,omitempty"`
	Value string `json:"value,omitempty"`
}

func processView(p *definition.Process, lang string) ProcessView {
	v := ProcessView{
		ID: p.ID, Version: p.Version, Hash: p.Hash.String(), Name: named(p.Name, p.ID, lang), About: p.About.In(lang),
		Starts: []StartView{}, Lanes: []LaneName{}, Steps: []StepView{},
	}
	for _, st := range p.Starts {
		sv := StartView{Start: firstStep, Name: v.Name, HasForm: st.Form() != nil}
		if st.Message != nil {
			sv.Start, sv.Name = st.Message.ID, named(st.Message.Name, st.Message.ID, lang)
		}
		v.Starts = append(v.Starts, sv)
	}
	for _, l := range p.Lanes {
		v.Lanes = append(v.Lanes, LaneName{l.ID, named(l.Name, l.ID, lang), string(l.Party), l.Team})
	}
	for _, e := range p.Elements {
		if e.Kind == definition.KindUserTask {
			v.Steps = append(v.Steps, StepView{e.ID, stepName(e, lang), e.Lane.ID, e.Stage, e.Value})
		}
	}
	return v
}

// firstStep names the start that is no message.
const firstStep = "step"

type listProcessesOutput struct{ Body Page[ProcessView] }

// listProcesses gives all of them: there are dozens, not thousands.
func (s *server) listProcesses(ctx context.Context, _ *struct{}) (*listProcessesOutput, error) {
	w := s.world()
	out := &listProcessesOutput{Page[ProcessView]{Items: []ProcessView{}, AsOf: s.asOf()}}
	for _, id := range slices.Sorted(maps.Keys(w.Current)) {
		out.Body.Items = append(out.Body.Items, processView(w.Current[id], callOf(ctx).lang))
	}
	return out, nil
}

type ProcessInput struct {
	Process string `path:"process" maxLength:"64" example:"complaint"`
}

type processOutput struct{ Body ProcessView }

func (s *server) getProcess(ctx context.Context, in *ProcessInput) (*processOutput, error) {
	p := s.world().Current[in.Process]
	if p == nil {
		return nil, errCode("not_found")
	}
	return &processOutput{processView(p, callOf(ctx).lang)}, nil
}

// VersionRow is a version in the list of versions.
type VersionRow struct {
	Version    int     `json:"version"`
	DeployedAt Instant `json:"deployedAt"`
	DeployedBy string  `json:"deployedBy,omitempty"`
	Current    bool    `json:"current"`
}

type versionsOutput struct{ Body Page[VersionRow] }

func (s *server) listVersions(ctx context.Context, in *ProcessInput) (*versionsOutput, error) {
	current := s.world().Current[in.Process]
	if current == nil {
		return nil, errCode("not_found")
	}
	docs, err := s.Runner.Store().DocumentVersions(ctx, runner.KindProcess, in.Process)
	if err != nil {
		return nil, err
	}
	out := &versionsOutput{Page[VersionRow]{Items: []VersionRow{}, AsOf: s.asOf()}}
	for _, d := range slices.Backward(docs) {
		row := VersionRow{int(d.Version), Instant(d.At), d.By, int(d.Version) == current.Version}
		out.Body.Items = append(out.Body.Items, row)
	}
	return out, nil
}

type versionInput struct {
	ProcessInput
	Version int `path:"version" minimum:"1"`
}

// ProcessSource is a version with what the analyst wrote.
type ProcessSource struct {
	ProcessView
	Source string `json:"source"`
}

type sourceOutput struct{ Body ProcessSource }

func (s *server) getVersion(ctx context.Context, in *versionInput) (*sourceOutput, error) {
	return s.source(ctx, s.world().Processes[engine.Edition{Process: in.Process, Version: in.Version}])
}

func (s *server) getSource(ctx context.Context, in *ProcessInput) (*sourceOutput, error) {
	return s.source(ctx, s.world().Current[in.Process])
}

func (s *server) source(ctx context.Context, p *definition.Process) (*sourceOutput, error) {
	if p == nil {
		return nil, errCode("not_found")
	}
	return &sourceOutput{ProcessSource{processView(p, callOf(ctx).lang), string(p.Source)}}, nil
}

type startFormInput struct {
	ProcessInput
	Start string `path:"start" maxLength:"64" example:"step"`
}

type startFormOutput struct{ Body FormView }

func (s *server) startForm(ctx context.Context, in *startFormInput) (*startFormOutput, error) {
	if p := s.world().Current[in.Process]; p != nil {
		for _, st := range p.Starts {
			if st.Message == nil && in.Start == firstStep || st.Message != nil && st.Message.ID == in.Start {
				form := st.Form()
				if form == nil {
					form = &definition.Form{}
				}
				return &startFormOutput{*formView(form, nil, callOf(ctx).lang)}, nil
			}
		}
	}
	return nil, errCode("not_found")
}
