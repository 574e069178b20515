-- Bodies that routes have checked in (claim:check-in), each behind its ticket until its time is over.
CREATE TABLE deposit (
  id         uuid   PRIMARY KEY,
  kind       text   NOT NULL CHECK (kind IN ('json', 'text', 'bytes')),
  content    bytea,               -- null = kept at caravan.claim.uri
  at         bigint NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX deposit_expires ON deposit (expires_at);
