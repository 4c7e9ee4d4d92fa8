-- The number of a run in its conversation, given in the order in which runs are accepted.
ALTER TABLE conversations ADD COLUMN runs bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN conversations.runs IS 'how many runs it ever had: the number of the newest';

ALTER TABLE runs
    ADD COLUMN ordinal           bigint,
    ADD COLUMN replay_of         text COLLATE "C",
    ADD COLUMN claimed_seq       bigint  NOT NULL DEFAULT 0,
    ADD COLUMN strikes           integer NOT NULL DEFAULT 0,
    ADD COLUMN input_expires_at  timestamptz;
COMMENT ON COLUMN runs.claimed_seq IS 'the number of the last event when a worker took it last';
COMMENT ON COLUMN runs.strikes IS 'how many workers in a row lost it without a new event';

UPDATE runs r SET ordinal = n.place
FROM (SELECT id, row_number() OVER (PARTITION BY owner, conversation ORDER BY created_at, id) AS place FROM runs) n
WHERE n.id = r.id;
UPDATE conversations c SET runs = n.many
FROM (SELECT owner, conversation, count(*) AS many FROM runs GROUP BY owner, conversation) n
WHERE n.owner = c.owner AND n.conversation = c.id;
ALTER TABLE runs ALTER COLUMN ordinal SET NOT NULL;

DROP INDEX runs_by_conversation;
CREATE UNIQUE INDEX runs_by_conversation ON runs (owner, conversation, ordinal);
CREATE INDEX runs_live_by_conversation ON runs (owner, conversation, ordinal)
    WHERE status IN ('queued', 'running', 'awaiting_input');
CREATE INDEX runs_expiring ON runs (input_expires_at) WHERE input_expires_at IS NOT NULL;
-- Runs end about in the order of their rows: a summary of page ranges finds the old ones and costs a write nothing.
CREATE INDEX runs_ended ON runs USING brin (completed_at);
CREATE INDEX conversations_by_use ON conversations (owner, updated_at DESC, id DESC);
CREATE INDEX artifacts_by_conversation ON artifacts (owner, conversation, created_at DESC, id DESC);

-- Requests that created something, so that a repeated one does not create it again.
CREATE TABLE request_keys (
    owner       text        NOT NULL,
    route       text        NOT NULL,
    key         text        NOT NULL,
    hash        text        NOT NULL,
    resource    text        NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (owner, route, key)
);
CREATE INDEX request_keys_by_age ON request_keys USING brin (created_at);

-- Replies that are being written, no record: gone after a crash of the server, and not worth a flush of the log.
CREATE UNLOGGED TABLE partial_replies (
    run_id  text COLLATE "C" PRIMARY KEY,
    reply   integer     NOT NULL,
    text    text        NOT NULL,
    at      timestamptz NOT NULL
) WITH (fillfactor = 50);

-- When which chore is due: the table of the scheduler.
CREATE TABLE chores (
    task_name             text        NOT NULL,
    task_instance         text        NOT NULL,
    task_data             bytea,
    execution_time        timestamptz NOT NULL,
    picked                boolean     NOT NULL,
    picked_by             text,
    last_success          timestamptz,
    last_failure          timestamptz,
    consecutive_failures  integer,
    last_heartbeat        timestamptz,
    version               bigint      NOT NULL,
    priority              smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX chores_due ON chores (execution_time);
CREATE INDEX chores_held ON chores (last_heartbeat);
