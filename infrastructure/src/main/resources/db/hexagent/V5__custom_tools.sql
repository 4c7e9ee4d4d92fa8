-- Tools that owners described themselves: HTTP calls. Secrets stand in a definition by name only.
CREATE TABLE custom_tools (
    owner        text        NOT NULL,
    name         text        NOT NULL,
    definition   jsonb       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (owner, name)
);
