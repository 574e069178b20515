-- Destinations and actions that rest until somebody lets them go on, or until a check of the destination passes.
CREATE TABLE pause (
  kind      TEXT    NOT NULL CHECK (kind IN ('destination', 'action')),
  name      TEXT    NOT NULL,           -- of an action: DEFINITION/ACTION
  since     INTEGER NOT NULL,
  paused_by TEXT    NOT NULL,
  note      TEXT    NOT NULL,
  check_at  INTEGER,                    -- when the next check is due; null: only a person lets it go on
  checks    INTEGER NOT NULL DEFAULT 0, -- how often it was checked
  PRIMARY KEY (kind, name)
) WITHOUT ROWID;

-- What of a destination's budgets is used up; one row for each budget of each part (e.g. a channel), and one without a period.
CREATE TABLE destination (
  name          TEXT    NOT NULL,
  part          TEXT    NOT NULL,           -- '' = the whole of it
  period        INTEGER NOT NULL,           -- milliseconds; 0 = the row of blocked_until
  paid_until    INTEGER NOT NULL DEFAULT 0, -- microseconds since 1970: up to then the budget's rate is spent
  announced     INTEGER,                    -- the limit that the third party has told for this period
  blocked_until INTEGER NOT NULL DEFAULT 0, -- the third party has asked to be left alone until then
  PRIMARY KEY (name, part, period)
) WITHOUT ROWID;
CREATE INDEX destination_blocked ON destination (blocked_until) WHERE period = 0;
