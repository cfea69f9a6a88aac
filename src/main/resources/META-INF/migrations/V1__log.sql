-- One script for H2 and PostgreSQL. Tables are prefixed: the database may be shared with a portal.

-- One row: the counter that hands out positions, and the name of this life of the log.
create table tidings_log (
  id smallint not null primary key,
  epoch varchar(32) not null,
  position bigint not null
);

create table tidings_event (
  position bigint not null primary key,
  topic varchar(200) not null,
  type varchar(100) not null,
  data varchar(65536) not null,
  committed_at timestamp(3) with time zone not null
);

-- A topic's history, and what a listener has missed on its topics.
create index tidings_event_topic on tidings_event (topic, position);

-- Up to where a topic's events are gone: expired or cleared.
create table tidings_floor (
  topic varchar(200) not null primary key,
  position bigint not null
);

-- Publish requests with an idempotency key that were answered.
create table tidings_request (
  principal varchar(255) not null,
  idempotency_key varchar(200) not null,
  fingerprint char(64) not null,
  epoch varchar(32) not null,
  first_position bigint not null,
  events integer not null,
  answered_at timestamp(3) with time zone not null,
  primary key (principal, idempotency_key)
);

create index tidings_request_answered on tidings_request (answered_at);
