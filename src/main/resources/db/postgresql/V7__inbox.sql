-- The way in for whoever writes to this database: a row is an event, committed with the writer's own work. It is deleted by the
-- transaction that accepts it. There is no cursor: whatever is here is still to be accepted, in whatever order it was committed.
CREATE TABLE inbox (
  number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,   -- rows of one key are accepted in this order
  type        text        NOT NULL,
  data        text        NOT NULL DEFAULT '{}',                 -- JSON
  key         text,                                              -- null = in no order
  id          text        NOT NULL DEFAULT gen_random_uuid()::text,
  source      text        NOT NULL DEFAULT '/inbox',
  subject     text,
  time        timestamptz NOT NULL DEFAULT now(),
  correlation text
) WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX inbox_key ON inbox (key, number) WHERE key IS NOT NULL;

-- Rows that cannot be events, with the reason; they wait for a person.
CREATE TABLE inbox_parked (
  number      bigint      PRIMARY KEY,
  type        text        NOT NULL,
  data        text        NOT NULL,
  key         text,
  id          text        NOT NULL,
  source      text        NOT NULL,
  subject     text,
  time        timestamptz NOT NULL,
  correlation text,
  reason      text        NOT NULL,
  parked_at   timestamptz NOT NULL DEFAULT now()
);
