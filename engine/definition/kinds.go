package definition

// kindNames are the BPMN 2.0 names of the element kinds.
var kindNames = [...]string{
	KindStart:      "startEvent",
	KindUserTask:   "userTask",
	KindScript:     "scriptTask",
	KindSend:       "sendTask",
	KindReceive:    "receiveTask",
	KindTimer:      "intermediateCatchEvent",
	KindEventGate:  "eventBasedGateway",
	KindSubprocess: "subProcess",
	KindExclusive:  "exclusiveGateway",
	KindParallel:   "parallelGateway",
	KindInclusive:  "inclusiveGateway",
	KindJoin:       "inclusiveGateway",
	KindEnd:        "endEvent",
}

// String returns the kind's name in BPMN 2.0. A join is an inclusive gateway:
// it waits for every token that can still arrive.
func (k Kind) String() string {
	if int(k) < len(kindNames) && kindNames[k] != "" {
		return kindNames[k]
	}
	return "unknown"
}
