-- Who an owner is at the service that reaches brokers; the secret is sealed before it comes here.
CREATE TABLE brokerage_links (
    owner          text        PRIMARY KEY,
    user_id        text        NOT NULL,
    sealed_secret  text        NOT NULL,
    created_at     timestamptz NOT NULL
);
