package sqlite

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/laneway-flow/laneway/engine/store"
)

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, s) })
	return s
}

// closed closes a store that the test has not closed itself.
func closed(t testing.TB, s *Store) {
	if s.closed.Load() {
		return
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestASecondOpeningIsRefusedAndNamesTheFirst(t *testing.T) {
	path := filepath.Join(t.TempDir(), "laneway.db")
	first := open(t, path)
	_, err := Open(t.Context(), path)
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("another process has the database open (pid %d", os.Getpid())) {
		t.Fatalf("got error %v, want the process that has it open", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, path)
}

func TestClosedNothingIsLeftOpenNorInTheLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "laneway.db")
	s := open(t, path)
	if err := s.Commit(t.Context(), store.Batch{Changes: w1("a", 1)[:1]}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// SQLite removes the write-ahead log with the last connection.
	if _, err := os.Stat(path + "-wal"); !os.IsNotExist(err) {
		t.Errorf("the write-ahead log is still there (%v): a connection was left open", err)
	}
}

func TestANewerSchemaIsRefusedAndLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "laneway.db")
	if err := open(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	change(t, path, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)`)
	_, err := Open(t.Context(), path)
	if err == nil || !strings.Contains(err.Error(), "the schema has version 99999, expected 1 or older") {
		t.Fatalf("got error %v, want both versions", err)
	}
	change(t, path, `DELETE FROM goose_db_version WHERE version_id = 99999`)
	open(t, path)
}

// change alters a database file behind the store's back.
func change(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAFileThatIsNoDatabaseIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "laneway.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("this is no database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "not a database") {
		t.Fatalf("got error %v", err)
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "no such folder", "laneway.db")); err == nil {
		t.Fatal("a folder that does not exist went unnoticed")
	}
}

func TestAPathMayHoldCharactersOfAnAddress(t *testing.T) {
	path := filepath.Join(t.TempDir(), "流程 100% ?mode=ro#x.db")
	if err := open(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
}

func TestOldLibrariesAreTold(t *testing.T) {
	for version, want := range map[string]bool{"3.51.2": true, "3.51.3": false, "3.51.10": false, "3.6.0": true, "4.0.0": false, "3.51": true} {
		if got := older(version, oldestLibrary); got != want {
			t.Errorf("older(%s): got %v, want %v", version, got, want)
		}
	}
}

func TestTheSettingsOfEveryConnection(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "laneway.db"))
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "wal_autocheckpoint": "0", "query_only": "1"} {
		var got string
		if err := s.read.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s: got %s, error %v, want %s", pragma, got, err, want)
		}
	}
	if _, err := s.read.ExecContext(t.Context(), `DELETE FROM instance`); err == nil {
		t.Error("a reader may write")
	}
}
