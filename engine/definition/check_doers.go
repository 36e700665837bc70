package definition

// checkDoers judges `same` and `not`.
func (b *builder) checkDoers() {
	for _, d := range b.decl.top.walk() {
		for _, w := range d.not {
			b.doer(d, w, "not")
		}
		b.doer(d, d.same, "same")
	}
}

func (b *builder) doer(d *stepDecl, w word, key string) {
	if w.text == "" {
		return
	}
	before := b.steps[w.text]
	switch {
	case before == nil:
		b.knownStep(w)
	case before.element.Kind != KindUserTask:
		b.add(w.pos, "not-a-task", w.text, key)
	case d.kind != KindUserTask: // told already
	case key == "same" && before.element.Lane.Outside() != d.element.Lane.Outside():
		b.add(w.pos, "same-across-parties", w.text, d.name.text)
	case key == "not" && w.text == d.same.text:
		b.add(w.pos, "same-and-not", d.name.text, w.text)
	case b.lost: // a missing flow may be the one between them
	case !b.onward(targetsOf(&before.element)).has(&d.element):
		b.add(w.pos, "never-before", w.text, d.name.text)
	}
}
