-- A talk in which a trading strategy comes into being: one for each client of an owner.
CREATE TABLE strategy_sessions (
    owner         text        NOT NULL,
    client        text        COLLATE "C" NOT NULL,
    version       bigint      NOT NULL DEFAULT 0,
    body          json        NOT NULL,
    worker        text,
    epoch         bigint      NOT NULL DEFAULT 0,
    lease_until   timestamptz,
    attempts      integer     NOT NULL DEFAULT 0,
    last_message  bigint      NOT NULL DEFAULT 0,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (owner, client)
);
COMMENT ON COLUMN strategy_sessions.worker IS 'who holds the session until lease_until; what is written under an older epoch is refused';
COMMENT ON COLUMN strategy_sessions.attempts IS 'how often work on the oldest input was begun';

-- What was said to a session and is not worked off yet.
CREATE TABLE strategy_inputs (
    number   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner    text        NOT NULL,
    client   text        COLLATE "C" NOT NULL,
    id       text        COLLATE "C" NOT NULL UNIQUE,
    content  text        NOT NULL,
    at       timestamptz NOT NULL,
    FOREIGN KEY (owner, client) REFERENCES strategy_sessions ON DELETE CASCADE
);
CREATE INDEX strategy_inputs_by_session ON strategy_inputs (owner, client, number);

-- What a session told, for whoever follows it and for those who come back.
CREATE TABLE strategy_messages (
    owner   text   NOT NULL,
    client  text   COLLATE "C" NOT NULL,
    seq     bigint NOT NULL,
    body    json   NOT NULL,
    PRIMARY KEY (owner, client, seq),
    FOREIGN KEY (owner, client) REFERENCES strategy_sessions ON DELETE CASCADE
);
