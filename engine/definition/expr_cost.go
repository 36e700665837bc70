package definition

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// options are how the program runs. The limits of the fields often prove that
// an expression stays under the cost limit whatever the case holds; only where
// they do not is the cost counted while it runs, which takes twice the time.
func (c *compiler) options(env *cel.Env, checked *cel.Ast) []cel.ProgramOption {
	fast := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize)}
	estimate, err := env.EstimateCost(checked, prices{c.vars})
	if err == nil && estimate.Max <= costLimit {
		return fast
	}
	if err == nil && estimate.Min > costLimit {
		c.report(0, "expr-cost", count(int(estimate.Min)), count(costLimit))
	}
	return append(fast, cel.CostLimit(costLimit), cel.CostTracking(prices{}))
}

// prices knows how large the values of variables can be, and what `sum` costs:
// one for each entry.
type prices struct{ vars []variable }

// EstimateSize gives the sizes the limits of the fields allow.
func (p prices) EstimateSize(node cost.AstNode) *cost.SizeEstimate {
	path := node.Path()
	if len(path) == 0 {
		return nil
	}
	for i := range p.vars {
		if p.vars[i].name == path[0] && p.vars[i].field != nil {
			return sizeOf(shape{field: p.vars[i].field}, path[1:])
		}
	}
	return nil
}

// sizeOf follows a path to an entry or cell of a field.
func sizeOf(s shape, path []string) *cost.SizeEstimate {
	for _, p := range path {
		switch {
		case p == "@items":
			s = entryOf(s)
		case s.row && s.field.column(p) >= 0:
			s = shape{field: s.field.Columns[s.field.column(p)]}
		default:
			return nil
		}
	}
	switch f := s.field; {
	case f == nil || s.row:
		return nil
	case f.Type == TypeChecks:
		return &cost.SizeEstimate{Max: uint64(len(f.Choices))}
	case f.list():
		_, high := bounds(f, 0, maxItems)
		return &cost.SizeEstimate{Max: uint64(high)}
	case f.Type == TypeChoice:
		longest := 0
		for _, c := range f.Choices {
			longest = max(longest, len(c.Value))
		}
		return &cost.SizeEstimate{Max: uint64(longest)}
	case textRules[f.Type].max > 0:
		_, high := f.lengths()
		return &cost.SizeEstimate{Max: uint64(high)}
	}
	return nil
}

// EstimateCallCost prices `sum`.
func (p prices) EstimateCallCost(function, _ string, _ *cost.AstNode, args []cost.AstNode) *cost.CallEstimate {
	if function != "sum" {
		return nil
	}
	size := args[0].ComputedSize()
	if size == nil {
		size = p.EstimateSize(args[0])
	}
	if size == nil {
		size = &cost.SizeEstimate{Max: costLimit + 1}
	}
	return &cost.CallEstimate{CostEstimate: cost.Estimate{Min: size.Min, Max: size.Max}}
}

// CallCost counts what a call of `sum` has cost.
func (prices) CallCost(function, _ string, args []ref.Val, _ ref.Val) *uint64 {
	if function != "sum" || len(args) != 1 {
		return nil
	}
	list, ok := args[0].(traits.Sizer)
	if !ok {
		return nil
	}
	n, ok := list.Size().Value().(int64)
	if !ok {
		return nil
	}
	price := uint64(max(n, 1))
	return &price
}
