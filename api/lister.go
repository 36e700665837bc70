package api

// lister reads one page of a list whose rows are not all the caller's to see.
// It goes on behind what it left out, for a bounded number of rounds.
type lister[R, C any] struct {
	limit int
	after C
	fetch func(after C, limit int) ([]R, error)
	at    func(*R) C
	keep  func(*R) (bool, error)
}

// listRounds bounds what one page costs: a page may hold fewer rows than asked
// for and still have a next one.
const listRounds = 10

// page returns the rows and the position behind them, nil at the end of the list.
func (l *lister[R, C]) page() (rows []R, next *C, err error) {
	for range listRounds {
		batch, err := l.fetch(l.after, l.limit+1)
		if err != nil {
			return nil, nil, err
		}
		more := len(batch) > l.limit
		for i := range batch[:min(len(batch), l.limit)] {
			keep, err := l.keep(&batch[i])
			if err != nil {
				return nil, nil, err
			}
			l.after = l.at(&batch[i])
			if !keep {
				continue
			}
			rows = append(rows, batch[i])
			if len(rows) == l.limit {
				if more || i+1 < len(batch) {
					next = &l.after
				}
				return rows, next, nil
			}
		}
		if !more {
			return rows, nil, nil
		}
	}
	return rows, &l.after, nil
}
