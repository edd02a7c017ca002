-- Of a million tasks that the engine has not been told of, the next few are found by their instants. What has no instant is
-- taken for due since it was changed: whoever cancelled a task waits for it to stop.
drop index task_behind;
create index task_behind on task (coalesce(next_fire_at, updated_at)) where engine_version <> version;
