-- When a worker turned to a fire: the engine had rung, or the task was still in its hands. With it, lateness can be explained.
alter table fire add column woken_at timestamptz;
