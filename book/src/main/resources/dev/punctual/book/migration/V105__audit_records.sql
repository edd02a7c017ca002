-- What each day held, by namespace: each record names the hash of the one before it, so that a change of an old one shows.
create table audit_record (
    namespace     text        not null,
    -- of UTC
    day           date        not null,
    -- fires that had ended by then are part of the digest
    as_of         timestamptz not null,
    -- what the completeness audit counted, by name
    counts        jsonb       not null,
    fires         bigint      not null,
    -- SHA-256 of the day's fires, of the record before, and of this one, each in 64 hexadecimal digits
    ledger_hash   text        not null,
    previous_hash text        not null,
    hash          text        not null,
    created_at    timestamptz not null default clock_timestamp(),
    primary key (namespace, day)
);

-- Who makes records now, and until when he is believed to be at it: one row.
create table audit_turn (
    only_row boolean     primary key default true check (only_row),
    holder   uuid        not null,
    until    timestamptz not null
);
