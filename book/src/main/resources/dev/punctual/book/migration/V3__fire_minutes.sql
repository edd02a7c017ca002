-- Ended fires by the minute of their instant, state and lateness, so that figures on a day need not read the fires.
-- bucket b holds the starts that were late by less than e^((b + 1) / 10) microseconds and not by less than e^(b / 10);
-- null stands for fires that never started.
create table fire_minute (
    namespace text        not null,
    minute    timestamptz not null,
    state     text        not null,
    bucket    integer,
    fires     bigint      not null,
    unique nulls not distinct (namespace, minute, state, bucket)
);

create index fire_minute_by_age on fire_minute (minute);
