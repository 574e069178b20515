-- Times are milliseconds since 1970 (UTC); JSON is text; ids are UUIDv7, so that rows of one time lie together. Text that is
-- compared or sorted is in the collation "C": the order of its bytes, as in Java and SQLite.

-- The nodes that are alive. A batch that takes rows locks its node's row (FOR KEY SHARE); who declares a node dead deletes it,
-- so that afterwards nothing is taken under its epoch any more.
CREATE TABLE node (
  epoch      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- never given twice, also after rows were deleted
  name       text   NOT NULL,
  started_at bigint NOT NULL,
  beat       bigint NOT NULL DEFAULT 0                         -- raised with each beat; others watch it move
) WITH (fillfactor = 50);

-- Epochs of nodes that were declared dead, while rows of the outbox may still carry them; the saviour's turn it is to free them.
CREATE TABLE lost (
  epoch   bigint PRIMARY KEY,
  saviour bigint NOT NULL
);

CREATE TABLE event (
  id          uuid   PRIMARY KEY,
  source      text   COLLATE "C" NOT NULL,
  external_id text   COLLATE "C" NOT NULL,
  type        text   COLLATE "C" NOT NULL,
  subject     text   COLLATE "C",
  time        bigint NOT NULL,
  correlation text   COLLATE "C",
  hops        int    NOT NULL,
  accepted_at bigint NOT NULL,
  data        text   NOT NULL,
  UNIQUE (source, external_id)
);
CREATE INDEX event_type ON event (type, id);

CREATE TABLE parked (
  event_id   uuid NOT NULL,
  definition text   COLLATE "C" NOT NULL,
  reason     text   NOT NULL,
  at         bigint NOT NULL,
  PRIMARY KEY (event_id, definition)
);

CREATE TABLE once (
  definition text   COLLATE "C" NOT NULL,
  key        text   COLLATE "C" NOT NULL,
  flow_id    uuid NOT NULL,
  at         bigint NOT NULL,
  PRIMARY KEY (definition, key)
);

-- Which flow held the key of an event, so that a repeat of the event is told the same.
CREATE TABLE held (
  event_id   uuid NOT NULL,
  definition text COLLATE "C" NOT NULL,
  flow_id    uuid NOT NULL,
  PRIMARY KEY (event_id, definition)
);

CREATE TABLE definition (
  name    text   COLLATE "C" NOT NULL,
  version text   COLLATE "C" NOT NULL,
  graph   text   NOT NULL,
  at      bigint NOT NULL,
  PRIMARY KEY (name, version)
);

-- Each commit of a flow moves its row on: room on the page keeps those updates off the indexes.
CREATE TABLE flow (
  id         uuid   PRIMARY KEY,
  definition text   COLLATE "C" NOT NULL,
  version    text   COLLATE "C",         -- null until the trigger has succeeded
  event_id   uuid NOT NULL,
  key        text   COLLATE "C",
  status     text   COLLATE "C" NOT NULL CHECK (status IN ('running', 'completed', 'failed', 'cancelled')),
  seq        int    NOT NULL,            -- number of its last fact
  started_at bigint NOT NULL,
  ended_at   bigint,                     -- null while anything may still happen
  CHECK (ended_at IS NOT NULL OR status IN ('running', 'failed')),
  CHECK (ended_at IS NULL OR status <> 'running')
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX flow_event ON flow (event_id);
CREATE INDEX flow_status ON flow (status, id) WHERE status <> 'completed';  -- nearly all are completed
CREATE INDEX flow_definition ON flow (definition, id);
CREATE INDEX flow_key ON flow (key, id) WHERE key IS NOT NULL;

-- The journal: one row per flow and commit, append-only.
CREATE TABLE fact (
  flow_id uuid NOT NULL,
  seq     int    NOT NULL,               -- number of the row's last fact
  at      bigint NOT NULL,
  body    text   NOT NULL,
  PRIMARY KEY (flow_id, seq)
);

-- One row for each side effect yet to happen; most live for milliseconds, so that it must be cleaned often. Taken = it carries the lease (epoch, number) of a node.
CREATE TABLE outbox (
  flow_id      uuid NOT NULL,
  action       text   COLLATE "C" NOT NULL,  -- '' for a deadline
  item         int    NOT NULL DEFAULT 0,
  kind         text   COLLATE "C" NOT NULL CHECK (kind IN ('action', 'trigger', 'deadline')),
  definition   text   COLLATE "C" NOT NULL,
  destination  text   COLLATE "C" NOT NULL,
  budget_key   text   COLLATE "C" NOT NULL DEFAULT '',
  attempt      int    NOT NULL CHECK (attempt > 0),
  uncertain    int    NOT NULL DEFAULT 0,
  due_at       bigint NOT NULL,
  lease_epoch  bigint,
  lease_number bigint,
  leased_at    bigint,
  cancelled    int    NOT NULL DEFAULT 0,
  PRIMARY KEY (flow_id, action, item),
  CHECK ((lease_epoch IS NULL) = (lease_number IS NULL))
) WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX outbox_free ON outbox (destination, due_at) WHERE lease_epoch IS NULL;
CREATE INDEX outbox_taken ON outbox (lease_epoch) WHERE lease_epoch IS NOT NULL;

CREATE TABLE dead (
  flow_id    uuid NOT NULL,
  action     text   COLLATE "C" NOT NULL,
  item       int    NOT NULL DEFAULT 0,
  definition text   COLLATE "C" NOT NULL,
  type       text   COLLATE "C" NOT NULL,
  message    text   NOT NULL,
  outcome    text   COLLATE "C" NOT NULL,
  attempts   int    NOT NULL,
  at         bigint NOT NULL,
  fingerprint text  COLLATE "C" NOT NULL,  -- what letters that died of the same cause have in common
  PRIMARY KEY (flow_id, action, item)
);
CREATE INDEX dead_fingerprint ON dead (fingerprint, flow_id);

CREATE TABLE claim (
  id      text   COLLATE "C" PRIMARY KEY,
  flow_id uuid NOT NULL,
  content text   NOT NULL,
  at      bigint NOT NULL
);
CREATE INDEX claim_flow ON claim (flow_id);
