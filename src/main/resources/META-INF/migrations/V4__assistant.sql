-- What users asked the assistant, and how it ended. One script for H2 and PostgreSQL.

create table tidings_answer (
  -- Random: it is the topic's name, too.
  id varchar(36) not null primary key,
  user_name varchar(255) not null,
  -- The answer that its conversation began with, and the how manieth it is in it, from 1.
  conversation varchar(36) not null,
  turn integer not null,
  prompt varchar(100000) not null,
  model varchar(200) not null,
  state varchar(9) not null,
  -- Whether the model has begun, and how many UTF-16 units of its text are in the log.
  begun boolean not null,
  written integer not null,
  -- While it is under way, its node says so every few seconds, by the database's clock.
  renewed_at timestamp(3) with time zone not null,
  asked_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  -- What has ended: its text, and how it came to it.
  answer varchar(1000000),
  finish varchar(30),
  code varchar(30),
  reason varchar(500),
  tokens_in integer,
  tokens_out integer,
  -- The idempotency key of its user, and what was asked with it.
  request_key varchar(200),
  fingerprint varchar(64) not null,
  constraint tidings_answer_key unique (user_name, request_key),
  constraint tidings_answer_turn unique (conversation, turn)
);

create index tidings_answer_user on tidings_answer (user_name, asked_at, id);

-- What is under way and not renewed; what is too old.
create index tidings_answer_state on tidings_answer (state, renewed_at);
create index tidings_answer_asked on tidings_answer (asked_at);
