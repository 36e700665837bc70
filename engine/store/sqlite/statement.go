package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"modernc.org/sqlite"
)

// connection is a bare connection of the driver. The writer and the
// checkpointer use it without database/sql, whose bookkeeping costs as much as
// a small statement.
type connection struct {
	driver.Conn
	prepared []driver.Stmt
}

func connect(dsn string) (*connection, error) {
	c, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	conn, err := c.Connect(context.Background())
	if err != nil {
		return nil, err
	}
	return &connection{Conn: conn}, nil
}

// close ends the connection and, before it, what was prepared on it: SQLite
// keeps a connection alive for as long as it has statements.
func (c *connection) close() error {
	var errs []error
	for _, s := range c.prepared {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, c.Close())...)
}

// statement is a prepared statement with room for its arguments.
type statement struct {
	exec  driver.StmtExecContext
	query driver.StmtQueryContext
	args  []driver.NamedValue
}

func (c *connection) prepare(text string, parameters int) (*statement, error) {
	s, err := c.Conn.(driver.ConnPrepareContext).PrepareContext(context.Background(), text)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", text, err)
	}
	c.prepared = append(c.prepared, s)
	st := &statement{
		exec:  s.(driver.StmtExecContext),
		query: s.(driver.StmtQueryContext),
		args:  make([]driver.NamedValue, parameters),
	}
	for i := range st.args {
		st.args[i].Ordinal = i + 1
	}
	return st, nil
}

func (s *statement) bind(args []driver.Value) []driver.NamedValue {
	for i, v := range args {
		s.args[i].Value = v
	}
	return s.args
}

// run executes the statement and returns how many rows it changed.
func (s *statement) run(args ...driver.Value) (int64, error) {
	r, err := s.exec.ExecContext(context.Background(), s.bind(args))
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// row reads the first row of the result into dest; false without one.
func (s *statement) row(dest []driver.Value, args ...driver.Value) (bool, error) {
	r, err := s.query.QueryContext(context.Background(), s.bind(args))
	if err != nil {
		return false, err
	}
	err = r.Next(dest)
	if e := r.Close(); err == nil {
		err = e
	}
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	return err == nil, err
}

// run executes one statement that is not worth preparing.
func (c *connection) run(text string) error {
	_, err := c.Conn.(driver.ExecerContext).ExecContext(context.Background(), text, nil)
	return err
}

// codeOf returns the primary result code of SQLite, or 0 for another error.
func codeOf(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// rows calls fn with every row of a query that is asked once in a while.
func (c *connection) rows(query string, fn func(row []driver.Value)) (err error) {
	r, err := c.Conn.(driver.QueryerContext).QueryContext(context.Background(), query, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	row := make([]driver.Value, len(r.Columns()))
	for {
		switch err := r.Next(row); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		fn(row)
	}
}
