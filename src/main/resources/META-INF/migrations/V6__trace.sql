-- Which trace an event is part of (a W3C traceparent), so that other nodes, and this one after a restart, can go on
-- with it. One script for H2 and PostgreSQL, which does it at once; H2 copies the table.
alter table tidings_event add column trace varchar(55);
