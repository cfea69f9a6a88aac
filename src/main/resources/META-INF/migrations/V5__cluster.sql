-- Which nodes there are, and how many streams each user has on them. One script for H2 and PostgreSQL.

create table tidings_node (
  -- Random, from one start of a node to its end.
  run varchar(8) not null primary key,
  name varchar(100) not null,
  since timestamp(3) with time zone not null,
  -- The node says so every few seconds, by the database's clock.
  seen_at timestamp(3) with time zone not null,
  draining boolean not null,
  streams integer not null
);

-- Only while there are several nodes.
create table tidings_node_user (
  run varchar(8) not null,
  user_name varchar(255) not null,
  streams integer not null,
  primary key (user_name, run)
);

create index tidings_node_user_run on tidings_node_user (run);

-- Whether all streams of a user on a node are still alive, another one wants to know. Two may ask the same.
create table tidings_node_ask (
  run varchar(8) not null,
  user_name varchar(255) not null
);

create index tidings_node_ask_run on tidings_node_ask (run);
