package sqlite

import "sync"

// recent remembers what the writer last wrote of an instance, so that a commit
// needs no SELECT and a question for a version no statement. Only this process
// writes the file, so what stands here is what stands there.
//
// It holds two generations: when the younger one is full it becomes the older
// one, and what nobody asked for in the meantime is forgotten.
type recent struct {
	mu         sync.Mutex
	size       int // of one generation
	young, old map[string]*entry
}

func newRecent(size int) *recent {
	return &recent{size: size, young: map[string]*entry{}}
}

// get returns what is known of an instance, or nil.
func (r *recent) get(id string) *entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.young[id]
	if e == nil {
		if e = r.old[id]; e != nil {
			r.keep(id, e)
		}
	}
	return e
}

// put makes the entries of a group known, after its transaction is durable.
func (r *recent) put(entries map[string]*entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, e := range entries {
		r.keep(id, e)
	}
}

func (r *recent) keep(id string, e *entry) {
	if len(r.young) >= r.size {
		r.old, r.young = r.young, make(map[string]*entry, r.size)
	}
	r.young[id] = e
}
