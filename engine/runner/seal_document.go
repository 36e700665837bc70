package runner

import (
	"context"

	"github.com/laneway-flow/laneway/engine/definition"
)

// Seal seals one canonical value that a document says about a subject (the
// name of a customer), as the door does with the personal values of a case.
// It is a *engine.Rejection "personal.erased" when the subject's key was destroyed.
func (r *Runner) Seal(ctx context.Context, subject, name string, kind definition.FieldType, canonical []byte) ([]byte, error) {
	return r.sealValue(ctx, &definition.Field{Name: name, Type: kind}, subject, canonical)
}
