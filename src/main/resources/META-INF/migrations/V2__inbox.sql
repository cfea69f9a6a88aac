-- What each user was told. One script for H2 and PostgreSQL.

-- A user that the hub has met, and the counts of the badge. Its row is locked for whatever changes in
-- this user's inbox; the version counts these changes, and numbers what arrives.
create table tidings_inbox (
  user_name varchar(255) not null primary key,
  version bigint not null,
  unread integer not null,
  unseen integer not null,
  -- All at once, whatever there is: what became unread up to this version is read, and so on.
  read_all bigint not null,
  seen_all bigint not null,
  filed_all bigint not null,
  -- The log's position when this user was met, and the last broadcast that was looked at on a visit.
  joined bigint not null,
  visited bigint not null,
  roles varchar(64) not null,
  -- Do not disturb, in minutes of the day.
  time_zone varchar(64) not null,
  quiet_from integer,
  quiet_to integer,
  -- What can be undone.
  undo_version bigint not null,
  undo_read_all bigint,
  undo_filed_all bigint,
  -- When to look whether to write an email, up to which version that was done, when the user was here.
  mail_due timestamp(3) with time zone,
  mailed bigint not null,
  here_at timestamp(3) with time zone
);

create index tidings_inbox_mail on tidings_inbox (mail_due);

-- The roles and groups each user had at the last visit.
create table tidings_inbox_role (
  role varchar(200) not null,
  user_name varchar(255) not null,
  primary key (role, user_name)
);

create index tidings_inbox_role_user on tidings_inbox_role (user_name);

-- What was said, once for all who were told; its id is the position in the log.
create table tidings_notification (
  id bigint not null primary key,
  category varchar(64) not null,
  severity varchar(10) not null,
  title varchar(200) not null,
  body varchar(4000),
  rest varchar(16384) not null,
  dedupe_key varchar(200),
  sent_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone
);

create index tidings_notification_sent on tidings_notification (sent_at);

-- Those for a role or for everyone, and how far their delivery has come in the order of names.
create table tidings_broadcast (
  id bigint not null primary key,
  role varchar(200),
  later boolean not null,
  reached varchar(255) not null,
  done boolean not null
);

-- A notification in one user's inbox. A digest entry has none of its own: its id is that of the first it
-- holds, with a minus; what it holds has its id as place.
create table tidings_inbox_item (
  user_name varchar(255) not null,
  id bigint not null,
  notification bigint,
  category varchar(64) not null,
  box varchar(9) not null,
  place bigint not null,
  unread_at bigint not null,
  unseen_at bigint not null,
  held integer not null,
  dedupe_key varchar(200),
  arrived_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone,
  snoozed_until timestamp(3) with time zone,
  -- When something happens to it by itself.
  due timestamp(3) with time zone,
  primary key (user_name, id)
);

create index tidings_inbox_item_box on tidings_inbox_item (user_name, box, place);
create index tidings_inbox_item_category on tidings_inbox_item (user_name, category, box, place);
create index tidings_inbox_item_unread on tidings_inbox_item (user_name, unread_at);
create unique index tidings_inbox_item_key on tidings_inbox_item (user_name, dedupe_key);
create index tidings_inbox_item_due on tidings_inbox_item (due);
create index tidings_inbox_item_content on tidings_inbox_item (notification);

-- How items were before the last change that can be undone.
create table tidings_inbox_undo (
  user_name varchar(255) not null,
  id bigint not null,
  box varchar(9) not null,
  place bigint not null,
  unread_at bigint not null,
  unseen_at bigint not null,
  snoozed_until timestamp(3) with time zone,
  primary key (user_name, id)
);

-- What a user wants to be told of a category; * for those without a row of their own.
create table tidings_inbox_preference (
  user_name varchar(255) not null,
  category varchar(64) not null,
  in_app boolean not null,
  digest_minutes integer not null,
  mail boolean not null,
  primary key (user_name, category)
);

create table tidings_inbox_category (
  name varchar(64) not null primary key
);

-- To be sent later.
create table tidings_inbox_scheduled (
  id varchar(36) not null primary key,
  due timestamp(3) with time zone not null,
  sender varchar(255) not null,
  notification varchar(65536) not null
);

create index tidings_inbox_scheduled_due on tidings_inbox_scheduled (due);

-- One row: up to where the log was delivered. Whoever has its lock delivers.
create table tidings_inbox_delivery (
  id smallint not null primary key,
  position bigint not null
);

insert into tidings_inbox_delivery (id, position) values (1, 0);
