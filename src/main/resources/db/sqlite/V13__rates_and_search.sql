-- What each node has done in each minute: its batches add to it, so that it is right after a crash and the same for everybody.
CREATE TABLE rate (
  minute    INTEGER NOT NULL,           -- since 1970, by the clock of the due times
  epoch     INTEGER NOT NULL,           -- of the node; nobody else writes its rows
  accepted  INTEGER NOT NULL,           -- events
  started   INTEGER NOT NULL,           -- flows; so are the next two
  completed INTEGER NOT NULL,
  failed    INTEGER NOT NULL,
  moves     INTEGER NOT NULL,           -- how often a commit has changed a flow
  PRIMARY KEY (minute, epoch)
) WITHOUT ROWID;

-- Events are searched by what they are known by: event_key holds those with a correlation under it only.
CREATE INDEX event_subject ON event (subject) WHERE correlation IS NOT NULL AND subject IS NOT NULL;
