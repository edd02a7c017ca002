-- Calendars by their names. What a schedule goes by stands in its definition by value; this is what it is to be.
create table calendar (
    namespace       text        not null,
    name            text        not null,
    -- counts the definitions that users gave it
    version         integer     not null,
    -- of its value, which also changes with the calendars that it is made of; from a sequence, so that none comes twice
    revision        integer     not null,
    definition      jsonb       not null,
    -- the calendars that the definition names
    parts           text[]      not null,
    -- the definition, with what stands for each name
    value           jsonb       not null,
    -- who brought about this revision, and by the change of which calendar
    revised_by      text        not null,
    revised_through text        not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    primary key (namespace, name)
);

create sequence calendar_revision as integer;

-- The calendars that the present definition of a task goes by, and in which revision.
create table task_calendar (
    namespace text    not null,
    task      text    not null,
    calendar  text    not null,
    revision  integer not null,
    primary key (namespace, task, calendar)
);

create index task_calendar_behind on task_calendar (namespace, calendar, revision, task);

-- from when on the present schedule holds: what it names before that was never expected; null: from the beginning
alter table task add column planned_since timestamptz;
