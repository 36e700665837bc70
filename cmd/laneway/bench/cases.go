package bench

import (
	"context"
	"time"
)

// oneCase returns the work of one client: start a case, complete what is open
// until nothing is. Each of its steps is one durable commit. The case carries
// the text `about`.
func oneCase(t target, process, about string) func(context.Context, int, func(time.Duration)) error {
	return func(ctx context.Context, _ int, did func(time.Duration)) error {
		began := time.Now()
		open, err := t.start(ctx, process, "about", about)
		for ; err == nil; open, err = t.complete(ctx, open[0]) {
			now := time.Now()
			did(now.Sub(began))
			began = now
			if len(open) == 0 {
				return nil
			}
		}
		return err
	}
}
