package definition

import "slices"

func (f factSet) has(i int) bool { return f == nil || f[i/64]&(1<<(i%64)) != 0 }
func (f factSet) set(i int)      { f[i/64] |= 1 << (i % 64) }
func (f factSet) remove(i int)   { f[i/64] &^= 1 << (i % 64) }

func (f factSet) clone() factSet { return slices.Clone(f) }

// add joins another set to this one; every fact is no news.
func (f factSet) add(other factSet) {
	if f == nil || other == nil {
		return
	}
	for i, w := range other {
		f[i] |= w
	}
}

// meet returns the facts of both sets, as a new one.
func (f factSet) meet(other factSet) factSet {
	if f == nil {
		return other.clone()
	}
	if other == nil {
		return f
	}
	both := make(factSet, len(f))
	for i := range f {
		both[i] = f[i] & other[i]
	}
	return both
}

func (f factSet) equal(other factSet) bool {
	return (f == nil) == (other == nil) && slices.Equal(f, other)
}
