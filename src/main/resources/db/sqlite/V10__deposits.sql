-- Bodies that routes have checked in (claim:check-in), each behind its ticket until its time is over.
CREATE TABLE deposit (
  id         TEXT    PRIMARY KEY,
  kind       TEXT    NOT NULL CHECK (kind IN ('json', 'text', 'bytes')),
  content    BLOB,                -- null = kept at caravan.claim.uri
  at         INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
);
CREATE INDEX deposit_expires ON deposit (expires_at);
