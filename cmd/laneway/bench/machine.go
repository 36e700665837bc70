package bench

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// load measures how much of the machine's CPU others used while something ran:
// figures of one run are only comparable when that is small.
type load struct {
	at         time.Time
	busy, mine time.Duration
}

func loadNow() load { return load{time.Now(), busyCPU(), ownCPU()} }

// others is the share (0 to 1) of all cores that other processes used since.
func (l load) others() float64 {
	now := loadNow()
	wall := now.at.Sub(l.at).Seconds() * float64(runtime.NumCPU())
	if wall <= 0 || now.busy == 0 {
		return 0
	}
	return max(0, ((now.busy-l.busy)-(now.mine-l.mine)).Seconds()/wall)
}

// ticks of /proc/stat are hundredths of a second on every Linux in use.
const tick = 10 * time.Millisecond

// busyCPU is the CPU time all processes have used since boot; zero where
// /proc is not there.
func busyCPU() time.Duration {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	var busy time.Duration
	for i, field := range strings.Fields(first) {
		// cpu user nice system idle iowait irq softirq steal guest guest_nice
		switch i {
		case 1, 2, 3, 6, 7, 8:
			n, _ := strconv.ParseInt(field, 10, 64)
			busy += time.Duration(n) * tick
		}
	}
	return busy
}

// ownCPU is the CPU time this process has used.
func ownCPU() time.Duration {
	text, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	// pid (name) state ppid ...: the name may hold blanks
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * tick
}

// residentBytes is the memory of a process that is in RAM, or 0 where /proc is
// not there.
func residentBytes(pid int) int64 {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}
