package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/memory"
	"github.com/laneway-flow/laneway/engine/store/sqlite"
)

// openDatabase opens the store that --database, LANEWAY_DATABASE or --data
// name, and says in words where it is.
func openDatabase(ctx context.Context, database, folder string) (s store.Store, where string, err error) {
	database = firstOf(database, os.Getenv("LANEWAY_DATABASE"))
	switch scheme, _, ok := strings.Cut(database, "://"); {
	case database == "memory:":
		return memory.New(), "memory, gone at the end", nil
	case ok:
		return nil, "", fmt.Errorf("database %s://: this version keeps its data in SQLite; give the path of a file", scheme)
	case database == "":
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return nil, "", err
		}
		database = filepath.Join(folder, "laneway.db")
	}
	s, err = sqlite.Open(ctx, database)
	return s, database, err
}
