package engine

import (
	"strconv"
	"strings"
)

// TaskID is the public id of a task: `<instance>.k<number>`.
func TaskID(instance string, number int64) string {
	return instance + ".k" + strconv.FormatInt(number, 10)
}

// ParseTaskID takes a public task id apart.
func ParseTaskID(id string) (instance string, number int64, ok bool) { return parseInner(id, ".k") }

// ClockID is the public id of a cycle of a promise: `<instance>.p<number>`.
func ClockID(instance string, number int64) string {
	return instance + ".p" + strconv.FormatInt(number, 10)
}

// ParseClockID takes the public id of a cycle of a promise apart.
func ParseClockID(id string) (instance string, number int64, ok bool) { return parseInner(id, ".p") }

// parseInner takes the id of something inside an instance apart.
func parseInner(id, kind string) (instance string, number int64, ok bool) {
	dot := strings.LastIndex(id, kind)
	if dot <= 0 {
		return "", 0, false
	}
	number, err := strconv.ParseInt(id[dot+len(kind):], 10, 64)
	if err != nil || number <= 0 {
		return "", 0, false
	}
	return id[:dot], number, true
}

// IncidentID is the id of an incident inside its instance: `i<number>`.
func IncidentID(number int64) string { return "i" + strconv.FormatInt(number, 10) }

// ParseIncidentID takes `i<number>` apart.
func ParseIncidentID(id string) (number int64, ok bool) {
	if !strings.HasPrefix(id, "i") {
		return 0, false
	}
	number, err := strconv.ParseInt(id[1:], 10, 64)
	return number, err == nil && number > 0
}

// MailboxID is the id of the instance that keeps messages of one name and key.
func MailboxID(message, key string) string { return "mailbox/" + message + "/" + key }
