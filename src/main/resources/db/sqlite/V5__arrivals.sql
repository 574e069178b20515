-- Which event has come for which flow that awaited it: its data is read at each attempt, so it stays as long as the flow.
CREATE TABLE arrival (
  event_id TEXT NOT NULL,
  flow_id  TEXT NOT NULL,
  PRIMARY KEY (event_id, flow_id)
) WITHOUT ROWID;

-- Whether a flow is still in its lane.
CREATE INDEX ticket_flow ON ticket (flow_id);
