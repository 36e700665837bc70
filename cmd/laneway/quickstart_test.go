package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// TestQuickstart plays the shell lines of the README as they stand, against
// the real binary. They wait for real timers, a minute and more.
func TestQuickstart(t *testing.T) {
	t.Parallel()
	lines := shellLines(t, "README.md")
	if !slices.Equal(lines, shellLines(t, "README.zh-CN.md")) {
		t.Error("README.md and README.zh-CN.md have different shell lines")
	}
	s := startServer(t, nil, "--demo", "--data", t.TempDir(), "--listen", "127.0.0.1:0")
	if s.url == "" {
		t.Fatalf("the server did not start: %s", s.errors)
	}
	script := strings.NewReplacer("http://127.0.0.1:8080", s.url, "$PWD:", filepath.Dir(laneway)+":").Replace(strings.Join(lines, "\n"))
	shell := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", script)
	shell.Dir = filepath.Join("..", "..")
	shell.Env = append(os.Environ(), "LANEWAY_URL="+s.url, "LANEWAY_LANG=en")
	for name, value := range s.shown {
		shell.Env = append(shell.Env, name+"="+value)
	}
	out, err := shell.CombinedOutput()
	if err != nil {
		t.Errorf("the quickstart failed: %v\n%s", err, out)
	}
	for _, want := range []string{
		"Complaint handling, in seconds  completed", // the commands went to the end
		"on hold: Waiting for parts",
		"All lights are off",
		`"step":"investigate"`, // so did the requests
		`"kind":"task_completed"`,
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the quickstart did not print %q", want)
		}
	}
	if t.Failed() {
		t.Logf("%s", out)
	}
	if err := s.stop(); err != nil {
		t.Errorf("the server: %v: %s", err, s.errors)
	}
}

// shellLines are the blocks of a README that a reader types.
func shellLines(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for _, m := range shellBlock.FindAllStringSubmatch(string(text), -1) {
		blocks = append(blocks, m[1])
	}
	return blocks
}
