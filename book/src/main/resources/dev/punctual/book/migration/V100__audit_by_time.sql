-- The changes of a namespace, newest first.
create index audit_event_by_time on audit_event (namespace, at desc, id desc);
