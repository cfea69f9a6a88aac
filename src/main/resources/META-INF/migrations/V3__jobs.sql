-- What is done for whom, and what came of it. One script for H2 and PostgreSQL.

create table tidings_job (
  id varchar(64) not null primary key,
  owner varchar(255) not null,
  -- The application that reports it; null where the hub does the work itself.
  reporter varchar(255),
  title varchar(200) not null,
  unit varchar(20),
  state varchar(9) not null,
  -- What it is doing, in a word or a few.
  doing varchar(100) not null,
  -- Counts the changes.
  version bigint not null,
  done bigint not null,
  total bigint,
  -- Per second, as of the last change.
  rate double precision,
  changed_at timestamp(3) with time zone not null,
  cancelling boolean not null,
  quiet boolean not null,
  created_at timestamp(3) with time zone not null,
  started_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  reason varchar(500),
  url varchar(2000),
  name varchar(200),
  size bigint,
  checksum varchar(200),
  -- Until when the result can be fetched; null for one that lies elsewhere.
  kept_until timestamp(3) with time zone,
  -- Of an export: what is wanted, the execution of the batch runtime, how often it was taken up again.
  export varchar(16384),
  execution bigint,
  retries integer not null
);

create index tidings_job_owner on tidings_job (owner, created_at);
create index tidings_job_state on tidings_job (state, ended_at);
create index tidings_job_kept on tidings_job (kept_until);

-- One row: whoever adds a job has its lock, so that bounds hold.
create table tidings_job_queue (
  id smallint not null primary key
);

insert into tidings_job_queue (id) values (1);

-- What an export wrote so far, in pieces: with the transaction that also says how far it came.
create table tidings_job_part (
  job varchar(64) not null,
  number integer not null,
  starts bigint not null,
  bytes bytea not null,
  primary key (job, number)
);

create index tidings_job_part_starts on tidings_job_part (job, starts);

-- The job repository of Liberty's batch runtime, as its ddlGen describes it, but in the words of both
-- databases: what it would create by itself, H2 does not understand.
create sequence batch_seq increment by 50 start with 50;
create table batch_jobinstance (
  jobinstanceid bigint not null,
  amcname varchar(512),
  batchstatus integer not null,
  createtime timestamp not null,
  exitstatus varchar(512),
  instancestate integer not null,
  jobname varchar(256),
  jobxmlname varchar(128),
  jobxml bytea,
  numexecs integer not null,
  restarton varchar(128),
  submitter varchar(256),
  updatetime timestamp,
  primary key (jobinstanceid)
);
create table batch_stepthreadinstance (
  partnum integer not null,
  stepname varchar(128) not null,
  threadtype varchar(31),
  checkpointdata bytea,
  fk_jobinstanceid bigint not null,
  fk_latest_stepexecid bigint not null,
  partitioned boolean,
  partitionplansize integer,
  startcount integer,
  primary key (partnum, stepname, fk_jobinstanceid)
);
create index batch_sti_fkinstanceid_ix on batch_stepthreadinstance (fk_jobinstanceid);
create index batch_sti_fklatest_sei_ix on batch_stepthreadinstance (fk_latest_stepexecid);
create table batch_stepthreadexecution (
  stepexecid bigint not null,
  threadtype varchar(31),
  batchstatus integer not null,
  m_commit bigint not null,
  endtime timestamp,
  exitstatus varchar(512),
  m_filter bigint not null,
  internalstatus integer not null,
  partnum integer not null,
  userdata bytea,
  m_processskip bigint not null,
  m_read bigint not null,
  m_readskip bigint not null,
  m_rollback bigint not null,
  starttime timestamp,
  stepname varchar(128) not null,
  m_write bigint not null,
  m_writeskip bigint not null,
  fk_jobexecid bigint not null,
  fk_toplvl_stepexecid bigint,
  ispartitionedstep boolean,
  primary key (stepexecid)
);
create index batch_ste_fkjobexecid_ix on batch_stepthreadexecution (fk_jobexecid);
create index batch_ste_fktlstepeid_ix on batch_stepthreadexecution (fk_toplvl_stepexecid);
create table batch_jobexecution (
  jobexecid bigint not null,
  batchstatus integer not null,
  createtime timestamp not null,
  endtime timestamp,
  execnum integer not null,
  exitstatus varchar(512),
  jobparameters bytea,
  updatetime timestamp,
  logpath varchar(512),
  resturl varchar(512),
  serverid varchar(256),
  starttime timestamp,
  fk_jobinstanceid bigint not null,
  primary key (jobexecid)
);
create index batch_je_fkinstanceid_ix on batch_jobexecution (fk_jobinstanceid);
create table batch_remotablepartition (
  partnum integer not null,
  stepname varchar(128) not null,
  internalstate integer,
  lastupdated timestamp,
  logpath varchar(512),
  resturl varchar(512),
  serverid varchar(256),
  fk_jobexecutionid bigint not null,
  fk_stepexecutionid bigint,
  primary key (partnum, stepname, fk_jobexecutionid)
);
create table batch_groupassociation (
  fk_jobinstanceid bigint,
  groupnames varchar(255)
);
create index batch_ga_fkinstanceid_ix on batch_groupassociation (fk_jobinstanceid);
create table batch_jobparameter (
  name varchar(255),
  value varchar(4000),
  fk_jobexecid bigint
);
create index batch_jp_fkjobexecid_ix on batch_jobparameter (fk_jobexecid);
alter table batch_stepthreadexecution add constraint unq_batch_stepthreadexecution_0 unique (fk_jobexecid, stepname, partnum);
alter table batch_stepthreadinstance add constraint fk_batch_stepthreadinstance_fk_jobinstanceid foreign key (fk_jobinstanceid) references batch_jobinstance (jobinstanceid);
alter table batch_stepthreadinstance add constraint fk_batch_stepthreadinstance_fk_latest_stepexecid foreign key (fk_latest_stepexecid) references batch_stepthreadexecution (stepexecid);
alter table batch_stepthreadexecution add constraint fk_batch_stepthreadexecution_fk_toplvl_stepexecid foreign key (fk_toplvl_stepexecid) references batch_stepthreadexecution (stepexecid);
alter table batch_stepthreadexecution add constraint fk_batch_stepthreadexecution_fk_jobexecid foreign key (fk_jobexecid) references batch_jobexecution (jobexecid);
alter table batch_jobexecution add constraint fk_batch_jobexecution_fk_jobinstanceid foreign key (fk_jobinstanceid) references batch_jobinstance (jobinstanceid);
alter table batch_remotablepartition add constraint fk_batch_remotablepartition_fk_jobexecutionid foreign key (fk_jobexecutionid) references batch_jobexecution (jobexecid);
alter table batch_remotablepartition add constraint fk_batch_remotablepartition_fk_stepexecutionid foreign key (fk_stepexecutionid) references batch_stepthreadexecution (stepexecid);
alter table batch_groupassociation add constraint fk_batch_groupassociation_fk_jobinstanceid foreign key (fk_jobinstanceid) references batch_jobinstance (jobinstanceid);
alter table batch_jobparameter add constraint fk_batch_jobparameter_fk_jobexecid foreign key (fk_jobexecid) references batch_jobexecution (jobexecid);
