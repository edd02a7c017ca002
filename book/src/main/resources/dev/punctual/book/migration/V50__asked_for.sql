-- What was asked for with a fire that a user wanted.
alter table fire
    -- what its action is given
    add column input jsonb,
    -- the fire that it repeats, and the instant for which that one acted
    add column retry_of uuid,
    add column acts_for timestamptz,
    -- who asked its attempt in progress to stop
    add column stopped_by text;

-- By this a repeated request finds what it has done before.
create index audit_event_by_seed on audit_event (namespace, task, (detail ->> 'seed'))
    where detail ->> 'seed' is not null;
