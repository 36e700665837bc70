package sqlite

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

// fileLock is held for as long as the file is open. The kernel drops it with
// the process, so nothing is left over after a kill.
type fileLock struct{ file *os.File }

// lock takes the lock file.
func lock(path string) (*fileLock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	if err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped)); err != nil {
		defer f.Close()
		if !errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
		return nil, fmt.Errorf("another process has the database open (lock file %s): expected to be the only one", path)
	}
	return &fileLock{f}, nil
}

// release leaves the file where it is: removing it would let two processes
// hold a lock each on two files of one name.
func (l *fileLock) release() error { return l.file.Close() }
