package api

func (s *server) problemRoutes()      {}
func (s *server) meRoutes()           {}
func (s *server) processRoutes()      {}
func (s *server) instanceRoutes()     {}
func (s *server) timelineRoutes()     {}
func (s *server) incidentRoutes()     {}
func (s *server) taskRoutes()         {}
func (s *server) taskActionRoutes()   {}
func (s *server) messageRoutes()      {}
func (s *server) customerRoutes()     {}
func (s *server) organisationRoutes() {}
func (s *server) tokenRoutes()        {}
func (s *server) webhookRoutes()      {}
func (s *server) linkRoutes()         {}
func (s *server) customerPageRoutes() {}
