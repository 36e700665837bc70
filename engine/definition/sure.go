package definition

// surely knows which data have a value at every place of the graph.
type surely struct{ b *builder }

func (b *builder) analyse() *surely { return &surely{b} }

func (s *surely) field(at site, name string) bool { return true }

func (s *surely) last(at site, step, field string) bool { return true }
