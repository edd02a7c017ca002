-- The task: what changes with every fire, in a small row. What the user said of it stands in task_version.
create table task (
    namespace       text        not null,
    id              text        not null,
    state           text        not null check (state in ('ACTIVE', 'PAUSED', 'COMPLETED', 'CANCELLED')),
    version         integer     not null,
    -- counts claims and passed-over instants: a plan made from an older position is superseded
    position        bigint      not null default 0,
    next_fire_at    timestamptz,
    -- the schedule's own instant that next_fire_at stands for: the same, unless a user moved it
    next_nominal_at timestamptz,
    last_fire_at    timestamptz,
    last_fire_id    uuid,
    paused_reason   text,
    paused_until    timestamptz,
    resumed_at      timestamptz,
    resumed_policy  text,
    -- the version that the engine was told of; 0: it knows nothing of the task; below 0: it must be woken whatever it knows
    engine_version  integer     not null default 0,
    engine_tried_at timestamptz,
    rescued_at      timestamptz,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    primary key (namespace, id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

create index task_due on task (next_fire_at) where state = 'ACTIVE' and next_fire_at is not null;
create index task_behind on task (updated_at) where engine_version <> version;
create index task_pause_ends on task (paused_until) where state = 'PAUSED' and paused_until is not null;

-- Every definition a task ever had; fires refer to them.
create table task_version (
    namespace    text        not null,
    id           text        not null,
    version      integer     not null,
    spec         jsonb       not null,
    display_name text,
    labels       jsonb       not null,
    action_type  text        not null,
    created_at   timestamptz not null,
    primary key (namespace, id, version)
);

create index task_version_labels on task_version using gin (labels jsonb_path_ops);

-- One row for each expected instant of each task. The id is made from task, instant and trigger, so the key forbids a second.
create table fire (
    id                 uuid        not null,
    namespace          text        not null,
    task               text        not null,
    scheduled_for      timestamptz not null,
    trigger            text        not null,
    state              text        not null,
    reason             text,
    detail             text,
    -- how many instants a SKIPPED row stands for, and the last of them; null for one
    covers             bigint,
    covers_until       timestamptz,
    version            integer     not null,
    attempt            integer     not null,
    worker             text,
    -- the token of the claim that owns the attempt in progress; null once the attempt was declared lost
    claim              uuid,
    claimed_at         timestamptz,
    -- when the attempt in progress was claimed; null while that is the first
    attempt_claimed_at timestamptz,
    started_at         timestamptz,
    finished_at        timestamptz,
    due_at             timestamptz,
    outcome            jsonb,
    error_type         text,
    error_message      text,
    primary key (scheduled_for, id)
) partition by range (scheduled_for);

create index fire_by_task on fire (namespace, task, scheduled_for desc, id desc);
create index fire_open on fire (namespace, task) where finished_at is null;

-- takes what no week's partition is there for
create table fire_default partition of fire default;

-- Attempts of fires that needed more than one; the only attempt of a fire stands in the fire itself.
create table attempt (
    fire          uuid        not null,
    scheduled_for timestamptz not null,
    number        integer     not null,
    state         text        not null,
    worker        text,
    claimed_at    timestamptz not null,
    started_at    timestamptz,
    finished_at   timestamptz not null,
    error_type    text,
    error_message text,
    primary key (scheduled_for, fire, number)
) partition by range (scheduled_for);

create table attempt_default partition of attempt default;

-- Everything that changed a task, and by whom.
create table audit_event (
    id        bigint generated always as identity primary key,
    at        timestamptz not null,
    namespace text        not null,
    task      text        not null,
    version   integer     not null,
    actor     text        not null,
    verb      text        not null,
    detail    jsonb
);

create index audit_event_by_task on audit_event (namespace, task, id desc);

-- Processes, their signs of life, and what they do. A lapsed heartbeat ends the lease on the fires that a worker has claimed.
create table worker_instance (
    worker       text primary key,
    host         text        not null,
    pid          bigint      not null,
    roles        text        not null,
    started_at   timestamptz not null,
    heartbeat_at timestamptz not null,
    held         integer     not null,
    running      integer     not null,
    cpu_load     double precision,
    memory_bytes bigint      not null
);

-- Which engine the tasks' workflows live in: one row.
create table engine_instance (
    only_row boolean primary key default true check (only_row),
    identity text        not null,
    since    timestamptz not null
);
