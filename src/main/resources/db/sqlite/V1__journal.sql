-- Times are milliseconds since 1970 (UTC); JSON is text; ids are UUIDv7, so that rows of one time lie together.

CREATE TABLE node (
  epoch      INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice, also after rows were deleted
  name       TEXT    NOT NULL,
  started_at INTEGER NOT NULL
);

CREATE TABLE event (
  id          TEXT    PRIMARY KEY,
  source      TEXT    NOT NULL,
  external_id TEXT    NOT NULL,
  type        TEXT    NOT NULL,
  subject     TEXT,
  time        INTEGER NOT NULL,
  correlation TEXT,
  hops        INTEGER NOT NULL,
  accepted_at INTEGER NOT NULL,
  data        TEXT    NOT NULL,
  UNIQUE (source, external_id)
);
CREATE INDEX event_type ON event (type, id);

CREATE TABLE parked (
  event_id   TEXT    NOT NULL,
  definition TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (event_id, definition)
) WITHOUT ROWID;

CREATE TABLE once (
  definition TEXT    NOT NULL,
  key        TEXT    NOT NULL,
  flow_id    TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (definition, key)
) WITHOUT ROWID;

-- Which flow held the key of an event, so that a repeat of the event is told the same.
CREATE TABLE held (
  event_id   TEXT    NOT NULL,
  definition TEXT    NOT NULL,
  flow_id    TEXT    NOT NULL,
  PRIMARY KEY (event_id, definition)
) WITHOUT ROWID;

CREATE TABLE definition (
  name    TEXT    NOT NULL,
  version TEXT    NOT NULL,
  graph   TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (name, version)
) WITHOUT ROWID;

CREATE TABLE flow (
  id         TEXT    PRIMARY KEY,
  definition TEXT    NOT NULL,
  version    TEXT,                -- null until the trigger has succeeded
  event_id   TEXT    NOT NULL,
  key        TEXT,
  status     TEXT    NOT NULL CHECK (status IN ('running', 'completed', 'failed', 'cancelled')),
  seq        INTEGER NOT NULL,    -- number of its last fact
  started_at INTEGER NOT NULL,
  ended_at   INTEGER,             -- null while anything may still happen
  CHECK (ended_at IS NOT NULL OR status IN ('running', 'failed')),
  CHECK (ended_at IS NULL OR status <> 'running')
);
CREATE INDEX flow_event ON flow (event_id);
CREATE INDEX flow_status ON flow (status, id);
CREATE INDEX flow_definition ON flow (definition, id);
CREATE INDEX flow_key ON flow (key, id) WHERE key IS NOT NULL;

-- The journal: one row per flow and commit, append-only.
CREATE TABLE fact (
  flow_id TEXT    NOT NULL,
  seq     INTEGER NOT NULL,       -- number of the row's last fact
  at      INTEGER NOT NULL,
  body    TEXT    NOT NULL,
  PRIMARY KEY (flow_id, seq)
) WITHOUT ROWID;

-- One row for each side effect yet to happen. Taken = it carries the lease (epoch, number) of a node.
CREATE TABLE outbox (
  flow_id      TEXT    NOT NULL,
  action       TEXT    NOT NULL,  -- '' for a deadline
  item         INTEGER NOT NULL DEFAULT 0,
  kind         TEXT    NOT NULL CHECK (kind IN ('action', 'trigger', 'deadline')),
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
CREATE INDEX outbox_free ON outbox (destination, due_at) WHERE lease_epoch IS NULL;
CREATE INDEX outbox_taken ON outbox (lease_epoch) WHERE lease_epoch IS NOT NULL;

CREATE TABLE dead (
  flow_id    TEXT    NOT NULL,
  action     TEXT    NOT NULL,
  item       INTEGER NOT NULL DEFAULT 0,
  definition TEXT    NOT NULL,
  type       TEXT    NOT NULL,
  message    TEXT    NOT NULL,
  outcome    TEXT    NOT NULL,
  attempts   INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (flow_id, action, item)
) WITHOUT ROWID;
CREATE INDEX dead_definition ON dead (definition, action, at);

CREATE TABLE claim (
  id      TEXT    PRIMARY KEY,
  flow_id TEXT    NOT NULL,
  content TEXT    NOT NULL,
  at      INTEGER NOT NULL
);
CREATE INDEX claim_flow ON claim (flow_id);
