-- What the list of tasks is searched in: id and display name, in small letters once and not at each search.
alter table task_version add column search_text text not null
    generated always as (lower(id || E'\n' || coalesce(display_name, ''))) stored;

-- By trigrams where the database has them and lets its owner use them. Without, a search passes all definitions.
do $$
begin
    create extension if not exists pg_trgm;
    create index task_version_by_text on task_version using gin (search_text gin_trgm_ops);
exception
    when insufficient_privilege or feature_not_supported or undefined_file or undefined_object then
        raise notice 'without pg_trgm (%), searches for tasks by text are slower', sqlerrm;
end
$$;
