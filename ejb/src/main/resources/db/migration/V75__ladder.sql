-- The ladder of verification: what was known of a worker when it got a lease, answers that count as
-- another's because they are like it, what a checker passed, and checks of known answers.

alter table contribution
  add column checks_passed integer not null default 0,
  add column streak        integer not null default 0,
  add column is_check      boolean not null default false,
  add column counted       bytea,
  add column passed        bytea;

-- Whether a worker that answered tasks with known answers can be believed. A row without a lease
-- is of a worker that was caught in another partition.
create table spot_check (
  bag       text        not null,
  partition integer     not null,
  seq       bigint      not null,
  lease     text,
  worker    char(42)    not null,
  passed    boolean     not null,
  at        timestamptz not null,
  primary key (bag, partition, seq),
  foreign key (bag, partition) references bag_partition
);
create index spot_check_worker on spot_check (worker, at);

-- What is known of a worker beyond its score on the ledger. Who was caught is given nothing until
-- somebody pardons it.
create table worker_standing (
  worker        char(42)    primary key,
  checks_passed integer     not null default 0,
  streak        integer     not null default 0,
  caught_at     timestamptz,
  caught_in     text
);

-- Draws which leases are checks and who computes replicas. Secret until the bag is over.
create table bag_key (
  bag text  primary key references bag,
  key bytea not null
);

-- Who was outvoted with whom, of certificates that are strong enough to go by.
create table worker_pair (
  first        char(42) not null,
  second       char(42) not null,
  together     bigint   not null default 0,
  first_wrong  bigint   not null default 0,
  second_wrong bigint   not null default 0,
  agreed_wrong bigint   not null default 0,
  primary key (first, second),
  check (first < second)
);
