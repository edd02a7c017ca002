-- What the attempts of a fire have said of themselves: percent, message, checkpoint.
alter table fire add column progress jsonb;
