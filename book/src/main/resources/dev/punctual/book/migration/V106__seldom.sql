-- The list of fires in a state, or by a trigger, that is seldom: found without passing all the others. Most fires are of the
-- schedule and succeed; they are in neither index.
create index fire_by_state on fire (namespace, state, scheduled_for desc, id desc)
    where state in ('FAILED', 'TIMED_OUT', 'LOST', 'CANCELLED', 'SKIPPED');
create index fire_by_trigger on fire (namespace, trigger, scheduled_for desc, id desc) where trigger <> 'SCHEDULE';
-- The same for tasks that rest or have ended, in the order of the list.
create index task_by_state on task (namespace, state, id) where state <> 'ACTIVE';
