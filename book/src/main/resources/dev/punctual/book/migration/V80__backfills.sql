-- Past instants of tasks that users asked for.
create table backfill (
    namespace       text        not null,
    id              text        not null,
    task            text        not null,
    -- by which its instants were named: they stay the same when the task changes
    task_version    integer     not null,
    state           text        not null check (state in ('RUNNING', 'PAUSED', 'DONE', 'CANCELLED')),
    range_from      timestamptz not null,
    range_to        timestamptz not null,
    rate_per_minute integer     not null,
    rerun           boolean     not null,
    instants        bigint      not null,
    entered         bigint      not null default 0,
    left_out        bigint      not null default 0,
    -- the first instant that has not been dealt with is this one or later
    cursor_at       timestamptz not null,
    -- when the rate allows the next fire
    next_at         timestamptz not null,
    created_at      timestamptz not null,
    created_by      text        not null,
    ended_at        timestamptz,
    primary key (namespace, id)
);

create index backfill_next on backfill (next_at) where state = 'RUNNING';
create index backfill_listed on backfill (namespace, created_at desc, id desc);
