-- Removals are told to search indexes for a while; one that was away for longer is read anew.
ALTER TABLE passage_removals ADD COLUMN removed_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX passage_removals_by_time ON passage_removals (removed_at);

ALTER TABLE passage_clock ADD COLUMN forgotten bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN passage_clock.forgotten IS 'the version of the newest removal that is not told any more';
