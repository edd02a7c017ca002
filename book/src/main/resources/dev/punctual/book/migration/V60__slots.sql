-- Fires whose tasks name a concurrency key: of those with one key, so many may be under way at a time.
alter table fire
    add column slot_key      text,
    -- how many, by the task's definition
    add column slot_limit    integer,
    add column slot_priority smallint,
    -- when it got a slot, which it keeps until it ends; null while it waits in line
    add column admitted_at   timestamptz;

create index fire_in_line on fire (namespace, slot_key, slot_priority, scheduled_for, id)
    where finished_at is null and slot_key is not null and admitted_at is null;
create index fire_admitted on fire (namespace, slot_key)
    where finished_at is null and slot_key is not null and admitted_at is not null;
