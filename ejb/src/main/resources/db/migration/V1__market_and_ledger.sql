-- The market and the mirror of the ledger. Amounts are nRLC (10^-9 RLC), hashes and addresses are
-- lower-case hex text with 0x, times carry a zone.

-- One holder at a time for each job that must not run twice. The token grows with every change of
-- hands, so that a holder which lost the lease can tell.
create table node_lease (
  name    text        primary key,
  holder  text        not null,
  token   bigint      not null,
  expires timestamptz not null
);

-- What this server wants the ledger to do, once per intent.
create table outbox_tx (
  id           bigint      generated always as identity primary key,
  intent       text        not null unique,
  key_name     text        not null,
  to_address   char(42)    not null,
  calldata     text        not null,
  state        text        not null,
  nonce        bigint,
  attempts     integer     not null default 0,
  raw          text,
  tx_hash      char(66),
  max_fee      numeric(78),
  tip          numeric(78),
  gas_limit    numeric(78),
  block_number bigint,
  block_hash   char(66),
  reason       text,
  reason_code  text,
  alarm        boolean     not null default false,
  planned_at   timestamptz not null,
  sent_at      timestamptz,
  updated_at   timestamptz not null,
  check (state in ('PLANNED', 'SIGNED', 'SENT', 'MINED', 'FINAL', 'DROPPED', 'REFUSED')),
  check (state = 'PLANNED' or state = 'REFUSED' or (nonce is not null and raw is not null))
);
create unique index outbox_tx_nonce on outbox_tx (key_name, nonce) where nonce is not null;
create index outbox_tx_open on outbox_tx (key_name, id) where state not in ('FINAL', 'REFUSED');

-- Every signed form of a transaction: with raised fees it has another hash, and any may be mined.
create table outbox_attempt (
  tx_hash   char(66)    primary key,
  outbox_id bigint      not null references outbox_tx,
  attempt   integer     not null,
  raw       text        not null,
  signed_at timestamptz not null,
  unique (outbox_id, attempt)
);

-- The next nonce of a key.
create table key_nonce (
  key_name text   primary key,
  next     bigint not null check (next >= 0)
);

-- The blocks that this server has read, and how they follow one another.
create table chain_block (
  number      bigint      not null,
  hash        char(66)    primary key,
  parent      char(66)    not null,
  happened_at timestamptz not null,
  canonical   boolean     not null default true
);
create unique index chain_block_canonical on chain_block (number) where canonical;

create table chain_cursor (
  chain_id     bigint primary key,
  genesis      char(66) not null,
  hub          char(42) not null,
  number       bigint not null,
  hash         char(66) not null,
  final_number bigint not null
);

-- The ledger's events. A transaction that a reorganisation moves to another block has its events
-- here twice, of which one is not orphaned.
create table chain_event (
  id           bigint   generated always as identity primary key,
  chain_id     bigint   not null,
  tx_hash      char(66) not null,
  log_index    integer  not null,
  block_hash   char(66) not null,
  block_number bigint   not null,
  address      char(42) not null,
  kind         text     not null,
  topics       text     not null,
  data         text     not null,
  state        text     not null,
  unique (chain_id, tx_hash, log_index, block_hash),
  check (state in ('SEEN', 'CONFIRMED', 'FINAL', 'ORPHANED'))
);
create unique index chain_event_canonical on chain_event (chain_id, tx_hash, log_index)
  where state <> 'ORPHANED';
create index chain_event_open on chain_event (block_number, id) where state in ('SEEN', 'CONFIRMED');
create index chain_event_block on chain_event (block_hash);

-- Double entry: the entries of one event sum to zero. Nothing is ever changed or deleted; the
-- entries of an orphaned event are taken back by entries of the opposite sign.
create table account_entry (
  id           bigint      generated always as identity primary key,
  event_id     bigint      not null references chain_event,
  block_number bigint      not null,
  account      char(42)    not null,
  bucket       text        not null,
  amount       numeric(78) not null,
  compensates  boolean     not null default false,
  check (bucket in ('FREE', 'LOCKED', 'TRANSIT', 'OUTSIDE'))
);
create index account_entry_account on account_entry (account, bucket, block_number);
create index account_entry_event on account_entry (event_id);

create table app (
  name          text        primary key,
  address       char(42)    not null unique,
  owner         char(42)    not null,
  key_name      text        not null,
  driver        text        not null,
  content       text        not null,
  entry         text,
  checker       text,
  price         numeric(78) not null,
  state         text        not null,
  reason        text,
  intent        text        not null,
  order_hash    char(66)    not null,
  registered_at timestamptz not null,
  check (driver in ('wasm', 'process')),
  check (state in ('REGISTERING', 'REGISTERED', 'REFUSED'))
);

-- Signed offers and demands by their EIP-712 hash; the body holds the order's members as JSON.
create table market_order (
  hash      char(66)    primary key,
  kind      text        not null,
  entry     char(42)    not null,
  owner     char(42)    not null,
  category  integer,
  price     numeric(78),
  volume    bigint      not null,
  body      text        not null,
  signature text        not null,
  open      boolean     not null default true,
  signed_at timestamptz not null,
  check (kind in ('APP', 'POOL', 'REQUEST'))
);
create index market_order_open on market_order (kind, entry, category) where open;

-- A submission on its way to a deal.
create table bag_request (
  bag            text        primary key,
  deal           char(66)    not null unique,
  requester      char(42)    not null,
  key_name       text        not null,
  spec           text        not null,
  request_hash   char(66),
  app_hash       char(66),
  pool_hash      char(66),
  pool           char(42),
  price          numeric(78),
  locks          numeric(78) not null default 0,
  pool_stake     numeric(78) not null default 0,
  tries          integer     not null default 0,
  state          text        not null,
  intent         text,
  submitted_at   timestamptz not null,
  updated_at     timestamptz not null,
  check (state in ('PENDING', 'MATCHING', 'MATCHED', 'REFUSED'))
);
create index bag_request_open on bag_request (state, submitted_at) where state in ('PENDING', 'MATCHING');

create table deal (
  id                     char(66)    primary key,
  bag                    text        not null unique,
  event_id               bigint      not null references chain_event,
  request_hash           char(66)    not null,
  app                    char(42)    not null,
  dataset                char(42)    not null,
  pool                   char(42)    not null,
  pool_owner             char(42)    not null,
  requester              char(42)    not null,
  app_price              numeric(78) not null,
  dataset_price          numeric(78) not null,
  pool_price             numeric(78) not null,
  category               integer     not null,
  trust                  bigint      not null,
  bot_first              bigint      not null,
  bot_size               bigint      not null,
  params                 text        not null,
  started_at             timestamptz not null,
  worker_stake           numeric(78) not null,
  scheduler_reward_ratio integer     not null,
  tx_hash                char(66)    not null,
  block_number           bigint      not null
);
create index deal_requester on deal (requester, started_at);

create table deal_partition (
  deal           char(66) not null,
  number         bigint   not null,
  results_root   char(66) not null,
  certified      bigint   not null,
  failed         bigint   not null,
  results        text     not null,
  event_id       bigint   not null references chain_event,
  tx_hash        char(66) not null,
  primary key (deal, number)
);
