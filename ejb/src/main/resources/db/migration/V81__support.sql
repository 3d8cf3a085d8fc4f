-- Credits for supporting workers, by the account that pays for bags and the project that it names
-- in them. At all times granted = free + reserved + spent; the checks hold whatever runs at once.

create table credit_account (
  owner    char(42) not null,
  project  text     not null,
  granted  bigint   not null default 0 check (granted >= 0),
  free     bigint   not null default 0 check (free >= 0),
  reserved bigint   not null default 0 check (reserved >= 0),
  spent    bigint   not null default 0 check (spent >= 0),
  primary key (owner, project),
  check (granted = free + reserved + spent)
);

create table credit_entry (
  id      bigint      generated always as identity primary key,
  owner   char(42)    not null,
  project text        not null,
  bag     text,
  kind    text        not null check (kind in ('GRANT', 'RESERVE', 'SPEND', 'RELEASE')),
  credits bigint      not null check (credits > 0),
  by_user text,
  at      timestamptz not null,
  foreign key (owner, project) references credit_account
);
create index credit_entry_account on credit_entry (owner, project, id);

-- The support of a bag. It starts once: WAITING becomes STARTED by compare-and-set.
create table bag_support (
  bag            text        primary key,
  owner          char(42)    not null,
  project        text        not null,
  credits        bigint      not null check (credits > 0),
  credits_left   bigint      not null check (credits_left >= 0 and credits_left <= credits),
  trigger_rule   text        not null,
  sizing         text        not null,
  deployment     text        not null,
  state          text        not null check (state in ('WAITING', 'STARTED', 'ENDED')),
  workers        integer     not null default 0,
  started_at     timestamptz,
  ended_at       timestamptz,
  reason         text,
  foreign key (owner, project) references credit_account
);
create index bag_support_open on bag_support (bag) where state <> 'ENDED';

-- Supporting workers, by random ids. The handle is what the provisioner knows one by: a process, a
-- job, or what a command printed.
create table support_worker (
  id          text        primary key,
  bag         text        not null references bag_support,
  provisioner text        not null,
  handle      text,
  token_hash  bytea       not null unique,
  state       text        not null
    check (state in ('STARTING', 'RUNNING', 'STOPPING', 'STOPPED', 'FAILED')),
  ordered_at  timestamptz not null,
  paid_until  timestamptz,
  stopped_at  timestamptz,
  paid        bigint      not null default 0 check (paid >= 0),
  detail      text
);
create index support_worker_bag on support_worker (bag, ordered_at);
create index support_worker_open on support_worker (id) where state in ('STARTING', 'RUNNING', 'STOPPING');
