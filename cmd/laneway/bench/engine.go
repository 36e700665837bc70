package bench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/laneway-flow/laneway/api"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/store/sqlite"
	"github.com/laneway-flow/laneway/engine/timers/local"
)

// underTest is the engine under test: a runner on a fresh SQLite file, and an
// HTTP server on loopback once a door to it was asked for.
type underTest struct {
	path   string
	store  *watched
	run    *runner.Runner
	server *http.Server
}

// open makes an engine on a fresh database. cache is how many instances it
// keeps in memory; 0 takes the default.
func (s *settings) open(ctx context.Context, cache int) (*underTest, error) {
	dir, err := os.MkdirTemp(s.Dir, "cell-")
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	e := &underTest{path: filepath.Join(dir, "laneway.db")}
	db, err := sqlite.Open(ctx, e.path)
	if err != nil {
		return nil, err
	}
	e.store = &watched{Store: db}
	e.run = runner.New(runner.Config{Store: e.store, Timers: local.New(), Cache: cache})
	docs, err := documents()
	if err == nil {
		err = e.run.Start(ctx)
	}
	if err == nil {
		_, err = e.run.Bootstrap(ctx, docs)
	}
	if err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

// door returns a way to the engine for a number of clients.
func (e *underTest) door(ctx context.Context, way string, clients int) (target, error) {
	if way == "process" {
		return inProcess{e.run}, nil
	}
	token, err := api.CreateToken(ctx, e.run, api.TokenSpec{Name: "bench", Person: clerk, By: "bench"}, time.Now())
	if err != nil {
		return nil, err
	}
	handler, err := api.New(api.Config{Runner: e.run, TokenRate: -1})
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	e.server = &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	go e.server.Serve(listener) //nolint:errcheck // it ends with the cell, by close
	return newHTTP("http://"+listener.Addr().String(), token, clients), nil
}

// close ends everything; the database stays until the run is over.
func (e *underTest) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	var served error
	if e.server != nil {
		served = e.server.Close()
	}
	return errors.Join(served, e.run.Close(ctx), e.store.Close())
}
