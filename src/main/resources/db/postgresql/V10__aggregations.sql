-- What aggregators (aggregationRepository: "#caravan") have gathered and not yet completed; its version is drawn anew by each change.
CREATE TABLE aggregation (
  aggregator text   NOT NULL,
  key        text   NOT NULL,
  version    uuid   NOT NULL,
  size       int    NOT NULL CHECK (size > 0),
  content    text   NOT NULL,
  due_at     bigint,                -- null = no timeout completes it
  PRIMARY KEY (aggregator, key)
);
CREATE INDEX aggregation_due ON aggregation (due_at) WHERE due_at IS NOT NULL;

-- Messages that were gathered, so that one that comes again is not gathered twice.
CREATE TABLE gathered (
  aggregator   text   NOT NULL,
  message      text   NOT NULL,
  forgotten_at bigint NOT NULL,
  PRIMARY KEY (aggregator, message)
);
CREATE INDEX gathered_forgotten ON gathered (forgotten_at);

-- Completed groups on their way to the steps behind their aggregator; a row goes when those have ended well.
CREATE TABLE completed_group (
  id           uuid   PRIMARY KEY,
  aggregator   text   NOT NULL,
  key          text   NOT NULL,
  size         int    NOT NULL CHECK (size > 0),
  completed_by text   NOT NULL,
  content      text   NOT NULL,
  completed_at bigint NOT NULL,
  due_at       bigint NOT NULL,
  attempt      int    NOT NULL DEFAULT 0,
  epoch        bigint,              -- the node that delivers it; null = none
  error        text
);
CREATE INDEX completed_group_due ON completed_group (due_at);
CREATE INDEX completed_group_epoch ON completed_group (epoch) WHERE epoch IS NOT NULL;
