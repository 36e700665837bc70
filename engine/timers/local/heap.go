package local

// The heap is written out instead of using container/heap: ties go by
// instance id, so that claims come in one order on every machine, and no
// interface call stands between two dues.

func (x *Index) less(i, j int) bool {
	a, b := x.heap[i], x.heap[j]
	if a.visible != b.visible {
		return a.visible < b.visible
	}
	return a.entry.Instance < b.entry.Instance
}

func (x *Index) swap(i, j int) {
	x.heap[i], x.heap[j] = x.heap[j], x.heap[i]
	x.heap[i].place, x.heap[j].place = i, j
}

// up moves the node at i towards the top until its parent is sooner.
func (x *Index) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !x.less(i, parent) {
			return
		}
		x.swap(i, parent)
		i = parent
	}
}

// down moves the node at i away from the top until both children are later.
func (x *Index) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(x.heap) {
			return
		}
		if right := child + 1; right < len(x.heap) && x.less(right, child) {
			child = right
		}
		if !x.less(child, i) {
			return
		}
		x.swap(i, child)
		i = child
	}
}

// fix restores the order after the node at i has changed.
func (x *Index) fix(i int) {
	x.up(i)
	x.down(i)
}

func (x *Index) remove(n *node) {
	i, last := n.place, len(x.heap)-1
	x.swap(i, last)
	x.heap[last] = nil
	x.heap = x.heap[:last]
	if i < last {
		x.fix(i)
	}
	delete(x.nodes, n.entry.Instance)
}
