-- Tasks that rest together, until somebody thaws them.
create table task_freeze (
    namespace   text        not null,
    id          text        not null,
    -- of the tasks that it is for; null for all of the namespace
    label_key   text,
    label_value text,
    reason      text,
    -- when it thaws by itself; null for never
    until       timestamptz,
    -- what becomes of the instants that pass meanwhile; null for what each task says
    catch_up    text,
    state       text        not null check (state in ('FROZEN', 'THAWING', 'THAWED')),
    created_at  timestamptz not null,
    created_by  text        not null,
    thawed_by   text,
    thawed_at   timestamptz,
    primary key (namespace, id)
);

create index task_freeze_in_force on task_freeze (namespace, id) where state <> 'THAWED';

-- the freeze that paused the task; null when none did, or a user has acted on it since
alter table task add column frozen_by text;

create index task_frozen on task (namespace, frozen_by, id) where frozen_by is not null;
