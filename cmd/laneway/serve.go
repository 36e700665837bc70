package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/spf13/cobra"

	"github.com/laneway-flow/laneway/api"
	"github.com/laneway-flow/laneway/engine/runner"
	"github.com/laneway-flow/laneway/engine/timers/local"
)

// drain is how long a stopping server lets requests under way finish.
const drain = 30 * time.Second

type serveFlags struct {
	listen, data, database string
	demo, newAdmin         bool
	rate                   float64
	reachable              []string
	mail                   mailFlags
	verbose                bool
}

func newServe() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Start the server: API, timers and deliveries, on one SQLite file",
		Long: "Starts the server. The first start on an empty database loads the shipped flows,\n" +
			"calendars, people and customers and prints the administrator's token, once. SIGTERM or Ctrl-C\n" +
			"lets requests under way finish.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.listen, "listen", "127.0.0.1:8080", "address to listen on; port 0 takes a free one")
	flags.StringVar(&f.data, "data", "laneway-data", "folder for the database file, made if missing")
	flags.StringVar(&f.database, "database", "", "SQLite file, or memory: for a trial that forgets (default LANEWAY_DATABASE, or laneway.db in --data)")
	flags.BoolVar(&f.demo, "demo", false, "print tokens of the demonstration's people on the first start, to sign in as")
	flags.BoolVar(&f.newAdmin, "new-admin-token", false, "print another administrator's token, when all others are lost")
	flags.Float64Var(&f.rate, "rate", 50, "requests a second for one API token; negative: no limit")
	flags.StringSliceVar(&f.reachable, "webhooks-to", nil, "private address ranges that webhooks may reach, as 10.0.0.0/8")
	f.mail.add(cmd)
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "log every request")
	return cmd
}

func serve(cmd *cobra.Command, f serveFlags) error {
	ctx, lang, out := cmd.Context(), languageOf(cmd), cmd.OutOrStdout()
	reachable, err := prefixes(f.reachable)
	if err != nil {
		return err
	}
	mail, err := f.mail.settings()
	if err != nil {
		return err
	}
	log := newLogger(cmd.ErrOrStderr(), f.verbose)
	database, where, err := openDatabase(ctx, f.database, f.data)
	if err != nil {
		return err
	}
	defer func() {
		if err := database.Close(); err != nil {
			log.Error("database did not close", "error", err)
		}
	}()
	run := runner.New(runner.Config{Store: database, Timers: local.New(), Logger: log, Reachable: reachable, Mail: mail})
	if err := run.Start(ctx); err != nil {
		return err
	}
	defer closeRunner(run, log)
	greeting, err := firstStart(ctx, run, f, lang)
	if err != nil {
		return err
	}
	version, _ := builtFrom()
	handler, err := api.New(api.Config{Runner: run, Logger: log, Version: version, TokenRate: f.rate})
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", f.listen)
	if err != nil {
		return err
	}
	fmt.Fprint(out, greeting)
	fmt.Fprintf(out, pick(lang, "laneway:数据在 %s\n", "laneway: data in %s\n"), where)
	fmt.Fprintf(out, pick(lang, "laneway:就绪 http://%s/api/v1（接口说明 /api/v1/openapi.json）\n",
		"laneway: ready at http://%s/api/v1 (described at /api/v1/openapi.json)\n"), listener.Addr())
	return serveUntil(ctx, listener, handler, log)
}

// serveUntil serves until the context ends, then lets requests finish.
func serveUntil(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	select {
	case err := <-stopped:
		return err
	case <-ctx.Done():
	}
	log.Info("stopping", "drain", drain)
	bound, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	err := server.Shutdown(bound)
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("requests were still running after %s: %w", drain, err)
	}
	return err
}

func closeRunner(run *runner.Runner, log *slog.Logger) {
	bound, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	if err := run.Close(bound); err != nil {
		log.Error("runner did not stop", "error", err)
	}
}

// newLogger writes what operators need to standard error; every request only
// when asked to.
func newLogger(w io.Writer, verbose bool) *slog.Logger {
	level := slog.LevelWarn
	if verbose {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}))
}

func prefixes(texts []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("--webhooks-to: %w", err)
		}
		out = append(out, p)
	}
	return out, nil
}
