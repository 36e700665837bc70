package sqlite

import (
	"fmt"
	"slices"

	"github.com/laneway-flow/laneway/engine"
)

// A state is stored in two frames: what nearly every commit changes, and the
// data of the case, which most commits leave alone and which are mostly the
// larger part. The row of the data is written only when they change.

// frameStep is what the stored size of a state is rounded up to. A state mostly
// grows a little with every commit; as long as its row keeps its size, SQLite
// overwrites it in place instead of moving cells about in the page, which saves
// the writer a tenth of its time.
const frameStep = 128

// framed returns both frames of a state: without its data, padded, and, if
// they have changed, its data; an empty frame stands for none at all.
func framed(in *engine.Instance, changed bool) (state, data []byte) {
	bare := *in
	bare.Scopes = slices.Clone(in.Scopes)
	for i := range bare.Scopes {
		bare.Scopes[i].Data = nil
	}
	if changed {
		data = dataOf(in)
	}
	return padded(&bare), data
}

func dataOf(in *engine.Instance) []byte {
	var only engine.Instance
	for _, s := range in.Scopes {
		if len(s.Data) > 0 {
			only.Scopes = append(only.Scopes, engine.Scope{Number: s.Number, Data: s.Data})
		}
	}
	if len(only.Scopes) == 0 {
		return []byte{}
	}
	return engine.AppendInstance(make([]byte, 0, 1024), &only)
}

// padded returns the frame of a state with padding behind it. Each byte of the
// padding says how long it is: 1 to frameStep.
func padded(in *engine.Instance) []byte {
	frame := engine.AppendInstance(make([]byte, 0, 1024), in)
	n := frameStep - len(frame)%frameStep
	for range n {
		frame = append(frame, byte(n))
	}
	return frame
}

// unpadded reads a state without its data.
func unpadded(frame []byte) (engine.Instance, error) {
	if len(frame) == 0 || int(frame[len(frame)-1]) > len(frame) {
		return engine.Instance{}, fmt.Errorf("a frame of %d bytes without its padding", len(frame))
	}
	return engine.DecodeInstance(frame[:len(frame)-int(frame[len(frame)-1])])
}

// joined reads a state and puts its data back; data may be nil.
func joined(frame, data []byte) (engine.Instance, error) {
	in, err := unpadded(frame)
	if err != nil || data == nil {
		return in, err
	}
	only, err := engine.DecodeInstance(data)
	if err != nil {
		return in, fmt.Errorf("data: %w", err)
	}
	for _, s := range only.Scopes {
		for i := range in.Scopes {
			if in.Scopes[i].Number == s.Number {
				in.Scopes[i].Data = s.Data
			}
		}
	}
	return in, nil
}
