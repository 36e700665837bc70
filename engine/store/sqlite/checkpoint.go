package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/laneway-flow/laneway/engine/store"
)

// checkpointBytes is after how many written bytes, roughly, the write-ahead log
// is moved into the database file. The log holds whole pages and grows to about
// three times as much.
const checkpointBytes = 8 << 20

// checkpoints moves the write-ahead log into the database file beside the
// writer, on a connection of its own. What the writer appends meanwhile it does
// not reach, and only a log that is wholly moved starts over: so the writer
// does the short rest itself, between two transactions.
type checkpoints struct {
	conn  *connection
	queue *queue
	ask   chan chan error // nil: nobody waits for the answer
	stop  chan struct{}
	done  chan struct{}
}

// request asks for a checkpoint unless one is asked for already.
func (c *checkpoints) request() {
	select {
	case c.ask <- nil:
	default:
	}
}

func (c *checkpoints) loop() {
	defer close(c.done)
	for {
		select {
		case <-c.stop:
			return
		case answer := <-c.ask:
			err := c.move(answer != nil)
			if answer != nil {
				answer <- err
			}
		}
	}
}

// move runs one checkpoint. Its errors do no harm: the log grows on and the
// next one moves it. Emptied, nothing is left in the log afterwards.
func (c *checkpoints) move(emptied bool) error {
	// The second pass has only what was written during the first.
	for range 2 {
		if _, err := checkpoint(c.conn, "PASSIVE"); err != nil {
			return err
		}
	}
	mode := "PASSIVE"
	if emptied {
		mode = "TRUNCATE"
	}
	return c.queue.submitAlone(func(w *writer) error {
		busy, err := checkpoint(w.conn, mode)
		if err == nil && busy && emptied {
			err = fmt.Errorf("%w: a reader holds the write-ahead log", store.ErrUnavailable)
		}
		return err
	})
}

// checkpoint reports whether something kept it from reaching the end.
func checkpoint(c *connection, mode string) (busy bool, err error) {
	err = c.rows("PRAGMA wal_checkpoint("+mode+")", func(row []driver.Value) { busy = row[0].(int64) != 0 })
	if err != nil {
		return false, fmt.Errorf("checkpoint: %w", err)
	}
	return busy, nil
}

// truncate empties the write-ahead log and waits until that is done.
func (c *checkpoints) truncate(ctx context.Context) error {
	answer := make(chan error, 1)
	select {
	case c.ask <- answer:
	case <-c.done:
		return errClosed
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", store.ErrUnknown, ctx.Err())
	}
	select {
	case err := <-answer:
		return err
	case <-c.done:
		return errClosed
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", store.ErrUnknown, ctx.Err())
	}
}
