-- How many leases of bags with adaptive replication a host may waste in a day. What decided
-- partitions say is added here at once, and counted into the quota by the next node that looks.
create table worker_quota (
  worker  char(42) primary key,
  quota   integer  check (quota >= 1),
  day     date,
  failed  integer  not null default 0,
  valid   bigint   not null default 0,
  invalid bigint   not null default 0
);
