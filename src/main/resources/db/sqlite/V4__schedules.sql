-- Up to which tick each schedule is handled, so that a tick is noticed that was missed.
CREATE TABLE schedule (
  name TEXT    PRIMARY KEY,       -- of its definition
  rule TEXT    NOT NULL,          -- cron expression and time zone; with another rule it begins anew
  at   INTEGER NOT NULL           -- its last tick; before the first one, when it was first seen
) WITHOUT ROWID;
