package definition

func (b *builder) checkGraph() {}
