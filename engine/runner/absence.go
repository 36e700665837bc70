package runner

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/laneway-flow/laneway/engine/org"
	"github.com/laneway-flow/laneway/engine/store"
)

// absences reads the list of absences.
func absences(body []byte) ([]org.Absence, error) {
	var list []org.Absence
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&list); err != nil {
		return nil, fmt.Errorf("absences: %w", err)
	}
	return list, nil
}

// checkAbsences refuses absences of people who are not here, and empty ones.
func checkAbsences(d store.Document, o *org.Organisation) error {
	if d.ID != AbsenceID {
		return fmt.Errorf("the id of the absences is %q", AbsenceID)
	}
	list, err := absences(d.Body)
	if err != nil {
		return err
	}
	var wrong []string
	for i, a := range list {
		switch {
		case o.Person(a.Person) == nil:
			wrong = append(wrong, fmt.Sprintf("[%d]: there is no person %q", i, a.Person))
		case a.Delegate != "" && (o.Person(a.Delegate) == nil || a.Delegate == a.Person):
			wrong = append(wrong, fmt.Sprintf("[%d]: %q cannot stand in for %s", i, a.Delegate, a.Person))
		case a.To <= a.From:
			wrong = append(wrong, fmt.Sprintf("[%d]: the absence of %s ends before it begins", i, a.Person))
		}
	}
	if len(wrong) > 0 {
		return errors.New(strings.Join(wrong, "; "))
	}
	return nil
}

// readAbsences gives the organisation its absences.
func (r *Runner) readAbsences(ctx context.Context, o *org.Organisation) (*org.Organisation, error) {
	d, err := r.store.Document(ctx, KindAbsence, AbsenceID)
	if errors.Is(err, store.ErrNotFound) || err == nil && d.Deleted {
		return o, nil
	}
	if err != nil {
		return nil, err
	}
	list, err := absences(d.Body)
	if err != nil {
		return nil, err
	}
	return o.WithAbsences(list), nil
}
