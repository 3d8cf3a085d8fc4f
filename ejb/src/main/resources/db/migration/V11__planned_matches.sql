-- Matches that the market plans beside those of bags: what they will lock, and of whom, counts until
-- the ledger locks it itself.
create table planned_match (
  intent     text        primary key,
  deal       char(66)    not null,
  request    char(66)    not null,
  requester  char(42)    not null,
  pool_owner char(42)    not null,
  volume     numeric(78) not null,
  locks      numeric(78) not null,
  pool_stake numeric(78) not null,
  planned_at timestamptz not null
);
create index planned_match_request on planned_match (request);
create index planned_match_requester on planned_match (requester);
create index planned_match_pool_owner on planned_match (pool_owner);

-- Whose stake a planned match of a bag will lock.
alter table bag_request add column pool_owner char(42);
