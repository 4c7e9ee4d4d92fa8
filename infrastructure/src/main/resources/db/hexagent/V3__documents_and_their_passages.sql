-- Texts that can be searched. The bytes of the file and of the text in it are kept in blobs.
CREATE TABLE documents (
    id          text COLLATE "C" PRIMARY KEY,
    owner       text        NOT NULL,
    name        text        NOT NULL,
    media_type  text        NOT NULL,
    content     text COLLATE "C" NOT NULL,
    bytes       bigint      NOT NULL,
    body        text COLLATE "C" NOT NULL,
    characters  integer     NOT NULL,
    passages    integer     NOT NULL,
    created_at  timestamptz NOT NULL
);
COMMENT ON COLUMN documents.content IS 'the hash of the file';
COMMENT ON COLUMN documents.body IS 'the hash of the text that was taken out of it';

CREATE INDEX documents_by_owner ON documents (owner, created_at DESC, id DESC);
CREATE INDEX documents_by_content ON documents (content, owner);
CREATE INDEX documents_by_body ON documents (body);

-- One row: the version of the newest change, which is locked by whoever makes the next one, so that versions are
-- committed in their order and a reader that goes on after one misses none.
CREATE TABLE passage_clock (
    single   boolean PRIMARY KEY DEFAULT true CHECK (single),
    origin   text   NOT NULL,
    version  bigint NOT NULL
);
COMMENT ON COLUMN passage_clock.origin IS 'tells this database from others, for indexes that are kept elsewhere';
INSERT INTO passage_clock (origin, version) VALUES (gen_random_uuid()::text, 0);

CREATE TABLE passages (
    document  text COLLATE "C" NOT NULL REFERENCES documents ON DELETE CASCADE,
    place     integer NOT NULL,
    owner     text    NOT NULL,
    start_at  integer NOT NULL,
    end_at    integer NOT NULL,
    body      text    NOT NULL,
    model     text    NOT NULL,
    vector    bytea   NOT NULL,
    version   bigint  NOT NULL,
    PRIMARY KEY (document, place)
);
COMMENT ON COLUMN passages.vector IS '32-bit floats, the lowest byte first';
ALTER TABLE passages ALTER COLUMN vector SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX passages_by_version ON passages (version);

-- Documents that are gone, for indexes that still have them.
CREATE TABLE passage_removals (
    version   bigint PRIMARY KEY,
    owner     text NOT NULL,
    document  text COLLATE "C" NOT NULL
);
