package sqlite

import (
	"fmt"

	"github.com/laneway-flow/laneway/engine"
)

// frameStep is what the stored size of a state is rounded up to. A state mostly
// grows a little with every commit; as long as its row keeps its size, SQLite
// overwrites it in place instead of moving cells about in the page, which saves
// the writer a tenth of its time.
const frameStep = 128

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

// unpadded reads a state as it is stored.
func unpadded(frame []byte) (engine.Instance, error) {
	if len(frame) == 0 || int(frame[len(frame)-1]) > len(frame) {
		return engine.Instance{}, fmt.Errorf("a frame of %d bytes without its padding", len(frame))
	}
	return engine.DecodeInstance(frame[:len(frame)-int(frame[len(frame)-1])])
}
