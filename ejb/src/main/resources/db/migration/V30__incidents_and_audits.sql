-- What an operator must know about the ledger. While one that freezes is open, nothing new is signed.
create table ledger_incident (
  id           bigint      generated always as identity primary key,
  kind         text        not null,
  freezes      boolean     not null,
  detail       text        not null,
  -- the newest block that is common to before and after; from there everything is read again
  block_number bigint,
  times        integer     not null default 1,
  raised_at    timestamptz not null,
  ended_at     timestamptz,
  ended_by     text,
  remedy       text,
  check (kind in ('DEEP_REORGANISATION', 'BOOKS_DIFFER', 'DEALS_LOST', 'TRANSACTION_STUCK', 'ENDPOINT_QUARANTINED')),
  check ((ended_at is null) = (ended_by is null))
);
create unique index ledger_incident_open on ledger_incident (kind) where ended_at is null;
create index ledger_incident_raised on ledger_incident (raised_at desc, id desc);

-- A deal whose block a deep reorganisation took away: empty again once the deal is back. When it is
-- clear that it will not come back, it is gone, and its bag is stopped.
alter table deal add column lost_at timestamptz;
alter table deal add column gone_at timestamptz;
create index deal_lost on deal (lost_at) where lost_at is not null;

-- Comparisons of the account book with the hub, all accounts at one block.
create table account_audit (
  id           bigint      generated always as identity primary key,
  reason       text        not null,
  requested_by text        not null,
  state        text        not null,
  block_number bigint,
  block_hash   char(66),
  accounts     integer     not null default 0,
  detail       text,
  started_at   timestamptz not null,
  ended_at     timestamptz,
  check (reason in ('NIGHTLY', 'REQUESTED', 'THAW')),
  check (state in ('RUNNING', 'CLEAN', 'DIFFERS', 'FAILED')),
  check ((state = 'RUNNING') = (ended_at is null))
);
create index account_audit_started on account_audit (started_at desc, id desc);

create table account_difference (
  audit       bigint      not null references account_audit,
  kind        text        not null,
  account     char(42)    not null,
  ours        numeric(79) not null,
  theirs      numeric(79) not null,
  explanation text        not null,
  primary key (audit, kind, account)
);

-- When an event's block was made. Blocks are forgotten after a while, statements need their times.
alter table chain_event add column happened_at timestamptz;
update chain_event set happened_at = chain_block.happened_at
  from chain_block where chain_block.hash = chain_event.block_hash;
-- Older ones: as early as we can tell.
update chain_event set happened_at =
  coalesce((select min(happened_at) from chain_block where number > 0), now()) where happened_at is null;
alter table chain_event alter column happened_at set not null;
create index chain_event_happened on chain_event (happened_at, id);
create index chain_event_transaction on chain_event (tx_hash);

-- Which deal a transaction is about, for statements.
create table deal_transaction (
  tx_hash char(66) not null,
  deal    char(66) not null,
  primary key (tx_hash, deal)
);
insert into deal_transaction select tx_hash, id from deal
  union select tx_hash, deal from deal_partition;
