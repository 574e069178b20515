-- What each node has done in each minute: its batches add to it, so that it is right after a crash and the same for everybody.
-- A row is moved on by many commits within its minute: room on the page, or the dead versions would fill the table.
CREATE TABLE rate (
  minute    bigint NOT NULL,            -- since 1970, by the clock of the due times
  epoch     bigint NOT NULL,            -- of the node; nobody else writes its rows
  accepted  bigint NOT NULL,            -- events
  started   bigint NOT NULL,            -- flows; so are the next two
  completed bigint NOT NULL,
  failed    bigint NOT NULL,
  moves     bigint NOT NULL,            -- how often a commit has changed a flow
  PRIMARY KEY (minute, epoch)
) WITH (fillfactor = 50);

-- Events are searched by what they are known by: event_key holds those with a correlation under it only.
CREATE INDEX event_subject ON event (subject) WHERE correlation IS NOT NULL AND subject IS NOT NULL;
