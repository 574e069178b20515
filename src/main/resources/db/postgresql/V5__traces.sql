-- Below which span of which trace the event happened (W3C Trace Context); null = it is part of none.
ALTER TABLE event ADD COLUMN traceparent text;
