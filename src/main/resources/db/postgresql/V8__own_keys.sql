-- Keys that Caravan has made for itself, once for each purpose, in base64: with them it knows its own signatures again, on any node.
CREATE TABLE own_key (
  purpose text   PRIMARY KEY,
  key     text   NOT NULL,
  at      bigint NOT NULL
);
