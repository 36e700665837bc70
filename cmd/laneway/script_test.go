package main

import (
	"context"
	"maps"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts plays testdata/*.txtar: the real binary as a person at a
// terminal uses it. Besides testscript's own commands there are
//
//	serve [flags]            starts a server, exports its URL and the tokens it shows
//	stop                     ends it as an operator would, and expects that it went well
//	await REGEXP COMMAND...  runs the command until its output matches
//	take NAME FILE REGEXP    sets an environment variable to the regexp's first group
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", filepath.Dir(laneway)+string(filepath.ListSeparator)+env.Getenv("PATH"))
			env.Setenv("ROOT", root)
			env.Setenv("LANG", "en_US.UTF-8")
			env.Values[serverKey{}] = &running{t: env.T().(testing.TB)}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"serve": cmdServe, "stop": cmdStop, "await": cmdAwait, "take": cmdTake},
	})
}

type serverKey struct{}

// running is the server of one script.
type running struct {
	t      testing.TB
	server *server
}

func cmdServe(ts *testscript.TestScript, neg bool, args []string) {
	r := ts.Value(serverKey{}).(*running)
	if neg || r.server != nil {
		ts.Fatalf("usage: serve [flags], once before stop")
	}
	args = append([]string{"--listen", "127.0.0.1:0", "--data", ts.MkAbs("data")}, args...)
	s := startServer(r.t, nil, args...)
	if s.url == "" {
		ts.Fatalf("the server did not start: %s", s.errors)
	}
	r.server = s
	ts.Setenv("LANEWAY_URL", s.url)
	for _, name := range slices.Sorted(maps.Keys(s.shown)) {
		ts.Setenv(name, s.shown[name])
	}
	ts.Defer(func() {
		if r.server != nil {
			ts.Check(r.server.stop())
		}
	})
}

func cmdStop(ts *testscript.TestScript, _ bool, _ []string) {
	r := ts.Value(serverKey{}).(*running)
	ts.Check(r.server.stop())
	r.server = nil
}

func cmdAwait(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: await REGEXP COMMAND [ARGUMENT...]")
	}
	want, err := regexp.Compile(args[0])
	ts.Check(err)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		cmd := exec.CommandContext(ctx, laneway, args[2:]...)
		cmd.Env = []string{"LANEWAY_URL=" + ts.Getenv("LANEWAY_URL"), "LANEWAY_TOKEN=" + ts.Getenv("LANEWAY_TOKEN"), "LANG=" + ts.Getenv("LANG")}
		out, err := cmd.CombinedOutput()
		if err == nil && want.Match(out) {
			ts.Logf("%s", out)
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			ts.Fatalf("no match of %s in\n%s", args[0], out)
		}
	}
}

func cmdTake(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: take NAME FILE REGEXP")
	}
	want, err := regexp.Compile(args[2])
	ts.Check(err)
	text := ts.ReadFile(args[1])
	m := want.FindStringSubmatch(text)
	if m == nil {
		ts.Fatalf("no match of %s in\n%s", args[2], text)
	}
	ts.Setenv(args[0], m[1])
}
