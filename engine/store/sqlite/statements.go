package sqlite

import "strings"

// statements are what the writer executes, prepared once. Each writes one row:
// the driver binds by searching its arguments, so statements of many rows are
// no faster.
type statements struct {
	begin, commit, rollback *statement

	name, place, manner *statement

	instance       *statement // what a commit needs to know of one
	addInstance    *statement
	changeInstance *statement // when what is indexed stays as it was
	moveInstance   *statement // when it does not
	data, noData   *statement
	log, facts     *statement // packs of them
	addTask        *statement
	dropTask       *statement
	moveTask       *statement // when one task follows another
	subscribe      *statement
	unsubscribe    *statement
	raise          *statement
	resolve        *statement

	effect, settle                                *statement
	request, useRequest, dropRequest, oldRequests *statement

	newestDocument, document       *statement
	secret, createSecret, noSecret *statement
}

func prepareAll(c *connection) (*statements, error) {
	s := new(statements)
	for _, p := range []struct {
		into **statement
		text string
	}{
		{&s.begin, `BEGIN IMMEDIATE`},
		{&s.commit, `COMMIT`},
		{&s.rollback, `ROLLBACK`},

		{&s.name, `INSERT INTO name VALUES (?, ?)`},
		{&s.place, `INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?)`},
		{&s.manner, `INSERT INTO manner VALUES (?, ?, ?, ?)`},

		{&s.instance, `SELECT number, log, fact, frame FROM instance WHERE id = ?`},
		{&s.addInstance, `INSERT INTO instance VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`},
		{&s.changeInstance, `UPDATE instance SET version = ?, log = ?, fact = ?, frame = ? WHERE number = ?`},
		{&s.moveInstance, `UPDATE instance SET version = ?, log = ?, fact = ?, frame = ?,
			state = ?, due = ?, incidents = ? WHERE number = ?`},
		{&s.data, `INSERT INTO data VALUES (?, ?) ON CONFLICT (instance) DO UPDATE SET frame = excluded.frame`},
		{&s.noData, `DELETE FROM data WHERE instance = ?`},
		{&s.log, `INSERT INTO log VALUES (?, ?)`},
		{&s.facts, `INSERT INTO fact VALUES (?, ?)`},
		{&s.addTask, `INSERT INTO task VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`},
		{&s.dropTask, `DELETE FROM task WHERE team = ? AND due = ? AND enabled = ? AND instance = ? AND number = ?`},
		{&s.moveTask, `UPDATE task SET team = ?, due = ?, enabled = ?, number = ?, step = ?, assignee = ?, customer = ?, held = ?
			WHERE team = ? AND due = ? AND enabled = ? AND instance = ? AND number = ?`},
		{&s.subscribe, `INSERT INTO subscription VALUES (?, ?, ?, ?)`},
		{&s.unsubscribe, `DELETE FROM subscription WHERE message = ? AND key = ? AND instance = ? AND number = ?`},
		{&s.raise, `INSERT INTO incident VALUES (?, ?, ?)`},
		{&s.resolve, `DELETE FROM incident WHERE at = ? AND instance = ? AND number = ?`},

		{&s.effect, `INSERT INTO effect (number, id, instance, kind, target, payload, due, attempts)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`},
		{&s.settle, `UPDATE effect SET attempts = attempts + 1, done = ?, due = ?, tried = ?, result = ?
			WHERE id = ? AND done = 0`},
		{&s.request, `INSERT INTO request VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (scope, key) DO NOTHING`},
		{&s.useRequest, `SELECT body, answer, at FROM request WHERE scope = ? AND key = ?`},
		{&s.dropRequest, `DELETE FROM request WHERE scope = ? AND key = ?`},
		{&s.oldRequests, `DELETE FROM request WHERE at <= ? AND number IN (SELECT number FROM request ORDER BY number LIMIT ?)`},

		{&s.newestDocument, `SELECT coalesce(max(version), 0) FROM document WHERE kind = ? AND id = ?`},
		{&s.document, `INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`},
		{&s.secret, `SELECT key FROM secret WHERE subject = ?`},
		{&s.createSecret, `INSERT INTO secret VALUES (?, ?)`},
		{&s.noSecret, `INSERT INTO secret VALUES (?, x'') ON CONFLICT (subject) DO UPDATE SET key = x''`},
	} {
		st, err := c.prepare(p.text, strings.Count(p.text, "?"))
		if err != nil {
			return nil, err
		}
		*p.into = st
	}
	return s, nil
}
