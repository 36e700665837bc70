package definition

import "slices"

// checkDeclared judges what needs no paths: messages, texts, starts, and what
// customers are asked.
func (b *builder) checkDeclared() {
	b.checkTriggers()
	b.checkStarts()
	b.checkUsed()
	b.checkHolds()
	b.checkEscalations()
	b.checkDoers()
	b.checkCustomerChoices()
}

// checkTriggers refuses a message that two rows of one place wait for.
func (b *builder) checkTriggers() {
	for _, el := range b.p.Elements {
		for _, list := range [][]*Trigger{el.Events, el.Rows} {
			seen := map[*Message]bool{}
			for _, t := range list {
				if t.Message != nil && seen[t.Message] {
					b.add(t.Pos, "same-message-twice", t.Message.ID)
				}
				seen[t.Message] = true
			}
		}
	}
}

// checkStarts refuses two starts that nobody can tell apart.
func (b *builder) checkStarts() {
	messages, steps := map[string]bool{}, map[string]bool{}
	for _, s := range b.decl.top.starts {
		switch {
		case s.message.text != "" && messages[s.message.text]:
			b.add(s.pos, "start-message-twice", s.message.text)
		case s.message.text == "" && s.to.text != "" && steps[s.to.text]:
			b.add(s.pos, "start-twice", s.to.text)
		}
		if s.message.text != "" {
			messages[s.message.text] = true
		} else {
			steps[s.to.text] = true
		}
	}
}

// checkUsed warns of messages nobody hears and texts nobody sends.
func (b *builder) checkUsed() {
	heard, sent := map[*Message]bool{}, map[*Template]bool{}
	for _, el := range b.p.Elements {
		heard[el.Receive] = true
		for _, list := range [][]*Trigger{el.Events, el.Rows} {
			for _, t := range list {
				heard[t.Message] = true
			}
		}
		if el.Send != nil {
			sent[el.Send.Text] = true
		}
	}
	for _, e := range b.p.Escalations {
		for _, l := range e.Levels {
			sent[l.Text] = true
		}
	}
	for _, m := range b.p.Messages {
		if !heard[m] {
			b.add(m.Pos, "unheard-message", m.ID)
		}
	}
	for _, t := range b.p.Texts {
		if !sent[t] {
			b.add(t.Pos, "unused-text", t.ID)
		}
	}
}

// checkCustomerChoices warns where a customer has to choose and may fit nowhere.
func (b *builder) checkCustomerChoices() {
	told := map[*Field]bool{}
	ask := func(l *Lane, f *Form) {
		if l == nil || l.Party != Customer || f == nil {
			return
		}
		for _, item := range f.Items {
			field := item.Field
			if field == nil || item.Show || field.Type != TypeChoice || item.optional() || offersOther(field) || told[field] {
				continue
			}
			told[field] = true
			b.add(field.Pos, "choice-without-other", field.Name)
		}
	}
	for _, el := range b.p.Elements {
		if el.Kind == KindUserTask {
			ask(el.Lane, el.Form)
		}
	}
	for _, m := range b.p.Messages {
		ask(m.From, m.Form)
	}
}

func offersOther(f *Field) bool {
	return slices.ContainsFunc(f.Choices, func(c Choice) bool { return c.Value == "other" })
}
