-- What is left of a task that ended long ago: its id is free again.
create table task_archive (
    namespace   text        not null,
    id          text        not null,
    archived_at timestamptz not null,
    state       text        not null,
    -- the last definition, and its number
    version     integer     not null,
    spec        jsonb       not null,
    created_at  timestamptz not null,
    ended_at    timestamptz not null,
    primary key (namespace, id, archived_at)
);

create index task_archive_by_age on task_archive (archived_at);

-- Who tidies up, and how far it has come in its walk over the tasks: one row.
create table retention (
    only_row  boolean     primary key default true check (only_row),
    begun_at  timestamptz not null,
    namespace text        not null,
    id        text        not null
);

-- finds the tasks that keep their fires for a shorter time than others
create index task_version_retention on task_version (namespace, id, version) where (spec -> 'retention') is not null;
