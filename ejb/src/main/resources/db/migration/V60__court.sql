-- Optimistic certificates and the court. What the ledger said is kept by its event: when a
-- reorganisation takes the event away, its row goes too.

alter table bag drop constraint bag_state_check;
alter table bag add constraint bag_state_check check (state in ('SUBMITTED', 'MATCHING', 'QUEUED',
  'RUNNING', 'SETTLING', 'ACCEPTED', 'COMPLETED', 'FAILED', 'CANCELLED'));
alter table bag_partition drop constraint bag_partition_state_check;
alter table bag_partition add constraint bag_partition_state_check check (state in ('WAITING',
  'RUNNING', 'DECIDED', 'ACCEPTING', 'ACCEPTED', 'SETTLING', 'SETTLED', 'REFUSED'));

-- The requester's consent to be told results on one vote per task.
create table optimistic_terms (
  deal           char(66)    primary key,
  window_seconds bigint      not null check (window_seconds > 0),
  signature      text        not null,
  signed_at      timestamptz not null
);

-- What a partition is accepted with, as JSON: whoever draws, opens or releases states it again, to
-- the byte.
create table acceptance_plan (
  deal       char(66)    not null,
  partition  integer     not null,
  result     text        not null,
  planned_at timestamptz not null,
  primary key (deal, partition)
);

create table acceptance (
  event_id     bigint      primary key references chain_event,
  deal         char(66)    not null,
  partition    bigint      not null,
  results_root char(66)    not null,
  certified    bigint      not null,
  failed       bigint      not null,
  window_end   timestamptz not null,
  accepted_at  timestamptz not null,
  tx_hash      char(66)    not null,
  is_final     boolean     not null default false,
  unique (deal, partition)
);

-- What happened in trials, in the order of the chain. Which columns are used depends on the kind.
create table trial_event (
  event_id   bigint      primary key references chain_event,
  trial      bigint      not null,
  kind       text        not null,
  at         timestamptz not null,
  block      bigint      not null,
  tx_hash    char(66)    not null,
  deal       char(66),
  task_index bigint,
  account    char(42),
  digest     char(66),
  amount     numeric(78),
  number     bigint,
  round      integer,
  check (kind in ('CHALLENGED', 'DRAW_SET', 'JUROR_DRAWN', 'VOTE_COMMITTED', 'REVEAL_OPENED',
    'VOTE_REVEALED', 'SEAL_OPENED', 'ENDED_UPHELD', 'ENDED_UNFOUNDED', 'ENDED_UNDECIDED'))
);
create index trial_event_trial on trial_event (trial, event_id);
create index trial_event_task on trial_event (deal, task_index) where kind = 'CHALLENGED';

create table correction (
  event_id     bigint      primary key references chain_event,
  deal         char(66)    not null,
  partition    bigint      not null,
  task_index   bigint      not null,
  digest       char(66)    not null,
  corrected    char(66)    not null,
  corrected_at timestamptz not null,
  tx_hash      char(66)    not null
);
create index correction_task on correction (deal, task_index);

-- The roll of jurors: the newest row of a worker counts; without an owner it was struck.
create table juror_roll (
  event_id bigint   primary key references chain_event,
  worker   char(42) not null,
  owner    char(42)
);
create index juror_roll_worker on juror_roll (worker, event_id desc);

-- What jurors among our workers gave us: first the seal, then the answer.
create table jury_vote (
  trial     bigint      not null,
  juror     char(42)    not null,
  seal      char(66)    not null,
  signature text        not null,
  sealed_at timestamptz not null,
  digest    char(66),
  salt      char(66),
  outcome   bytea,
  failure   text,
  shown_at  timestamptz,
  primary key (trial, juror),
  check ((digest is null) = (salt is null))
);

-- Challenges of users of this server; the ledger's number of the trial is in trial_event.
create table challenge (
  intent     text        primary key,
  deal       char(66)    not null,
  task_index bigint      not null,
  challenger char(42)    not null,
  digest     char(66)    not null,
  stake      numeric(78) not null,
  planned_at timestamptz not null
);
create index challenge_task on challenge (deal, task_index);
create index challenge_challenger on challenge (challenger);
