-- What iExec's own client needs of a server: apps and pools that were registered with it, tasks by
-- their id on the ledger, published results, secrets, challenges.

-- Apps that others registered, as the ledger has them; read once.
create table ledger_app (
  address      char(42) primary key,
  owner        char(42) not null,
  name         text     not null,
  driver       text     not null,
  content      text     not null,
  entry        text,
  block_number bigint   not null,
  check (driver in ('wasm', 'process'))
);

-- Pools that were deployed by others and are run here; the key is in the keystore folder.
create table adopted_pool (
  address     char(42)    primary key,
  description text        not null,
  key_name    text        not null,
  adopted_at  timestamptz not null
);

-- Tasks that can be asked for by their id on the ledger: those of bags that settle task by task.
create table ledger_task (
  task     char(66) primary key,
  deal     char(66) not null,
  bag      text     not null,
  position bigint   not null
);
create index ledger_task_deal on ledger_task (deal);

-- Archives that anybody may fetch, because the ledger names them.
create table published_result (
  content      char(64)    primary key,
  bytes        bigint      not null,
  published_at timestamptz not null
);

-- Sealed by AES-GCM with the installation's key; kind, owner and name are bound into the seal.
create table stored_secret (
  kind      text        not null,
  owner     char(42)    not null,
  name      text        not null,
  nonce     bytea       not null,
  sealed    bytea       not null,
  stored_at timestamptz not null,
  primary key (kind, owner, name),
  check (kind in ('WEB3', 'WEB2', 'REQUESTER', 'APP'))
);

-- Asked before logs are shown; each is used once.
create table log_challenge (
  challenge char(64)    primary key,
  address   char(42)    not null,
  expires   timestamptz not null
);
create index log_challenge_address on log_challenge (address);
