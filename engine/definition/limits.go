package definition

// What a definition may be at most.
const (
	maxSource   = 1 << 20 // bytes
	maxDepth    = 50      // mappings and lists inside each other
	maxNodes    = 20_000  // scalars, mappings and lists
	maxKeys     = 500     // in one mapping
	maxElements = 500     // in the graph
	maxJoin     = 64      // flows into one join
)
