package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

// crowd is what many open cases cost.
type crowd struct {
	count    int
	took     time.Duration // to start them all
	resident int64         // bytes of the process with all of them in its cache
	live     int64         // bytes of heap in use after a collection, above what was there before
	file     int64         // bytes of the database
	ready    time.Duration // from starting the binary on that database to its first ready answer
	served   int64         // resident bytes of that server then
}

// crowd starts count cases, measures the process that holds them, then
// starts the binary on their database.
func (s *settings) crowd(ctx context.Context, count int) (crowd, error) {
	debug.FreeOSMemory()
	before := heapInUse()
	e, err := s.open(ctx, count+1000)
	if err != nil {
		return crowd{}, err
	}
	out := crowd{count: count}
	began := time.Now()
	if err = startMany(ctx, inProcess{e.run}, count, s.about()); err == nil {
		out.took = time.Since(began)
		out.resident = residentBytes(os.Getpid())
		out.live = heapInUse() - before
	}
	if err = errors.Join(err, e.close()); err != nil {
		return crowd{}, err
	}
	if info, err := os.Stat(e.path); err == nil {
		out.file = info.Size()
	}
	out.ready, out.served, err = startBinary(ctx, s.Binary, e.path)
	return out, err
}

func heapInUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse)
}

func startMany(ctx context.Context, t target, count int, about string) error {
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range starters {
		group.Go(func() error {
			for next.Add(1) <= int64(count) {
				if _, err := t.start(ctx, line, "about", about); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// startBinary starts `laneway serve` on a database and returns how long it
// took to answer /readyz, and its memory then.
func startBinary(ctx context.Context, binary, database string) (ready time.Duration, resident int64, err error) {
	cmd := exec.CommandContext(ctx, binary, "serve", "--listen", "127.0.0.1:0", "--database", database, "--lang", "en")
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, fmt.Errorf("bench: %w", err)
	}
	base := ""
	lines := bufio.NewScanner(stdout)
	for base == "" && lines.Scan() {
		if _, after, ok := strings.Cut(lines.Text(), "ready at "); ok {
			base, _, _ = strings.Cut(after, "/api/")
		}
	}
	if err = awaitReady(ctx, base); err == nil {
		ready, resident = time.Since(began), residentBytes(cmd.Process.Pid)
	}
	return ready, resident, errors.Join(err, cmd.Process.Signal(syscall.SIGTERM), cmd.Wait())
}

func awaitReady(ctx context.Context, base string) error {
	if base == "" {
		return errors.New("bench: the server did not say where it listens")
	}
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/readyz", http.NoBody)
		if err != nil {
			return err
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return fmt.Errorf("bench: %w", err)
		}
		res.Body.Close()
		if res.StatusCode == http.StatusOK {
			return nil
		}
		pause(ctx, 5*time.Millisecond)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}
