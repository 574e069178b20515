-- What dead letters that died of the same cause have in common.
ALTER TABLE dead ADD COLUMN fingerprint TEXT NOT NULL DEFAULT '';
DROP INDEX dead_definition;
CREATE INDEX dead_fingerprint ON dead (fingerprint, flow_id);

-- Actions have conditions that are evaluated: one kind of row more, for which SQLite makes the table anew.
CREATE TABLE outbox_with_evaluate (
  flow_id      TEXT    NOT NULL,
  action       TEXT    NOT NULL,  -- '' for a deadline
  item         INTEGER NOT NULL DEFAULT 0,
  kind         TEXT    NOT NULL CHECK (kind IN ('action', 'evaluate', 'trigger', 'deadline')),
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
INSERT INTO outbox_with_evaluate SELECT * FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_with_evaluate RENAME TO outbox;
CREATE INDEX outbox_free ON outbox (destination, due_at) WHERE lease_epoch IS NULL;
CREATE INDEX outbox_taken ON outbox (lease_epoch) WHERE lease_epoch IS NOT NULL;
