-- Identities compare byte by byte, so that an index serves "starts with".
-- JSON is kept as json, not jsonb: it is written often, read whole, and numbers keep the digits they were given.

CREATE TABLE conversations (
    owner       text        NOT NULL,
    id          text COLLATE "C" NOT NULL,
    title       text        NOT NULL,
    metadata    json        NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (owner, id)
) WITH (fillfactor = 85);

-- The row of a run is the queue as well: who holds it, under which epoch, and until when by this server's clock.
CREATE TABLE runs (
    id             text COLLATE "C" PRIMARY KEY,
    owner          text        NOT NULL,
    conversation   text COLLATE "C" NOT NULL,
    agent          text        NOT NULL,
    model          text        NOT NULL,
    query          text        NOT NULL,
    datasets       json        NOT NULL,
    status         text        NOT NULL,
    request        text,
    outcome        text,
    error_code     text,
    error_message  text,
    input_tokens   bigint      NOT NULL,
    output_tokens  bigint      NOT NULL,
    due_at         timestamptz,
    worker         text,
    epoch          bigint      NOT NULL,
    lease_until    timestamptz,
    attempt        integer     NOT NULL,
    last_seq       bigint      NOT NULL,
    batch          bigint      NOT NULL,
    created_at     timestamptz NOT NULL,
    completed_at   timestamptz
) WITH (fillfactor = 70);

COMMENT ON COLUMN runs.batch IS 'the writer''s number of the batch that wrote the row last: tells whether a commit arrived';

CREATE INDEX runs_by_owner ON runs (owner, created_at DESC, id DESC);
CREATE INDEX runs_by_conversation ON runs (owner, conversation, created_at DESC);
-- Live runs are few. The lease is not in the index, so that renewing it touches no index.
CREATE INDEX runs_live ON runs (status, due_at) WHERE status IN ('queued', 'running', 'awaiting_input');

-- The owner of an event, a checkpoint or a chunk is that of its run or blob; each is reached only through that.
CREATE TABLE run_events (
    run_id  text COLLATE "C" NOT NULL,
    seq     bigint      NOT NULL,
    type    text        NOT NULL,
    at      timestamptz NOT NULL,
    body    json        NOT NULL,
    PRIMARY KEY (run_id, seq)
);

CREATE TABLE checkpoints (
    run_id    text COLLATE "C" PRIMARY KEY,
    upto_seq  bigint NOT NULL,
    node      text   NOT NULL,
    next      text   NOT NULL,
    state     text   NOT NULL
) WITH (fillfactor = 50);

-- Bytes under their SHA-256, in chunks of 1 MiB. They are shared by all who refer to them, and reached only through that.
CREATE TABLE blobs (
    hash   text COLLATE "C" PRIMARY KEY,
    bytes  bigint NOT NULL
);

CREATE TABLE blob_chunks (
    hash   text COLLATE "C" NOT NULL REFERENCES blobs ON DELETE CASCADE,
    place  integer NOT NULL,
    body   bytea   NOT NULL,
    PRIMARY KEY (hash, place)
);
ALTER TABLE blob_chunks ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE datasets (
    id          text COLLATE "C" PRIMARY KEY,
    owner       text        NOT NULL,
    name        text        NOT NULL,
    path        text,
    content     text COLLATE "C" NOT NULL,
    bytes       bigint      NOT NULL,
    profile     json        NOT NULL,
    created_at  timestamptz NOT NULL
);

COMMENT ON COLUMN datasets.path IS 'the local file; null when the bytes are kept in blobs';

CREATE INDEX datasets_by_owner ON datasets (owner, created_at DESC, id DESC);
CREATE INDEX datasets_by_content ON datasets (content, owner);

CREATE TABLE artifacts (
    id            text COLLATE "C" PRIMARY KEY,
    owner         text        NOT NULL,
    run_id        text COLLATE "C" NOT NULL,
    conversation  text COLLATE "C" NOT NULL,
    kind          text        NOT NULL,
    title         text        NOT NULL,
    renditions    json        NOT NULL,
    contents      text[]      NOT NULL,
    created_at    timestamptz NOT NULL
);

COMMENT ON COLUMN artifacts.contents IS 'the hashes of all renditions, to find who refers to some bytes';

CREATE INDEX artifacts_by_owner ON artifacts (owner, created_at DESC, id DESC);
CREATE INDEX artifacts_by_run ON artifacts (run_id);
CREATE INDEX artifacts_by_content ON artifacts USING gin (contents);

CREATE TABLE tool_settings (
    owner        text    NOT NULL,
    tool         text    NOT NULL,
    enabled      boolean NOT NULL,
    description  text,
    PRIMARY KEY (owner, tool)
);
