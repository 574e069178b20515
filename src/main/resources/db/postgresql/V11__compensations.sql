-- One more kind of rows: a flow that has turned back compensates what it has done.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check CHECK (kind IN ('action', 'evaluate', 'await', 'trigger', 'deadline',
                                                                    'cancel', 'leave', 'announce', 'copy', 'compensate'));
