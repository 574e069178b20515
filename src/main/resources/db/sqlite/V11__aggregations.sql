-- What aggregators (aggregationRepository: "#caravan") have gathered and not yet completed; its version is drawn anew by each change.
CREATE TABLE aggregation (
  aggregator TEXT    NOT NULL,
  key        TEXT    NOT NULL,
  version    TEXT    NOT NULL,
  size       INTEGER NOT NULL CHECK (size > 0),
  content    TEXT    NOT NULL,
  due_at     INTEGER,               -- null = no timeout completes it
  PRIMARY KEY (aggregator, key)
) WITHOUT ROWID;
CREATE INDEX aggregation_due ON aggregation (due_at) WHERE due_at IS NOT NULL;

-- Messages that were gathered, so that one that comes again is not gathered twice.
CREATE TABLE gathered (
  aggregator   TEXT    NOT NULL,
  message      TEXT    NOT NULL,
  forgotten_at INTEGER NOT NULL,
  PRIMARY KEY (aggregator, message)
) WITHOUT ROWID;
CREATE INDEX gathered_forgotten ON gathered (forgotten_at);

-- Completed groups on their way to the steps behind their aggregator; a row goes when those have ended well.
CREATE TABLE completed_group (
  id           TEXT    PRIMARY KEY,
  aggregator   TEXT    NOT NULL,
  key          TEXT    NOT NULL,
  size         INTEGER NOT NULL CHECK (size > 0),
  completed_by TEXT    NOT NULL,
  content      TEXT    NOT NULL,
  completed_at INTEGER NOT NULL,
  due_at       INTEGER NOT NULL,
  attempt      INTEGER NOT NULL DEFAULT 0,
  epoch        INTEGER,             -- the node that delivers it; null = none
  error        TEXT
);
CREATE INDEX completed_group_due ON completed_group (due_at);
CREATE INDEX completed_group_epoch ON completed_group (epoch) WHERE epoch IS NOT NULL;
