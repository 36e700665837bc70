package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// laneway is the binary under test: the one LANEWAY_BINARY names, such as a
// release, or one built from this folder.
var laneway = os.Getenv("LANEWAY_BINARY")

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	if laneway != "" {
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "laneway-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	laneway = filepath.Join(dir, "laneway")
	build := exec.Command("go", "build", "-o", laneway, ".") //nolint:noctx // there is no test yet whose context could end it
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "building the binary under test:", err)
		return 1
	}
	return m.Run()
}
