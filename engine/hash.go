package engine

import (
	"crypto/sha256"
	"fmt"
)

// ChainHead returns the head of an instance's hash chain after a commit:
// SHA-256 over the head before and the canonical frame of the commit's events.
// The chain of an instance begins with the zero head.
func ChainHead(head [32]byte, events []Event) [32]byte {
	buf := make([]byte, len(head), 128+64*len(events))
	copy(buf, head[:])
	return sha256.Sum256(AppendEvents(buf, events))
}

// VerifyChain recomputes the chain over all commits of an instance, oldest
// first, and says where the history is not the one that led to head: a number
// missing or out of order, an instant before the one before, a commit without
// events, or another content.
func VerifyChain(head [32]byte, commits [][]Event) error {
	var chain [32]byte
	var seq int64
	var at Millis
	for i, events := range commits {
		if len(events) == 0 {
			return fmt.Errorf("engine: commit %d has no events", i+1)
		}
		for j := range events {
			e := &events[j]
			if e.Seq != seq+1 {
				return fmt.Errorf("engine: commit %d has event %d, expected event %d", i+1, e.Seq, seq+1)
			}
			if e.At < at {
				return fmt.Errorf("engine: event %d of commit %d lies before event %d", e.Seq, i+1, seq)
			}
			seq, at = e.Seq, e.At
		}
		chain = ChainHead(chain, events)
	}
	if chain != head {
		return fmt.Errorf("engine: the history of %d commits leads to head %x, but the state has head %x", len(commits), chain, head)
	}
	return nil
}
