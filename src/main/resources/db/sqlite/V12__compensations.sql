-- One more kind of rows: a flow that has turned back compensates what it has done.
CREATE TABLE outbox_with_compensations (
  flow_id      TEXT    NOT NULL,
  action       TEXT    NOT NULL,           -- '' for what concerns the flow as a whole
  item         INTEGER NOT NULL DEFAULT 0, -- of a list: 1 is the first
  kind         TEXT    NOT NULL CHECK (kind IN ('action', 'evaluate', 'await', 'trigger', 'deadline', 'cancel', 'leave',
                                                'announce', 'copy', 'compensate')),
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
INSERT INTO outbox_with_compensations SELECT * FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_with_compensations RENAME TO outbox;
CREATE INDEX outbox_free ON outbox (destination, due_at) WHERE lease_epoch IS NULL;
CREATE INDEX outbox_taken ON outbox (lease_epoch) WHERE lease_epoch IS NOT NULL;
