-- What dead letters that died of the same cause have in common.
ALTER TABLE dead ADD COLUMN fingerprint TEXT NOT NULL DEFAULT '';
DROP INDEX dead_definition;
CREATE INDEX dead_fingerprint ON dead (fingerprint, flow_id);
