-- Fires that have a workflow of their own.
alter table fire
    -- when it was decided that it gets one
    add column dispatched_at timestamptz,
    -- when the engine was given it; null until then, and again once that engine is lost
    add column handed_over_at timestamptz,
    -- why its attempt in progress is to stop; null unless it is
    add column stop text;
