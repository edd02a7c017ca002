-- Fires that exist because of other fires.
alter table fire
    -- the fire that it follows, or that triggered it
    add column source uuid,
    -- how many fires, one triggered by the other, come before it; null for none
    add column depth smallint;
