-- Destinations and actions that rest until somebody lets them go on, or until a check of the destination passes.
CREATE TABLE pause (
  kind      text   COLLATE "C" NOT NULL CHECK (kind IN ('destination', 'action')),
  name      text   COLLATE "C" NOT NULL,  -- of an action: DEFINITION/ACTION
  since     bigint NOT NULL,
  paused_by text   NOT NULL,
  note      text   NOT NULL,
  check_at  bigint,                       -- when the next check is due; null: only a person lets it go on
  checks    int    NOT NULL DEFAULT 0,    -- how often it was checked
  PRIMARY KEY (kind, name)
);

-- What of a destination's budgets is used up; one row for each budget of each part (e.g. a channel), and one without a period.
-- Updated often: room on the page keeps that off the indexes.
CREATE TABLE destination (
  name          text   COLLATE "C" NOT NULL,
  part          text   COLLATE "C" NOT NULL,  -- '' = the whole of it
  period        bigint NOT NULL,              -- milliseconds; 0 = the row of blocked_until
  paid_until    bigint NOT NULL DEFAULT 0,    -- microseconds since 1970: up to then the budget's rate is spent
  announced     int,                          -- the limit that the third party has told for this period
  blocked_until bigint NOT NULL DEFAULT 0,    -- the third party has asked to be left alone until then
  PRIMARY KEY (name, part, period)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX destination_blocked ON destination (blocked_until) WHERE period = 0;
