-- Up to which tick each schedule is handled, so that a tick is noticed that was missed.
CREATE TABLE schedule (
  name text   COLLATE "C" PRIMARY KEY,   -- of its definition
  rule text   NOT NULL,                  -- cron expression and time zone; with another rule it begins anew
  at   bigint NOT NULL                   -- its last tick; before the first one, when it was first seen
);
