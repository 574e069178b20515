-- More kinds of rows (conditions, waits, cancelling events, lanes, life-cycle events, copies of dead letters), for which SQLite
-- makes the table anew.
CREATE TABLE outbox_of_more_kinds (
  flow_id      TEXT    NOT NULL,
  action       TEXT    NOT NULL,           -- '' for what concerns the flow as a whole
  item         INTEGER NOT NULL DEFAULT 0, -- of a list: 1 is the first
  kind         TEXT    NOT NULL CHECK (kind IN ('action', 'evaluate', 'await', 'trigger', 'deadline', 'cancel', 'leave',
                                                'announce', 'copy')),
  definition   TEXT    NOT NULL,
  destination  TEXT    NOT NULL,
  budget_key   TEXT    NOT NULL DEFAULT '',
  attempt      INTEGER NOT NULL CHECK (attempt > 0),
  uncertain    INTEGER NOT NULL DEFAULT 0,
  due_at       INTEGER NOT NULL,
  lease_epoch  INTEGER,
  lease_number INTEGER,
  leased_at    INTEGER,
  cancelled    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (flow_id, action, item),
  CHECK ((lease_epoch IS NULL) = (lease_number IS NULL))
) WITHOUT ROWID;
INSERT INTO outbox_of_more_kinds SELECT * FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_of_more_kinds RENAME TO outbox;
CREATE INDEX outbox_free ON outbox (destination, due_at) WHERE lease_epoch IS NULL;
CREATE INDEX outbox_taken ON outbox (lease_epoch) WHERE lease_epoch IS NOT NULL;

-- A key may be held for a time only.
ALTER TABLE once ADD COLUMN until INTEGER;

-- Who waits for which event; action '' = the event cancels the flow. cause is the flow's own event, which never counts.
CREATE TABLE waiting (
  flow_id  TEXT NOT NULL,
  action   TEXT NOT NULL,
  type     TEXT NOT NULL,
  key      TEXT NOT NULL,
  cause    TEXT NOT NULL,
  event_id TEXT,                           -- the event that has come
  PRIMARY KEY (flow_id, action, type)
) WITHOUT ROWID;
CREATE INDEX waiting_key ON waiting (type, key);
CREATE INDEX event_key ON event (type, coalesce(correlation, subject), id) WHERE coalesce(correlation, subject) IS NOT NULL;

-- Flows of one definition and key run one after another: head is the ticket whose turn it is, tail the next one to be given.
CREATE TABLE lane (
  definition TEXT    NOT NULL,
  key        TEXT    NOT NULL,
  head       INTEGER NOT NULL,
  tail       INTEGER NOT NULL,
  PRIMARY KEY (definition, key)
) WITHOUT ROWID;

CREATE TABLE ticket (
  definition TEXT    NOT NULL,
  key        TEXT    NOT NULL,
  number     INTEGER NOT NULL,
  flow_id    TEXT    NOT NULL,
  PRIMARY KEY (definition, key, number)
) WITHOUT ROWID;
