package api

// roles is a set of roles.
type roles uint16

// The roles of RELIABILITY §5.
const (
	customer roles = 1 << iota // one case, by link
	staff                      // the work of their own teams
	lead                       // the teams below those they lead
	manager                    // the same, and those below their own
	analyst                    // definitions and cases without personal data
	admin                      // everything but doing other people's work
	auditor                    // reads, without personal data
	worker                     // a program: messages and, later, jobs

	desk     = staff | lead | manager                    // whoever works on cases
	house    = desk | analyst | admin | auditor          // whoever signs in with a person's token
	personal = customer | staff | lead | manager | admin // who may see personal values
	anybody  = house | worker
)

var roleNames = map[string]roles{
	"staff": staff, "lead": lead, "manager": manager, "analyst": analyst, "admin": admin, "auditor": auditor, "worker": worker,
}

func rolesOf(names []string) (r roles) {
	for _, name := range names {
		r |= roleNames[name]
	}
	return r
}

func (r roles) any(of roles) bool { return r&of != 0 }

// owner says what a caller must have to do with the case or task a route
// names, besides the role. The rules themselves are in ownership.go.
type owner uint8

const (
	free    owner = iota // the route names no case
	sees                 // the case concerns a team of theirs, or they started it
	works                // the task is for a team they belong to, or for the customer of a case they see
	directs              // the case or task concerns a team they direct; a task also when it is their own
	linked               // it is the case of the caller's link
)

// rule is who may use a route.
type rule struct {
	roles roles
	owner owner
	open  bool // without signing in
}

// policy is the one table of who may do what. A route without a row is refused
// to everybody, and a test walks the routes and fails for it.
var policy = map[string]rule{
	"GET /livez":          {open: true},
	"GET /readyz":         {open: true},
	"GET /openapi.json":   {open: true},
	"GET /openapi.yaml":   {open: true},
	"GET /problems":       {open: true},
	"GET /problems/:code": {open: true},
	"GET /me":             {roles: anybody},

	"POST /processes/check":                      {roles: analyst | manager | admin},
	"POST /processes":                            {roles: analyst | admin},
	"GET /processes":                             {roles: house},
	"GET /processes/:process":                    {roles: house},
	"GET /processes/:process/versions":           {roles: house},
	"GET /processes/:process/versions/:version":  {roles: house},
	"GET /processes/:process/source":             {roles: house},
	"GET /processes/:process/starts/:start/form": {roles: desk | admin | worker | analyst},
	"POST /processes/:process/instances":         {roles: desk | admin | worker},

	"GET /instances":                                      {roles: house, owner: sees},
	"GET /instances/:instance":                            {roles: house, owner: sees},
	"PATCH /instances/:instance/data":                     {roles: desk | admin, owner: sees},
	"GET /instances/:instance/timeline":                   {roles: house, owner: sees},
	"POST /instances/:instance/notes":                     {roles: desk | admin, owner: sees},
	"POST /instances/:instance/messages":                  {roles: desk | admin, owner: sees},
	"POST /instances/:instance/cancel":                    {roles: lead | manager | admin, owner: directs},
	"GET /instances/:instance/incidents":                  {roles: house, owner: sees},
	"POST /instances/:instance/incidents/:incident/retry": {roles: lead | manager | admin, owner: directs},
	"POST /instances/:instance/incidents/:incident/skip":  {roles: lead | manager | admin, owner: directs},
	"GET /instances/:instance/links":                      {roles: desk | admin, owner: sees},
	"POST /instances/:instance/links":                     {roles: desk | admin, owner: sees},
	"DELETE /instances/:instance/links/:link":             {roles: desk | admin, owner: sees},
	"GET /instances/:instance/promises":                   {roles: house, owner: sees},
	"GET /incidents":                                      {roles: lead | manager | analyst | admin | auditor, owner: sees},

	"GET /tasks":                 {roles: desk | admin | auditor, owner: sees},
	"GET /tasks/:task":           {roles: desk | admin | auditor, owner: sees},
	"POST /tasks/:task/claim":    {roles: desk, owner: sees},
	"POST /tasks/:task/unclaim":  {roles: desk | admin, owner: sees},
	"POST /tasks/:task/assign":   {roles: desk | admin, owner: directs},
	"POST /tasks/:task/start":    {roles: desk, owner: sees},
	"POST /tasks/:task/hold":     {roles: desk, owner: sees},
	"POST /tasks/:task/resume":   {roles: desk, owner: sees},
	"POST /tasks/:task/complete": {roles: desk, owner: sees},

	"GET /promises/:promise/explain":      {roles: house, owner: sees},
	"POST /promises/:promise/acknowledge": {roles: desk | admin, owner: sees},
	"POST /promises/:promise/extend":      {roles: lead | manager | admin, owner: directs},

	"POST /messages": {roles: desk | admin | worker},

	"GET /customers":                  {roles: desk | admin},
	"GET /customers/:customer":        {roles: desk | admin},
	"PUT /customers/:customer":        {roles: desk | admin},
	"POST /customers/import":          {roles: admin},
	"POST /customers/:customer/erase": {roles: admin},

	"GET /organisation":         {roles: house},
	"PUT /organisation":         {roles: admin},
	"POST /organisation/import": {roles: admin},

	"GET /calendars":                       {roles: house},
	"GET /calendars/:id":                   {roles: house},
	"GET /calendars/:id/versions":          {roles: house},
	"GET /calendars/:id/versions/:version": {roles: house},
	"GET /calendars/:id/preview":           {roles: house},
	"PUT /calendars/:id":                   {roles: analyst | admin},
	"DELETE /calendars/:id":                {roles: admin},
	"POST /calendars/:id/draft":            {roles: analyst | manager | admin},
	"GET /holidays":                        {roles: house},
	"GET /holidays/:id":                    {roles: house},
	"GET /holidays/:id/versions":           {roles: house},
	"GET /holidays/:id/versions/:version":  {roles: house},
	"PUT /holidays/:id":                    {roles: analyst | admin},
	"DELETE /holidays/:id":                 {roles: admin},
	"POST /holidays/:id/draft":             {roles: analyst | manager | admin},
	"GET /sweep":                           {roles: manager | analyst | admin | auditor},

	"GET /absences":         {roles: desk | admin | auditor},
	"GET /absences/:person": {roles: desk | admin | auditor},
	"PUT /absences/:person": {roles: desk | admin},

	"GET /tokens":           {roles: admin},
	"POST /tokens":          {roles: admin},
	"DELETE /tokens/:token": {roles: admin},

	"GET /webhooks":                   {roles: admin | auditor},
	"GET /webhooks/:webhook":          {roles: admin | auditor},
	"PUT /webhooks/:webhook":          {roles: admin},
	"DELETE /webhooks/:webhook":       {roles: admin},
	"POST /webhooks/:webhook/secrets": {roles: admin},

	"GET /link":                       {roles: customer, owner: linked},
	"GET /link/tasks/:task":           {roles: customer, owner: linked},
	"POST /link/tasks/:task/complete": {roles: customer, owner: linked},
	"POST /link/messages":             {roles: customer, owner: linked},
}
