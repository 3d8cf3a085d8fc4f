-- When nothing was left of a deal that could be claimed back after its final deadline.
alter table deal add column nothing_left_at timestamptz;
create index deal_something_left on deal (started_at, id) where nothing_left_at is null;
