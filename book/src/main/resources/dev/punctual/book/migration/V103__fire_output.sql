-- The lines that fires wrote while they ran, in the order in which they were kept; each row holds some of them.
create table fire_output (
    scheduled_for timestamptz not null,
    fire          uuid        not null,
    -- the number of its first line, and how many there are
    first         integer     not null,
    lines         integer     not null,
    -- [{"s": "stdout" or "stderr", "at": …, "text": …}, …]
    content       jsonb       not null,
    primary key (scheduled_for, fire, first)
);
