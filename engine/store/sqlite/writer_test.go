package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/laneway-flow/laneway/engine"
	"github.com/laneway-flow/laneway/engine/store"
)

// stalled opens a store whose writer is held up, and a way to let it go on.
func stalled(t *testing.T) (s *Store, goOn func()) {
	s = open(t, filepath.Join(t.TempDir(), "laneway.db"))
	busy, free := make(chan struct{}), make(chan struct{})
	go func() {
		err := s.queue.submitAlone(func(*writer) error {
			close(busy)
			<-free
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}()
	<-busy
	return s, func() { close(free) }
}

func TestACommitGivenUpBeforeItBeganIsSurelyNotWritten(t *testing.T) {
	s, goOn := stalled(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- s.Commit(ctx, store.Batch{Changes: w1("a", 1)[:1]}) }()
	for waiting := 0; waiting == 0; {
		s.queue.mu.Lock()
		waiting = len(s.queue.waiting)
		s.queue.mu.Unlock()
	}
	cancel()
	if err := <-done; !errors.Is(err, store.ErrUnavailable) || !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want unavailable by cancellation", err)
	}
	goOn()
	if err := s.Commit(t.Context(), store.Batch{Changes: w1("b", 1)[:1]}); err != nil {
		t.Fatal(err)
	}
	if v, err := s.Version(t.Context(), "a"); v != 0 || err != nil {
		t.Errorf("got version %d, error %v", v, err)
	}
}

func TestACommitGivenUpInFlightIsUnknown(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "laneway.db"))
	busy, free := make(chan struct{}), make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		done <- s.queue.submit(ctx, func(*writer) (refused, err error) {
			close(busy)
			<-free
			return nil, nil
		})
	}()
	<-busy
	cancel()
	if err := <-done; !errors.Is(err, store.ErrUnknown) || !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want unknown by cancellation", err)
	}
	close(free)
}

func TestWhatOneJobBreaksDoesNotTouchTheOthers(t *testing.T) {
	s, goOn := stalled(t)
	errs := make(chan error)
	broken := fmt.Errorf("a number out of place")
	go func() {
		errs <- s.queue.submit(t.Context(), func(w *writer) (refused, err error) {
			if _, err := w.sql.name.run(int64(77), "left over"); err != nil {
				return nil, err
			}
			return nil, broken
		})
	}()
	good := make(chan error)
	for i := range 4 {
		go func() { good <- s.Commit(t.Context(), store.Batch{Changes: w1(fmt.Sprint(i), 1)[:1]}) }()
	}
	goOn()
	if err := <-errs; !errors.Is(err, broken) || !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("got error %v, want %v", err, broken)
	}
	for range 4 {
		if err := <-good; err != nil {
			t.Errorf("a commit beside it: %v", err)
		}
	}
	var left int
	if err := s.read.QueryRowContext(t.Context(), `SELECT count(*) FROM name WHERE text = 'left over'`).Scan(&left); err != nil || left != 0 {
		t.Errorf("got %d rows, error %v, want none", left, err)
	}
}

func TestAFullDiskIsUnavailableUntilThereIsRoom(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "laneway.db"))
	pages := func(n int) {
		err := s.queue.submitAlone(func(w *writer) error { return w.conn.run(fmt.Sprintf("PRAGMA max_page_count = %d", n)) })
		if err != nil {
			t.Fatal(err)
		}
	}
	story := w1("a", 1)
	if err := s.Commit(t.Context(), store.Batch{Changes: story[:1]}); err != nil {
		t.Fatal(err)
	}
	pages(1) // no more than there are
	err := s.Commit(t.Context(), store.Batch{Changes: append(story[1:2:2], manyCases(50)...)})
	if !errors.Is(err, store.ErrUnavailable) {
		t.Fatalf("got error %v, want unavailable", err)
	}
	pages(1 << 20)
	if err := s.Commit(t.Context(), store.Batch{Changes: story[1:2]}); err != nil {
		t.Fatalf("with room again: %v", err)
	}
	entries, err := s.Log(t.Context(), 0, 10)
	if err != nil || len(entries) != 2 || entries[1].Position != 2 {
		t.Errorf("got %d entries, error %v, want two with positions 1 and 2", len(entries), err)
	}
}

func manyCases(n int) (changes []store.Change) {
	for i := range n {
		changes = append(changes, w1(fmt.Sprintf("many-%d", i), 1)[0])
	}
	return changes
}

