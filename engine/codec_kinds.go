package engine

// eventKinds is the one table of event kinds. The index of a row is the number
// that stands in frames and the name is the one in the API: a released row is
// never changed, removed or used for something else, and a new kind gets the
// next number.
var eventKinds = [...]struct {
	name string
	make func() Body
}{
	1:  {"instance_started", func() Body { return new(InstanceStarted) }},
	2:  {"instance_ended", func() Body { return new(InstanceEnded) }},
	3:  {"data_changed", func() Body { return new(DataChanged) }},
	4:  {"token_entered", func() Body { return new(TokenEntered) }},
	5:  {"token_moved", func() Body { return new(TokenMoved) }},
	6:  {"token_consumed", func() Body { return new(TokenConsumed) }},
	7:  {"step_entered", func() Body { return new(StepEntered) }},
	8:  {"step_completed", func() Body { return new(StepCompleted) }},
	9:  {"scope_opened", func() Body { return new(ScopeOpened) }},
	10: {"scope_closed", func() Body { return new(ScopeClosed) }},
	11: {"task_opened", func() Body { return new(TaskOpened) }},
	12: {"task_assigned", func() Body { return new(TaskAssigned) }},
	13: {"task_unassigned", func() Body { return new(TaskUnassigned) }},
	14: {"task_started", func() Body { return new(TaskStarted) }},
	15: {"task_held", func() Body { return new(TaskHeld) }},
	16: {"task_resumed", func() Body { return new(TaskResumed) }},
	17: {"task_completed", func() Body { return new(TaskCompleted) }},
	18: {"task_withdrawn", func() Body { return new(TaskWithdrawn) }},
	19: {"note_added", func() Body { return new(NoteAdded) }},
	20: {"timer_armed", func() Body { return new(TimerArmed) }},
	21: {"timer_fired", func() Body { return new(TimerFired) }},
	22: {"timer_cancelled", func() Body { return new(TimerCancelled) }},
	23: {"subscription_opened", func() Body { return new(SubscriptionOpened) }},
	24: {"subscription_closed", func() Body { return new(SubscriptionClosed) }},
	25: {"message_received", func() Body { return new(MessageReceived) }},
	26: {"message_sent", func() Body { return new(MessageSent) }},
	27: {"text_sent", func() Body { return new(TextSent) }},
	28: {"turn_passed", func() Body { return new(TurnPassed) }},
	29: {"incident_raised", func() Body { return new(IncidentRaised) }},
	30: {"incident_resolved", func() Body { return new(IncidentResolved) }},
	31: {"start_key_freed", func() Body { return new(StartKeyFreed) }},
	32: {"mailbox_opened", func() Body { return new(MailboxOpened) }},
	33: {"mailbox_subscribed", func() Body { return new(MailboxSubscribed) }},
	34: {"mailbox_unsubscribed", func() Body { return new(MailboxUnsubscribed) }},
	35: {"message_kept", func() Body { return new(MessageKept) }},
	36: {"message_passed", func() Body { return new(MessagePassed) }},
	37: {"message_expired", func() Body { return new(MessageExpired) }},
	38: {"case_started", func() Body { return new(CaseStarted) }},
	39: {"start_key_released", func() Body { return new(StartKeyReleased) }},
	40: {"clock_started", func() Body { return new(ClockStarted) }},
	41: {"clock_paused", func() Body { return new(ClockPaused) }},
	42: {"clock_resumed", func() Body { return new(ClockResumed) }},
	43: {"clock_retargeted", func() Body { return new(ClockRetargeted) }},
	44: {"clock_redued", func() Body { return new(ClockRedued) }},
	45: {"clock_breached", func() Body { return new(ClockBreached) }},
	46: {"clock_stopped", func() Body { return new(ClockStopped) }},
	47: {"level_reached", func() Body { return new(LevelReached) }},
	48: {"person_notified", func() Body { return new(PersonNotified) }},
	49: {"level_acknowledged", func() Body { return new(LevelAcknowledged) }},
	50: {"priority_raised", func() Body { return new(PriorityRaised) }},
	51: {"participant_added", func() Body { return new(ParticipantAdded) }},
}

// kindOf returns the row of a body in eventKinds, or 0. A test holds it to
// the table.
func kindOf(b Body) int {
	switch b.(type) {
	case *InstanceStarted:
		return 1
	case *InstanceEnded:
		return 2
	case *DataChanged:
		return 3
	case *TokenEntered:
		return 4
	case *TokenMoved:
		return 5
	case *TokenConsumed:
		return 6
	case *StepEntered:
		return 7
	case *StepCompleted:
		return 8
	case *ScopeOpened:
		return 9
	case *ScopeClosed:
		return 10
	case *TaskOpened:
		return 11
	case *TaskAssigned:
		return 12
	case *TaskUnassigned:
		return 13
	case *TaskStarted:
		return 14
	case *TaskHeld:
		return 15
	case *TaskResumed:
		return 16
	case *TaskCompleted:
		return 17
	case *TaskWithdrawn:
		return 18
	case *NoteAdded:
		return 19
	case *TimerArmed:
		return 20
	case *TimerFired:
		return 21
	case *TimerCancelled:
		return 22
	case *SubscriptionOpened:
		return 23
	case *SubscriptionClosed:
		return 24
	case *MessageReceived:
		return 25
	case *MessageSent:
		return 26
	case *TextSent:
		return 27
	case *TurnPassed:
		return 28
	case *IncidentRaised:
		return 29
	case *IncidentResolved:
		return 30
	case *StartKeyFreed:
		return 31
	case *MailboxOpened:
		return 32
	case *MailboxSubscribed:
		return 33
	case *MailboxUnsubscribed:
		return 34
	case *MessageKept:
		return 35
	case *MessagePassed:
		return 36
	case *MessageExpired:
		return 37
	case *CaseStarted:
		return 38
	case *StartKeyReleased:
		return 39
	case *ClockStarted:
		return 40
	case *ClockPaused:
		return 41
	case *ClockResumed:
		return 42
	case *ClockRetargeted:
		return 43
	case *ClockRedued:
		return 44
	case *ClockBreached:
		return 45
	case *ClockStopped:
		return 46
	case *LevelReached:
		return 47
	case *PersonNotified:
		return 48
	case *LevelAcknowledged:
		return 49
	case *PriorityRaised:
		return 50
	case *ParticipantAdded:
		return 51
	default:
		return 0
	}
}
