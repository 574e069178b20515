-- More kinds of rows: conditions, waits, cancelling events, lanes, life-cycle events, copies of dead letters. The action is ''
-- for what concerns the flow as a whole; of a list the first item is 1.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check CHECK (kind IN ('action', 'evaluate', 'await', 'trigger', 'deadline',
                                                                    'cancel', 'leave', 'announce', 'copy'));

-- A key may be held for a time only.
ALTER TABLE once ADD COLUMN until bigint;

-- Who waits for which event; action '' = the event cancels the flow. cause is the flow's own event, which never counts.
CREATE TABLE waiting (
  flow_id  uuid NOT NULL,
  action   text COLLATE "C" NOT NULL,
  type     text COLLATE "C" NOT NULL,
  key      text COLLATE "C" NOT NULL,
  cause    uuid NOT NULL,
  event_id uuid,                           -- the event that has come
  PRIMARY KEY (flow_id, action, type)
);
CREATE INDEX waiting_key ON waiting (type, key);
CREATE INDEX event_key ON event (type, coalesce(correlation, subject), id) WHERE coalesce(correlation, subject) IS NOT NULL;

-- Flows of one definition and key run one after another: head is the ticket whose turn it is, tail the next one to be given.
CREATE TABLE lane (
  definition text   COLLATE "C" NOT NULL,
  key        text   COLLATE "C" NOT NULL,
  head       bigint NOT NULL,
  tail       bigint NOT NULL,
  PRIMARY KEY (definition, key)
) WITH (fillfactor = 50);

CREATE TABLE ticket (
  definition text   COLLATE "C" NOT NULL,
  key        text   COLLATE "C" NOT NULL,
  number     bigint NOT NULL,
  flow_id    uuid   NOT NULL,
  PRIMARY KEY (definition, key, number)
);
