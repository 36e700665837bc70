package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/laneway-flow/laneway/engine/store"
)

// Put appends a version of a document.
func (s *Store) Put(ctx context.Context, d store.Document, r store.Request) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, fmt.Errorf("memory: put %s %s: %w: %w", d.Kind, d.ID, store.ErrUnavailable, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return 0, fmt.Errorf("memory: put %s %s: %w", d.Kind, d.ID, errClosed)
	}
	if dup := s.duplicate(r); dup != nil {
		return 0, dup
	}
	var held int64
	if newest := s.newest(d.Kind, d.ID); newest != nil {
		held = newest.Version
	}
	if held != d.Expect {
		return 0, fmt.Errorf("memory: put %s %s: %w: it is at version %d, expected %d", d.Kind, d.ID, store.ErrConflict, held, d.Expect)
	}
	d.Version = d.Expect + 1
	d.Revision = int64(len(s.documents)) + 1
	d.Body = clone(d.Body)
	s.documents = append(s.documents, d)
	s.remember(r)
	return d.Revision, nil
}

func (s *Store) newest(kind, id string) *store.Document {
	for i := len(s.documents) - 1; i >= 0; i-- {
		if d := &s.documents[i]; d.Kind == kind && d.ID == id {
			return d
		}
	}
	return nil
}

// Revision is the newest global revision, 0 in an empty store.
func (s *Store) Revision(context.Context) (int64, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return 0, fmt.Errorf("memory: revision: %w", errClosed)
	}
	return int64(len(s.documents)), nil
}

// Document returns the newest version of one document.
func (s *Store) Document(_ context.Context, kind, id string) (store.Document, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return store.Document{}, fmt.Errorf("memory: %s %s: %w", kind, id, errClosed)
	}
	d := s.newest(kind, id)
	if d == nil {
		return store.Document{}, fmt.Errorf("memory: %s %s: %w", kind, id, store.ErrNotFound)
	}
	return copiedDocument(*d), nil
}

// Documents returns the newest version of each document of a kind.
func (s *Store) Documents(_ context.Context, kind string) ([]store.Document, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, fmt.Errorf("memory: documents %s: %w", kind, errClosed)
	}
	var out []store.Document
	seen := map[[2]string]bool{}
	for _, d := range slices.Backward(s.documents) {
		name := [2]string{d.Kind, d.ID}
		if seen[name] || kind != "" && d.Kind != kind {
			continue
		}
		seen[name] = true
		out = append(out, copiedDocument(d))
	}
	slices.SortFunc(out, func(a, b store.Document) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// DocumentVersions returns every version of one document, oldest first.
func (s *Store) DocumentVersions(_ context.Context, kind, id string) ([]store.Document, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, fmt.Errorf("memory: versions of %s %s: %w", kind, id, errClosed)
	}
	var out []store.Document
	for _, d := range s.documents {
		if d.Kind == kind && d.ID == id {
			out = append(out, copiedDocument(d))
		}
	}
	return out, nil
}

func copiedDocument(d store.Document) store.Document {
	d.Body = clone(d.Body)
	return d
}
