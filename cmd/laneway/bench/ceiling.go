package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/laneway-flow/laneway/engine/store"
	"github.com/laneway-flow/laneway/engine/store/sqlite"
)

// ceiling measures the raw store: the very rows that one case of the process
// leads to, written by hand in group commits for ever new cases, with nothing
// decided and nothing compared.
func (s *settings) ceiling(ctx context.Context, process string, clients int) (result, error) {
	story, err := s.story(ctx, process)
	if err != nil {
		return result{}, err
	}
	dir, err := os.MkdirTemp(s.Dir, "ceiling-")
	if err != nil {
		return result{}, fmt.Errorf("bench: %w", err)
	}
	before := loadNow()
	rate, err := sqlite.Ceiling(ctx, filepath.Join(dir, "laneway.db"), story, clients, s.Span)
	return result{perSecond: rate, others: before.others()}, err
}

// story runs one case and returns what it committed.
func (s *settings) story(ctx context.Context, process string) (story []store.Change, err error) {
	e, err := s.open(ctx, 0)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, e.close()) }()
	e.store.keep = true
	if err := oneCase(inProcess{e.run}, process, s.about())(ctx, 0, func(time.Duration) {}); err != nil {
		return nil, err
	}
	return slices.Clone(e.store.kept), nil
}
