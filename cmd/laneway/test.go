package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/engine/definition"
	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/scenario"
	"github.com/laneway-flow/laneway/processes"
)

func newTest() *cobra.Command {
	var organisation, calendars string
	cmd := &cobra.Command{
		Use:   "test FILE...",
		Short: "Play the examples of flows in simulated time, and say what they do not reach",
		Long: "Plays every example of the flows in simulated time. Flows given together may send each\n" +
			"other messages. The people come from --organisation, else from the file the examples\n" +
			"name, else from organisation.yaml beside the flow, else from the demonstration. Calendars\n" +
			"are the shipped ones and those of --calendars, or of the folder calendars beside the flow.\n" +
			"Exits 1 when a file is not good or an example fails.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			lang, out := languageOf(cmd), cmd.OutOrStdout()
			flows, good, err := parseFlows(out, files, calendars, lang)
			if err != nil {
				return err
			}
			for i, p := range flows {
				people, err := organisationFor(organisation, files[i], p)
				if err != nil {
					return err
				}
				others := append(append([]*definition.Process{}, flows[:i]...), flows[i+1:]...)
				loaded, err := calendarsFor(calendars, files[i])
				if err != nil {
					return err
				}
				report := scenario.Run(p, scenario.Setting{Org: people, Calendars: loaded}, others...)
				printReport(out, files[i], report, lang)
				good = good && report.Passed()
			}
			if !good {
				return errSaid
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&organisation, "organisation", "", "YAML file of people and teams")
	calendarsFlag(cmd, &calendars)
	return cmd
}

// parseFlows parses all files and prints what is wrong with them. When one
// cannot be used none is returned.
func parseFlows(out io.Writer, files []string, calendars, lang string) (flows []*definition.Process, good bool, err error) {
	good = true
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			return nil, false, err
		}
		loaded, err := calendarsFor(calendars, file)
		if err != nil {
			return nil, false, err
		}
		p, diagnostics := parseFlow(file, src, loaded)
		for _, d := range diagnostics {
			findingOf(d, lang).print(out, lang)
		}
		good = good && p != nil
		flows = append(flows, p)
	}
	if !good {
		return nil, false, nil
	}
	return flows, true, nil
}

// organisationFor finds the people a flow's examples are played with.
func organisationFor(given, file string, p *definition.Process) (*org.Organisation, error) {
	name := given
	for _, ex := range p.Examples {
		if name == "" && ex.Organization != "" {
			name = filepath.Join(filepath.Dir(file), ex.Organization)
		}
	}
	if beside := filepath.Join(filepath.Dir(file), "organisation.yaml"); name == "" && isFile(beside) {
		name = beside
	}
	source := processes.Organisation().Source
	if name != "" {
		var err error
		if source, err = os.ReadFile(name); err != nil {
			return nil, err
		}
	}
	parsed, problems := org.ParseYAML(firstOf(name, "organisation.yaml"), source)
	if org.Refused(problems) {
		return nil, fmt.Errorf("%v", problems)
	}
	people, problems := org.New(parsed.People, parsed.Teams)
	if org.Refused(problems) {
		return nil, fmt.Errorf("%v", problems)
	}
	return people, nil
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

func printReport(out io.Writer, file string, report scenario.Report, lang string) {
	failed := 0
	for i := range report.Results {
		r := &report.Results[i]
		verdict := pick(lang, "通过", "ok  ")
		if !r.Passed() {
			verdict = pick(lang, "不符", "FAIL")
			failed++
		}
		fmt.Fprintf(out, "%s  %s\n", verdict, r.Example.Name.In(lang))
		for _, f := range r.Failures {
			fmt.Fprintln(out, "      "+f.In(lang))
		}
	}
	for _, m := range report.Missed {
		fmt.Fprintf(out, "%s  %s: %s\n", pick(lang, "未及", "note"), m.Pos, m.Text.In(lang))
	}
	fmt.Fprintf(out, pick(lang, "%s: %d 个示例通过，%d 个不符，%d 处未走到\n", "%s: %d passed, %d failed, %d places not reached\n"),
		file, len(report.Results)-failed, failed, len(report.Missed))
}
