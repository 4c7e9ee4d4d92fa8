-- The run of a sub-agent: it stands in its parent's conversation, and whoever holds the parent works on it.
ALTER TABLE runs ADD COLUMN parent text COLLATE "C";
COMMENT ON COLUMN runs.parent IS 'the run whose sub-agent this is; null for a run that somebody asked for';

CREATE INDEX runs_by_parent ON runs (parent) WHERE parent IS NOT NULL;
