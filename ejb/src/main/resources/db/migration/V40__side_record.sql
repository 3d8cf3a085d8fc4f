-- The side record: what happened to ranges of tasks, appended in one order and anchored on the
-- ledger. Rows grow with leases and deviations, never with tasks. The format of an entry is in
-- docs/reference/side-record.md; bag, partition, first, count and kind repeat parts of it to be found.
create table side_record (
  id        bigint      generated always as identity primary key,
  bag       text        not null,
  partition integer     not null,
  first     bigint      not null,
  count     integer     not null,
  kind      text        not null,
  at        timestamptz not null,
  entry     bytea       not null,
  -- given by the appender, one after the other; nodes are those that the entry completes
  position  bigint      unique,
  nodes     bytea,
  check ((position is null) = (nodes is null))
);
create index side_record_waiting on side_record (id) where position is null;
create index side_record_tasks on side_record (bag, partition, first);

-- Roots that were put on the ledger, or are on their way.
create table record_anchor (
  size         bigint      primary key check (size > 0),
  root         char(66)    not null,
  intent       text        not null unique,
  state        text        not null,
  reason       text,
  tx_hash      char(66),
  block_number bigint,
  planned_at   timestamptz not null,
  check (state in ('PLANNED', 'FINAL', 'REFUSED')),
  check ((state = 'FINAL') = (tx_hash is not null))
);

-- Which of a partition's ends is in the record: 0 none, 1 that it is decided, 2 how it was settled.
alter table bag_partition add column recorded smallint not null default 0;
create index bag_partition_unrecorded on bag_partition (bag, number)
  where recorded < 2 and state in ('DECIDED', 'SETTLING', 'SETTLED', 'REFUSED');

alter table contribution add column leased_at timestamptz;
