-- What has changed in the last minutes, for those who watch. Nothing is noted while nobody does. The book does not depend on
-- it, so it need not survive a crash of the server, which empties both tables: the one who watches then begins a new term.
create unlogged table live_watch (
    only_row boolean primary key default true check (only_row),
    -- one time of uninterrupted noting
    term     bigint      not null,
    until    timestamptz not null
);

-- Who has seen a snapshot finds what was committed since then: the rows of transactions that it did not see.
create unlogged table live_change (
    xid       xid8        not null default pg_current_xact_id(),
    at        timestamptz not null default statement_timestamp(),
    -- the fires that a statement wrote
    fires     uuid[],
    -- or the task that was changed, and how
    namespace text,
    task      text,
    verb      text
);

create index live_change_by_xid on live_change (xid);

create function note_fires() returns trigger language plpgsql as $$
begin
    if exists (select from live_watch where until > statement_timestamp()) then
        insert into live_change (fires) select array_agg(id) from changed having count(*) > 0;
    end if;
    return null;
end $$;

create trigger fire_noted_when_new after insert on fire
    referencing new table as changed for each statement execute function note_fires();
create trigger fire_noted after update on fire
    referencing new table as changed for each statement execute function note_fires();

create function note_events() returns trigger language plpgsql as $$
begin
    if exists (select from live_watch where until > statement_timestamp()) then
        insert into live_change (namespace, task, verb) select namespace, task, verb from changed;
    end if;
    return null;
end $$;

create trigger audit_event_noted after insert on audit_event
    referencing new table as changed for each statement execute function note_events();