// After an fsync that failed nobody knows what the disk holds; going on could
// acknowledge what is built on sand.
func TestNothingIsWrittenAfterACommitOfUnknownOutcome(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "laneway.db"))
	err := s.queue.submitAlone(func(w *writer) error {
		if _, err := w.sql.begin.run(); err != nil {
			return err
		}
		return w.failed(errors.New("fsync: input/output error"))
	})
	if !errors.Is(err, store.ErrUnknown) {
		t.Errorf("got error %v, want unknown", err)
	}
	if err := s.Commit(t.Context(), store.Batch{Changes: w1("a", 1)[:1]}); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("got error %v, want unavailable", err)
	}
	if _, err := s.Load(t.Context(), "a"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got error %v, want not found", err)
	}
}

func TestOldAnswersArePrunedInSmallBites(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "laneway.db"))
	ask := func(n int, at engine.Millis) {
		for i := range n {
			r := store.Request{Scope: "s", Key: fmt.Sprintf("%d-%d", at, i), At: at}
			if err := s.Commit(t.Context(), store.Batch{Request: r}); err != nil {
				t.Fatal(err)
			}
		}
	}
	ask(3*pruneEvery, 1000)
	ask(pruneEvery, 1000+store.RequestsKept)
	var left int
	if err := s.read.QueryRowContext(t.Context(), `SELECT count(*) FROM request`).Scan(&left); err != nil || left != pruneEvery {
		t.Errorf("got %d requests, error %v, want the %d young ones", left, err, pruneEvery)
	}
}

func TestTheWriteAheadLogStartsOverUnderLoad(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "laneway.db"))
	for range 8 {
		for i := range 200 {
			c := w1(fmt.Sprintf("%d-%d", i, s.writer.position), 1)[:1]
			if err := s.Commit(t.Context(), store.Batch{Changes: c}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.checkpoints.move(false); err != nil {
			t.Fatal(err)
		}
	}
	one, err := os.Stat(s.path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	if limit := int64(200 * 20 * 4096); one.Size() > limit {
		t.Errorf("the log has %d bytes after 8 checkpoints, want at most %d", one.Size(), limit)
	}
}

func TestADestroyedKeyIsNowhereInTheFiles(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "laneway.db"))
	secret := []byte("a key of thirty-two bytes: 01234")
	for i := range 20 {
		if _, err := s.CreateKey(t.Context(), fmt.Sprintf("c-%d", i), append(secret, byte('a'+i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.DestroyKey(t.Context(), "c-7"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{s.path, s.path + "-wal"} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, append(secret, 'a'+7)) {
			t.Errorf("%s still holds the key", name)
		}
		if name == s.path && !bytes.Contains(content, append(secret, 'a'+8)) {
			t.Errorf("%s does not hold the others", name)
		}
	}
}

func TestAnInstanceThatTheWriterForgotIsReadAgain(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "laneway.db"))
	stories := make([][]store.Change, 30)
	for i := range stories {
		stories[i] = w1(fmt.Sprintf("case-%02d", i), 1)
	}
	for step := range 6 {
		for i := range stories {
			s.recent.mu.Lock()
			s.recent.young, s.recent.old = map[string]*entry{}, nil
			s.recent.mu.Unlock()
			if err := s.Commit(t.Context(), store.Batch{Changes: stories[i][step : step+1]}); err != nil {
				t.Fatal(err)
			}
		}
	}
	tasks, err := s.Tasks(t.Context(), store.TaskQuery{})
	if err != nil || len(tasks) != 0 {
		t.Errorf("got %d tasks, error %v, want none", len(tasks), err)
	}
	for i := range stories {
		events, err := s.History(t.Context(), fmt.Sprintf("case-%02d", i), 1, 100)
		if err != nil || int64(len(events)) != stories[i][5].Instance.Seq {
			t.Errorf("got %d events, error %v", len(events), err)
		}
	}
}

func TestTheCacheForgetsWhatNobodyAsksFor(t *testing.T) {
	r := newRecent(10)
	for i := range 100 {
		r.put(map[string]*entry{fmt.Sprint(i): {number: int64(i)}})
		if r.get("0") == nil {
			t.Fatalf("what is asked for was forgotten after %d", i)
		}
	}
	if n := len(r.young) + len(r.old); n > 20 {
		t.Errorf("%d entries, want at most 20", n)
	}
	if r.get("50") != nil || r.get("99") == nil {
		t.Error("the old stayed or the young went")
	}
}
