-- The answers to POSTs with an Idempotency-Key. A key without a status is being carried out.
CREATE TABLE idempotency_key (
    namespace  text        NOT NULL,
    method     text        NOT NULL,
    path       text        NOT NULL,
    key        text        NOT NULL,
    body_hash  text        NOT NULL,
    -- names the request that carries it out; what ids are made from
    token      uuid        NOT NULL,
    seed       uuid        NOT NULL,
    -- of the first request under this key, and of the latest that began to carry it out
    created_at timestamptz NOT NULL,
    begun_at   timestamptz NOT NULL,
    -- the answer; kept as text, not jsonb, so that it is repeated letter by letter
    status     integer,
    headers    text,
    answer     text,
    PRIMARY KEY (namespace, key, method, path)
);

CREATE INDEX idempotency_key_created_at ON idempotency_key (created_at);
