package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/engine/calendar"
)

func newCalendarHolidays() *cobra.Command {
	var from, to string
	cmd := &cobra.Command{
		Use:   "holidays",
		Short: "Renew the data of Chinese holidays and make-up days from npm chinese-days",
		Long: "Reads dist/chinese-days.json of the npm package chinese-days (MIT) and writes our own form of\n" +
			"the facts in it. Get it with: npm pack chinese-days && tar xzf chinese-days-*.tgz. The data\n" +
			"of a year come once a year, in November; the notice may change December of the year before.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			src, err := os.ReadFile(from)
			if err != nil {
				return err
			}
			text, err := chineseHolidays(src, packageVersion(from))
			if err != nil {
				return fmt.Errorf("%s: %w", from, err)
			}
			h, problems := calendar.ParseHolidays(text)
			if h == nil {
				return fmt.Errorf("%s: %w", from, problems[0])
			}
			if err := os.WriteFile(to, text, 0o644); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), pick(languageOf(cmd), "%s：%d 至 %d 年，%d 天休，%d 天补班\n", "%s: %d to %d, %d days closed, %d make-up days\n"),
				to, h.FirstYear, h.LastYear, len(h.Closed), len(h.Work))
			return nil
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "chinese-days.json")
	cmd.Flags().StringVar(&to, "to", "processes/calendars/holidays-cn.yaml", "file to write")
	if err := cmd.MarkFlagRequired("from"); err != nil {
		panic(err) // the flag is there
	}
	return cmd
}

// packageVersion reads the version out of the package the file lies in.
func packageVersion(file string) string {
	src, err := os.ReadFile(filepath.Join(filepath.Dir(file), "..", "package.json"))
	var p struct{ Name, Version string }
	if err != nil || json.Unmarshal(src, &p) != nil || p.Name != "chinese-days" {
		return ""
	}
	return p.Version + " "
}

// chineseHolidays writes the facts of chinese-days in our form.
func chineseHolidays(src []byte, version string) ([]byte, error) {
	var data struct{ Holidays, Workdays map[string]string }
	if err := json.Unmarshal(src, &data); err != nil {
		return nil, err
	}
	closed, err := byYear(data.Holidays)
	if err != nil {
		return nil, err
	}
	work, err := byYear(data.Workdays)
	if err != nil {
		return nil, err
	}
	years := slices.Sorted(maps.Keys(closed))
	if len(years) == 0 {
		return nil, errors.New("there are no holidays in it")
	}
	var out strings.Builder
	fmt.Fprintf(&out, "holidays: cn\nname: {zh: 中国法定节假日与调休, en: Public holidays and make-up working days of China}\n"+
		"covers: %d..%d\nsource: notices of the State Council's General Office, as collected by npm chinese-days %s(MIT)\nyears:\n",
		years[0], years[len(years)-1], version)
	for _, year := range years {
		fmt.Fprintf(&out, "  %d:\n    closed: [%s]\n", year, runs(closed[year]))
		if len(work[year]) > 0 {
			fmt.Fprintf(&out, "    work: [%s]\n", runs(work[year]))
		}
	}
	return []byte(out.String()), nil
}

func byYear(dates map[string]string) (map[int][]time.Time, error) {
	years := map[int][]time.Time{}
	for _, text := range slices.Sorted(maps.Keys(dates)) {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return nil, err
		}
		years[day.Year()] = append(years[day.Year()], day)
	}
	return years, nil
}

// runs writes days in order, those in a row as `01-28..02-04`.
func runs(days []time.Time) string {
	var parts []string
	for i := 0; i < len(days); {
		last := i
		for last+1 < len(days) && days[last+1].Equal(days[last].AddDate(0, 0, 1)) {
			last++
		}
		text := days[i].Format("01-02")
		if last > i {
			text += ".." + days[last].Format("01-02")
		}
		parts = append(parts, text)
		i = last + 1
	}
	return strings.Join(parts, ", ")
}
