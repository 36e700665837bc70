package sqlite

import (
	"crypto/sha256"
	"fmt"

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

// digest tells whether data have changed. It is the SHA-256 of their frame, so
// that two frames with one digest are the same.
type digest [sha256.Size]byte

// unknown is the digest of data that the writer has not seen: it differs from
// every other one, and from that of no data.
var unknown = digest{0xff}

// framed returns both frames of a state: without its data, padded, and its
// data with their digest; the latter is nil for a case without any.
func framed(in *engine.Instance) (state, data []byte, sum digest) {
	bare := *in
	bare.Scopes = make([]engine.Scope, len(in.Scopes))
	only := engine.Instance{Scopes: make([]engine.Scope, 0, len(in.Scopes))}
	for i, s := range in.Scopes {
		if len(s.Data) > 0 {
			only.Scopes = append(only.Scopes, engine.Scope{Number: s.Number, Data: s.Data})
		}
		s.Data = nil
		bare.Scopes[i] = s
	}
	if len(only.Scopes) > 0 {
		data = engine.AppendInstance(make([]byte, 0, 512), &only)
		sum = sha256.Sum256(data)
	}
	return padded(&bare), data, sum
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
