-- The release of the time-zone database that next_fire_at was computed with; null: a release of Punctual that did not say.
alter table task add column tzdata_version text;
