-- Who was caught after a partition went to the ledger, and had voted there: what its votes carried
-- does not hold any more. What is not there yet is opened again instead.
create table doubt (
  bag       text        not null,
  partition integer     not null,
  worker    char(42)    not null,
  tasks     bigint      not null check (tasks > 0),
  caught_at timestamptz not null,
  primary key (bag, partition, worker),
  foreign key (bag, partition) references bag_partition
);

-- Whether it is known what a failed check means for other partitions.
alter table spot_check add column spread boolean not null default false;
create index spot_check_unspread on spot_check (at)
  where not passed and lease is not null and not spread;
