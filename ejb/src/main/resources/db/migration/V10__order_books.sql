-- The order books. An order's state is never written: it follows from what happened to the order,
-- so that a reorganisation which takes a deal back gives the order its volume and its state back.

alter table market_order drop constraint market_order_kind_check;
alter table market_order add check (kind in ('APP', 'DATASET', 'POOL', 'REQUEST'));
drop index market_order_open;
alter table market_order alter column volume type numeric(78);
alter table market_order
  -- whom it admits, zero is anybody; in a request what it names, and its pool is a restriction
  add column app         char(42)    not null default '0x0000000000000000000000000000000000000000',
  add column dataset     char(42)    not null default '0x0000000000000000000000000000000000000000',
  add column pool        char(42)    not null default '0x0000000000000000000000000000000000000000',
  add column requester   char(42)    not null default '0x0000000000000000000000000000000000000000',
  add column beneficiary char(42)    not null default '0x0000000000000000000000000000000000000000',
  -- the known bits of the tag: 0 to 3 and 8
  add column tag         integer     not null default 0,
  add column trust       numeric(78) not null default 0,
  -- shown in the books; the request of a bag that this server matches itself is not
  add column listed      boolean     not null default true,
  add column expires     timestamptz,
  -- what happened to it: tasks that deals used, tasks that planned matches will use, closings on
  -- the ledger, its owner's withdrawal, its time, and why it cannot be used at present
  add column consumed    numeric(78) not null default 0 check (consumed >= 0),
  add column reserved    numeric(78) not null default 0 check (reserved >= 0),
  add column closings    integer     not null default 0 check (closings >= 0),
  add column withdrawn   boolean     not null default false,
  add column expired     boolean     not null default false,
  add column dead_reason text,
  add column checked_at  timestamptz;

update market_order set withdrawn = not open;
alter table market_order drop column open;
update market_order set listed = false where kind = 'REQUEST';
update market_order set
  trust = coalesce((body::json ->> 'trust')::numeric, 0),
  app = coalesce(body::json ->> 'apprestrict', case kind when 'REQUEST' then entry end, app),
  dataset = coalesce(body::json ->> 'datasetrestrict', body::json ->> 'dataset', dataset),
  pool = coalesce(
    body::json ->> 'workerpoolrestrict',
    case kind when 'REQUEST' then body::json ->> 'workerpool' end,
    pool),
  requester = coalesce(
    body::json ->> 'requesterrestrict', body::json ->> 'requester', requester),
  beneficiary = coalesce(body::json ->> 'beneficiary', beneficiary);

-- What the ledger's events took from orders, whether the order is known here or not. An event that
-- is orphaned is undone; one that comes back in the same block is done again.
create table order_fill (
  event_id   bigint      not null references chain_event,
  order_hash char(66)    not null,
  kind       text        not null check (kind in ('MATCH', 'CLOSE')),
  position   integer     not null,
  volume     numeric(78) not null check (volume >= 0),
  undone     boolean     not null default false,
  primary key (event_id, position)
);
create index order_fill_order on order_fill (order_hash) where not undone;

insert into order_fill (event_id, order_hash, kind, position, volume)
  select id, '0x' || substr(data, 3 + 64 * n, 64), 'MATCH', n,
    ('x' || substr(data, 3 + 64 * 5 + 48, 16))::bit(64)::bigint
  from chain_event, generate_series(1, 4) as n
  where kind = 'OrdersMatched' and state <> 'ORPHANED';
insert into order_fill (event_id, order_hash, kind, position, volume)
  select id, '0x' || substr(data, 3, 64), 'CLOSE', 0, 0
  from chain_event where kind = 'OrderClosed' and state <> 'ORPHANED';
update market_order o set
  consumed = (
    select coalesce(sum(f.volume), 0) from order_fill f where f.order_hash = o.hash),
  closings = (
    select count(*) from order_fill f where f.order_hash = o.hash and f.kind = 'CLOSE');

alter table market_order
  add column remaining numeric(78) not null generated always as (
    case when closings > 0 then 0 else greatest(volume - consumed, 0) end) stored,
  add column status text not null generated always as (
    case
      when closings > 0 then 'CLOSED'
      when consumed >= volume then 'FILLED'
      when withdrawn then 'WITHDRAWN'
      when expired then 'EXPIRED'
      when dead_reason is not null then 'DEAD'
      else 'OPEN'
    end) stored;

create index market_order_asks on market_order (category, price, signed_at)
  where kind = 'POOL' and status = 'OPEN';
create index market_order_bids on market_order (category, price desc, signed_at)
  where kind = 'REQUEST' and status = 'OPEN' and listed;
create index market_order_entry on market_order (kind, entry, price, signed_at)
  where status = 'OPEN';
create index market_order_owner on market_order (owner, status);
create index market_order_check on market_order (checked_at nulls first)
  where status in ('OPEN', 'DEAD');
create index market_order_expires on market_order (expires)
  where expires is not null and not expired;

-- Volume that a planned match will use, until its deal is seen or the ledger refuses it.
create table order_reservation (
  intent     text        not null,
  order_hash char(66)    not null references market_order,
  volume     numeric(78) not null check (volume > 0),
  -- the event of the deal that it became; an orphaned one gives it back
  taken_by   bigint      references chain_event,
  primary key (intent, order_hash)
);
create index order_reservation_taken on order_reservation (taken_by) where taken_by is not null;

-- Trades are final deals; charts read them by category and time.
create index deal_category on deal (category, started_at);
create index deal_event on deal (event_id);

-- What a wallet must sign to prove itself to the gateway, once.
create table wallet_challenge (
  hash      char(66)    primary key,
  address   char(42)    not null,
  issued_at timestamptz not null,
  expires   timestamptz not null
);
create index wallet_challenge_address on wallet_challenge (address, issued_at);
create index wallet_challenge_expires on wallet_challenge (expires);
