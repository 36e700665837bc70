package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
)

func newCheck() *cobra.Command {
	var asJSON bool
	var calendars string
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "Find every mistake in flow files, and in files of people, customers and calendars",
		Long: "Reads flow files and prints every mistake with its place, a stable code, the nearest\n" +
			"correct name and what to do. Exits 1 when a file could not be deployed.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			lang := languageOf(cmd)
			all := []finding{}
			bad := false
			for _, file := range files {
				src, err := os.ReadFile(file)
				if err != nil {
					return err
				}
				found, good := checkSource(file, src, calendars, lang)
				for _, f := range found {
					all = append(all, f)
					bad = bad || f.Severity == "error"
					if !asJSON {
						f.print(cmd.OutOrStdout(), lang)
					}
				}
				if good != "" && !asJSON {
					fmt.Fprintln(cmd.OutOrStdout(), file+": "+good)
				}
			}
			if asJSON {
				out := json.NewEncoder(cmd.OutOrStdout())
				out.SetIndent("", "  ")
				if err := out.Encode(all); err != nil {
					return err
				}
			}
			if bad {
				return errSaid
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON array, for editors and scripts")
	calendarsFlag(cmd, &calendars)
	return cmd
}

// people tells a file of people, teams or customers from a flow.
var people = regexp.MustCompile(`(?m)^(people|teams|customers):`)

// checkSource returns what is wrong with a file, and one line of praise when
// it can be used.
func checkSource(file string, src []byte, calendars, lang string) (found []finding, good string) {
	if people.Match(src) {
		f, problems := org.ParseYAML(file, src)
		for _, p := range problems {
			found = append(found, findingOfProblem(p, lang))
		}
		if !org.Refused(problems) {
			good = fmt.Sprintf(pick(lang, "可用，%d 人、%d 个班组、%d 个客户", "good, %d people, %d teams, %d customers"),
				len(f.People), len(f.Teams), len(f.Customers))
		}
		return found, good
	}
	if timetable.Match(src) {
		return checkTimetable(file, src, calendars, lang)
	}
	loaded, err := calendarsFor(calendars, file)
	if err != nil {
		return []finding{{File: file, Line: 1, Column: 1, Severity: "error", Code: "calendar", Message: err.Error()}}, ""
	}
	p, diagnostics := parseFlow(file, src, loaded)
	for _, d := range diagnostics {
		found = append(found, findingOf(d, lang))
	}
	if p != nil {
		good = fmt.Sprintf(pick(lang, "可用，流程 %s（%s）", "good, process %s (%s)"), p.ID, p.Name.In(lang))
	}
	return found, good
}

// finding is a diagnostic or a problem, in one language.
type finding struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Nearest  string `json:"nearest,omitempty"`
	Remedy   string `json:"remedy,omitempty"`
}

func findingOf(d definition.Diagnostic, lang string) finding {
	return finding{
		File: d.Pos.File, Line: d.Pos.Line, Column: d.Pos.Column, Severity: severity(d.Severity == definition.Warning),
		Code: d.Code, Message: d.Message.In(lang), Nearest: d.Nearest, Remedy: d.Remedy.In(lang),
	}
}

func findingOfProblem(p org.Problem, lang string) finding {
	return finding{
		File: p.File, Line: p.Line, Column: p.Column, Severity: severity(p.Warning),
		Code: p.Code, Message: pick(lang, p.Message.ZH, p.Message.EN),
	}
}

func severity(warning bool) string {
	if warning {
		return "warning"
	}
	return "error"
}

// print writes the finding as compilers do: place first, remedy below.
func (f finding) print(w io.Writer, lang string) {
	kind := f.Severity
	if lang == "zh" {
		kind = map[string]string{"error": "错误", "warning": "提醒"}[kind]
	}
	fmt.Fprintf(w, "%s:%d:%d: %s %s: %s", f.File, f.Line, f.Column, kind, f.Code, f.Message)
	if f.Nearest != "" {
		fmt.Fprintf(w, pick(lang, ";是不是 %q?", "; did you mean %q?"), f.Nearest)
	}
	fmt.Fprintln(w)
	if f.Remedy != "" {
		fmt.Fprintln(w, "    "+f.Remedy)
	}
}
