-- A group is written again with every message that joins it; with room on its page that leaves its indexes alone.
ALTER TABLE aggregation SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE completed_group SET (autovacuum_vacuum_scale_factor = 0.02);
