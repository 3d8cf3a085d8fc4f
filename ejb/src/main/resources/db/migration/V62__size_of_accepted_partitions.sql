-- How many tasks a partition of an accepted deal has, so that the whole settlement need not be read
-- to know which partition a task is in.
alter table acceptance_plan add column partition_size bigint;
update acceptance_plan set partition_size = (result::json ->> 'partitionSize')::bigint;
alter table acceptance_plan alter column partition_size set not null;
alter table acceptance_plan add check (partition_size > 0);
