-- Keys that Caravan has made for itself, once for each purpose, in base64: with them it knows its own signatures again, on any node.
CREATE TABLE own_key (
  purpose TEXT    PRIMARY KEY,
  key     TEXT    NOT NULL,
  at      INTEGER NOT NULL
) WITHOUT ROWID;
