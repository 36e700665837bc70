package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const (
	crashShards  = 2   // servers killed side by side, each with its own database
	crashClients = 8   // clients of each
	crashPoints  = 200 // effective kills of all; 10,000 under LANEWAY_TORTURE=1, or the number given there
)

// TestCrash kills the real binary inside its writes and syncs, at random
// points, while clients work, and starts it again, until enough kills have
// struck. Clients that saw no answer repeat their request under its key. In
// the end nothing that was acknowledged may be missing and nothing may be
// there twice.
func TestCrash(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Fatal("the crash test needs strace: `make deps` installs it")
	}
	points, seed := crashPoints, uint64(time.Now().UnixNano())
	if given, err := strconv.Atoi(os.Getenv("LANEWAY_TORTURE")); err == nil {
		if points = given; given == 1 {
			points = 10_000
		}
	}
	if given, err := strconv.ParseUint(os.Getenv("LANEWAY_SEED"), 10, 64); err == nil {
		seed = given
	}
	t.Logf("LANEWAY_SEED=%d", seed)
	var passed, failed atomic.Int64
	t.Run("shards", func(t *testing.T) {
		for shard := range crashShards {
			t.Run(strconv.Itoa(shard), func(t *testing.T) {
				t.Parallel()
				s := newCrashShard(t, seed, shard)
				s.run(points / crashShards)
				good, bad := s.verify()
				passed.Add(good)
				failed.Add(bad)
				t.Logf("%d effective kills (%d while it was starting), %d without effect, %d answers given again, %d cases, points up to %d",
					s.effective, s.recovering, s.spared, s.load.replayed.Load(), good+bad, s.reach)
			})
		}
	})
	fmt.Printf("crash: %d passed, %d failed\n", passed.Load(), failed.Load())
}

// crashShard is one database and the server on it.
type crashShard struct {
	t                 *testing.T
	random            *rand.Rand
	folder, listen    string
	load              *crashLoad
	reach             int // the largest point tried now
	effective, spared int
	recovering        int // effective kills before the server was ready again
}

func newCrashShard(t *testing.T, seed uint64, shard int) *crashShard {
	t.Helper()
	s := &crashShard{
		t: t, random: rand.New(rand.NewPCG(seed, uint64(shard))),
		folder: t.TempDir(), listen: freeAddress(t), reach: 150,
	}
	first := startServer(t, nil, s.flags("--demo")...)
	if first.url == "" {
		t.Fatalf("the server did not start: %s", first.errors)
	}
	deploy := exec.CommandContext(t.Context(), laneway, "deploy", filepath.Join("testdata", "crash.yaml"))
	deploy.Env = []string{"LANEWAY_URL=" + first.url, "LANEWAY_TOKEN=" + first.shown["LANEWAY_TOKEN"]}
	if out, err := deploy.CombinedOutput(); err != nil {
		t.Fatalf("deploy: %v: %s", err, out)
	}
	if err := first.stop(); err != nil {
		t.Fatalf("the first server: %v: %s", err, first.errors)
	}
	s.load = newCrashLoad(t, first.url, first.shown["LI_NA"])
	return s
}

func (s *crashShard) flags(more ...string) []string {
	return append([]string{"--data", s.folder, "--listen", s.listen, "--rate", "-1"}, more...)
}

// run kills servers until enough kills have struck, then lets the clients
// finish what they began.
func (s *crashShard) run(points int) {
	for client := range crashClients {
		s.load.add(client)
	}
	for s.effective < points && !s.t.Failed() {
		s.kill()
	}
	last := startServer(s.t, nil, s.flags()...)
	if last.url == "" {
		s.t.Fatalf("the server did not start after the last kill: %s", last.errors)
	}
	s.load.finish()
	if err := last.stop(); err != nil {
		s.t.Errorf("the last server: %v: %s", err, last.errors)
	}
}

const (
	// spare is how long a server may live that its kill does not reach: the
	// count goes by thread, and not every thread gets that far.
	spare = 5 * time.Second
	// swift is when a kill came so soon that later points can be tried too.
	swift = time.Second
)

// kill starts a server that dies in its n-th write or sync of one thread. How
// large n may be follows the speed of the machine, so that most kills strike.
func (s *crashShard) kill() {
	point := 1 + s.random.IntN(s.reach)
	inject := fmt.Sprintf("inject=fsync,fdatasync,pwrite64:signal=KILL:when=%d", point)
	began := time.Now()
	// not with --seccomp-bpf: strace 6.1 then injects nothing
	victim := startServer(s.t, []string{
		"strace", "-f", "-qq", "-o", os.DevNull, "-e", "trace=fsync,fdatasync,pwrite64", "-e", inject,
	}, s.flags()...)
	select {
	case err := <-victim.exited:
		if !killed(err) {
			s.t.Errorf("a server that should be killed ended by itself: %v: %s", err, victim.errors)
		}
		s.effective++
		if victim.url == "" {
			s.recovering++
		}
		if time.Since(began) < swift {
			s.reach = min(s.reach+10, 1000)
		}
	case <-time.After(spare):
		s.spared++
		s.reach = max(s.reach/2, 5)
		if err := victim.signal(syscall.SIGKILL); err != nil {
			s.t.Error(err)
		}
		if err := <-victim.exited; !killed(err) {
			s.t.Errorf("a spared server ended by itself: %v: %s", err, victim.errors)
		}
	}
}

// killed reports whether a process was ended by SIGKILL; strace ends itself by
// the signal that ended what it traces.
func killed(err error) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return listener.Addr().String()
}
