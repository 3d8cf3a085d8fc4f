-- Bags, their partitions, and the workers. Rows grow with partitions, leases and deviations, never
-- with tasks. Digests are packed, 32 bytes a task, or 32 bytes for all if they are the same.

create table bag (
  id               text        primary key,
  deal             char(66)    not null unique,
  requester        char(42)    not null,
  name             text        not null,
  project          text        not null,
  app              text        not null,
  tasks            bigint      not null check (tasks > 0),
  spec             text        not null,
  state            text        not null,
  reason           text,
  cancel_requested boolean     not null default false,
  submitted_at     timestamptz not null,
  started_at       timestamptz,
  ended_at         timestamptz,
  -- counts the executions of its batch job; the node that runs it, until when it is renewed
  runs             integer     not null default 0,
  job_node         text,
  job_expires      timestamptz,
  check (state in ('SUBMITTED', 'MATCHING', 'QUEUED', 'RUNNING', 'SETTLING', 'COMPLETED', 'FAILED', 'CANCELLED'))
);
create index bag_open on bag (state, submitted_at)
  where state not in ('COMPLETED', 'FAILED', 'CANCELLED');
create index bag_requester on bag (requester, submitted_at desc, id);
create index bag_submitted on bag (submitted_at desc, id);

-- A partition is driven by the node that owns it. Every write states the epoch under which it was
-- made; with another epoch in the row it changes nothing.
create table bag_partition (
  bag            text        not null references bag,
  number         integer     not null,
  first          bigint      not null,
  tasks          integer     not null check (tasks > 0),
  size           bigint      not null,
  state          text        not null,
  node           text,
  epoch          bigint      not null default 0,
  expires        timestamptz,
  succeeded      integer     not null default 0,
  program_failed integer     not null default 0,
  given_up       integer     not null default 0,
  -- offsets of undecided tasks, a serialised RoaringBitmap; a checkpoint for people and tools
  undecided      bytea,
  results_root   char(66),
  decided_at     timestamptz,
  primary key (bag, number),
  check (state in ('WAITING', 'RUNNING', 'DECIDED', 'SETTLING', 'SETTLED', 'REFUSED'))
);
create index bag_partition_open on bag_partition (state) where state not in ('SETTLED', 'REFUSED');

-- One row per lease that was answered. The numbers order what happened in the partition: the same
-- facts in the same order make the same book.
create table contribution (
  bag          text             not null,
  partition    integer          not null,
  lease        text             not null,
  worker       char(42)         not null,
  weight       bigint           not null,
  first        bigint           not null,
  count        integer          not null,
  root         bytea            not null,
  chain_tasks  bigint           not null,
  accumulator  bytea            not null,
  signature    text             not null,
  task_millis  double precision not null,
  commit_seq   bigint           not null,
  committed_at timestamptz      not null,
  reveal_seq   bigint,
  revealed_at  timestamptz,
  silent_seq   bigint,
  silent_at    timestamptz,
  digests      bytea,
  results      bytea,
  failures     text,
  refused      bytea,
  primary key (bag, partition, commit_seq),
  unique (lease),
  foreign key (bag, partition) references bag_partition,
  check (reveal_seq is null or silent_seq is null),
  check ((reveal_seq is null) = (digests is null))
);
create index contribution_tasks on contribution (bag, partition, first);
create index contribution_worker on contribution (worker);
-- Results come compressed or are small: trying to compress them again costs more than it saves.
alter table contribution alter column results set storage external;

-- Tasks that end without a certificate: they are refunded.
create table given_up (
  bag       text        not null,
  partition integer     not null,
  seq       bigint      not null,
  first     bigint      not null,
  count     integer     not null,
  reason    text        not null,
  at        timestamptz not null,
  primary key (bag, partition, seq),
  foreign key (bag, partition) references bag_partition
);

-- Tasks that did not go the straight way, for people.
create table deviation (
  id        bigint      generated always as identity primary key,
  bag       text        not null,
  partition integer     not null,
  first     bigint      not null,
  count     integer     not null,
  kind      text        not null,
  workers   text        not null,
  at        timestamptz not null,
  foreign key (bag, partition) references bag_partition
);
create index deviation_tasks on deviation (bag, partition, first);

create table worker (
  address        char(42)    primary key,
  pool           char(42)    not null,
  name           text        not null,
  software       text        not null,
  os             text        not null,
  arch           text        not null,
  cpus           integer     not null,
  memory_bytes   bigint      not null,
  drivers        text        not null,
  enrolled_at    timestamptz not null,
  last_seen      timestamptz,
  tasks_accepted bigint      not null default 0,
  tasks_rejected bigint      not null default 0
);

-- Tokens are kept as their SHA-256 and serve one worker.
create table enrolment_token (
  hash      bytea       primary key,
  pool      char(42)    not null,
  issued_at timestamptz not null,
  expires   timestamptz not null,
  used_by   char(42),
  used_at   timestamptz
);
