-- +goose Up

-- Texts that come again and again (process, team, step), each once.
CREATE TABLE name (
	number INTEGER PRIMARY KEY,
	text   TEXT NOT NULL UNIQUE
);

-- The state of every instance. The frame is the truth; the columns beside it
-- are there for the queries that need them. log and fact are the instance's
-- newest commit and fact, each of which names the one before it: so a history
-- is found without an index that every commit would have to write.
CREATE TABLE instance (
	number    INTEGER PRIMARY KEY,
	id        TEXT    NOT NULL UNIQUE,
	version   INTEGER NOT NULL,
	state     INTEGER NOT NULL, -- 0: not a case
	process   INTEGER NOT NULL, -- name
	customer  TEXT    NOT NULL,
	started   INTEGER NOT NULL,
	due       INTEGER NOT NULL, -- 0: nothing is timed
	incidents INTEGER NOT NULL,
	log       INTEGER NOT NULL,
	fact      INTEGER NOT NULL,
	frame     BLOB    NOT NULL
);
CREATE INDEX instance_by_state    ON instance (state, started) WHERE state > 0;
CREATE INDEX instance_by_process  ON instance (process, state, started) WHERE state > 0;
CREATE INDEX instance_by_customer ON instance (customer, started) WHERE customer <> '';
CREATE INDEX instance_by_due      ON instance (due) WHERE due <> 0;
CREATE INDEX instance_in_trouble  ON instance (started) WHERE incidents > 0;

-- The data of every instance that has some, apart from its state because most
-- commits leave them alone.
CREATE TABLE data (
	instance INTEGER PRIMARY KEY,
	frame    BLOB NOT NULL
);

-- The commits of a transaction, packed: position, version, number of the last
-- event, position of the instance's commit before, instance, frame of events.
CREATE TABLE log (
	last INTEGER PRIMARY KEY, -- position of the last commit in the pack
	pack BLOB NOT NULL
);

-- What is open in the instances, for the lists. What is shown comes from the frames.
CREATE TABLE task (
	team     INTEGER NOT NULL, -- name
	due      INTEGER NOT NULL, -- of the instance; the greatest number: never
	enabled  INTEGER NOT NULL,
	instance INTEGER NOT NULL,
	number   INTEGER NOT NULL,
	process  INTEGER NOT NULL, -- name
	step     INTEGER NOT NULL, -- name
	assignee TEXT    NOT NULL,
	customer TEXT    NOT NULL,
	held     INTEGER NOT NULL,
	PRIMARY KEY (team, due, enabled, instance, number)
) WITHOUT ROWID;
CREATE INDEX task_by_assignee ON task (assignee, due, enabled, instance, number) WHERE assignee <> '';
CREATE INDEX task_by_customer ON task (customer, due, enabled, instance, number) WHERE customer <> '';

CREATE TABLE subscription (
	message  TEXT    NOT NULL,
	key      TEXT    NOT NULL,
	instance TEXT    NOT NULL, -- its id
	number   INTEGER NOT NULL,
	PRIMARY KEY (message, key, instance, number)
) WITHOUT ROWID;

CREATE TABLE incident (
	at       INTEGER NOT NULL,
	instance INTEGER NOT NULL,
	number   INTEGER NOT NULL,
	PRIMARY KEY (at, instance, number)
) WITHOUT ROWID;

-- Facts for measures: what many have in common stands once in place and
-- manner. Visits and turns are numbered in one sequence.
CREATE TABLE place (
	number  INTEGER PRIMARY KEY,
	process TEXT    NOT NULL,
	edition INTEGER NOT NULL,
	step    TEXT    NOT NULL, -- empty for a turn
	lane    TEXT    NOT NULL,
	team    TEXT    NOT NULL,
	party   TEXT    NOT NULL
);
CREATE TABLE manner (
	number  INTEGER PRIMARY KEY,
	by_kind TEXT NOT NULL,
	channel TEXT NOT NULL,
	outcome TEXT NOT NULL -- of a turn: whose turn follows
);
-- The facts of a transaction, packed: number, number of the instance's fact
-- before, kind, place, manner, instance, and what the kind has.
CREATE TABLE fact (
	last INTEGER PRIMARY KEY, -- number of the last fact in the pack
	pack BLOB NOT NULL
);

-- What is to be done outside, and what became of it.
CREATE TABLE effect (
	number   INTEGER PRIMARY KEY,
	id       TEXT    NOT NULL UNIQUE,
	instance TEXT    NOT NULL,
	kind     TEXT    NOT NULL,
	target   TEXT    NOT NULL,
	payload  BLOB    NOT NULL,
	due      INTEGER NOT NULL,
	attempts INTEGER NOT NULL,
	done     INTEGER NOT NULL DEFAULT 0,
	tried    INTEGER NOT NULL DEFAULT 0, -- instant of the last attempt
	result   TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX effect_by_due ON effect (due) WHERE done = 0;

-- Answers of requests, pruned from the oldest on.
CREATE TABLE request (
	number INTEGER PRIMARY KEY,
	scope  TEXT    NOT NULL,
	key    TEXT    NOT NULL,
	body   BLOB    NOT NULL, -- its hash
	answer BLOB    NOT NULL,
	at     INTEGER NOT NULL,
	UNIQUE (scope, key)
);

CREATE TABLE document (
	revision   INTEGER PRIMARY KEY,
	kind       TEXT    NOT NULL,
	id         TEXT    NOT NULL,
	version    INTEGER NOT NULL,
	valid_from INTEGER NOT NULL,
	deleted    INTEGER NOT NULL,
	body       BLOB    NOT NULL,
	at         INTEGER NOT NULL,
	by         TEXT    NOT NULL,
	UNIQUE (kind, id, version)
);

CREATE TABLE secret (
	subject TEXT PRIMARY KEY,
	key     BLOB NOT NULL -- empty: erased
) WITHOUT ROWID;
