package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is a running `laneway serve` of the binary under test.
type server struct {
	cmd    *exec.Cmd
	url    string
	shown  map[string]string // what the first start told to export: LANEWAY_TOKEN, LI_NA ...
	errors *output
	exited chan error
}

var (
	readyLine  = regexp.MustCompile(`ready at (http://\S+)/api/v1`)
	exportLine = regexp.MustCompile(`export (\w+)=(\S+)`)
)

// startServer starts the binary and waits until it says that it is ready. A
// wrapper (strace and its flags) may stand before it. When the process ends
// before it is ready, the server is returned with an empty url.
func startServer(t testing.TB, wrapper []string, args ...string) *server {
	t.Helper()
	argv := append(append([]string{}, wrapper...), laneway, "serve", "--lang", "en")
	argv = append(argv, args...)
	s := &server{
		cmd:    exec.CommandContext(t.Context(), argv[0], argv[1:]...),
		shown:  map[string]string{},
		errors: &output{},
		exited: make(chan error, 1),
	}
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	s.cmd.Cancel = func() error { return s.signal(syscall.SIGKILL) }
	s.cmd.Stderr = s.errors
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make(chan struct{})
	go s.read(stdout, ready)
	<-ready
	return s
}

// read follows what the server prints until it ends.
func (s *server) read(stdout io.Reader, ready chan<- struct{}) {
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if m := exportLine.FindStringSubmatch(lines.Text()); m != nil {
			s.shown[m[1]] = m[2]
		}
		if m := readyLine.FindStringSubmatch(lines.Text()); m != nil && s.url == "" {
			s.url = m[1]
			close(ready)
		}
	}
	s.exited <- s.cmd.Wait()
	if s.url == "" {
		close(ready)
	}
}

// signal reaches the server and its wrapper.
func (s *server) signal(sig syscall.Signal) error { return syscall.Kill(-s.cmd.Process.Pid, sig) }

// stop asks the server to end and returns how it did.
func (s *server) stop() error {
	if err := s.signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case err := <-s.exited:
		return err
	case <-time.After(40 * time.Second):
		return errors.Join(errors.New("the server did not stop within 40 s of SIGTERM"), s.signal(syscall.SIGKILL))
	}
}

// output is a buffer that a process writes and a test reads.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write appends.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

// String returns what was written so far.
func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.TrimSpace(o.text.String())
}
