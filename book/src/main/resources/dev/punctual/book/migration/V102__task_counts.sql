-- How many tasks are in each state: the sum of what was added and taken away. One row for each change and not one for each
-- state, so that two who register tasks do not wait for each other; every now and then the rows are added up.
create table task_count (
    namespace text   not null,
    state     text   not null,
    tasks     bigint not null
);

create index task_count_by_namespace on task_count (namespace);

insert into task_count select namespace, state, count(*) from task group by namespace, state;

create function count_tasks() returns trigger language plpgsql as $$
begin
    if tg_op = 'TRUNCATE' then
        delete from task_count;
    elsif tg_op = 'INSERT' then
        insert into task_count select namespace, state, count(*) from changed group by namespace, state;
    else
        insert into task_count select namespace, state, -count(*) from changed group by namespace, state;
    end if;
    return null;
end $$;

create trigger task_counted_when_new after insert on task
    referencing new table as changed for each statement execute function count_tasks();
create trigger task_counted_when_gone after delete on task
    referencing old table as changed for each statement execute function count_tasks();
create trigger task_counted_when_truncated after truncate on task for each statement execute function count_tasks();

create function count_task_again() returns trigger language plpgsql as $$
begin
    insert into task_count values (old.namespace, old.state, -1), (new.namespace, new.state, 1);
    -- users' changes are noted with their audit events; a task completes by itself
    if new.state = 'COMPLETED' and exists (select from live_watch where until > statement_timestamp()) then
        insert into live_change (namespace, task, verb) values (new.namespace, new.id, 'complete');
    end if;
    return null;
end $$;

create trigger task_counted after update on task for each row
    when (old.state is distinct from new.state) execute function count_task_again();
