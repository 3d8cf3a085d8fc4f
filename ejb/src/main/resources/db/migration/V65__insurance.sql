-- Insurance of deals. What the contract reported: rows come with an event, and go with it when its
-- block is orphaned; final is set when the block can no longer go away. Amounts are nRLC.

create table insurance_policy (
  event_id       bigint      primary key references chain_event,
  deal           char(66)    not null unique,
  insured        char(42)    not null,
  premium        numeric(78) not null,
  cover_per_task numeric(78) not null,
  tasks          bigint      not null check (tasks > 0),
  deadline       timestamptz not null,
  bought_at      timestamptz not null,
  tx_hash        char(66)    not null,
  final          boolean     not null default false
);
create index insurance_policy_insured on insurance_policy (insured, bought_at desc);
create index insurance_policy_bought on insurance_policy (bought_at desc, deal);

create table insurance_assessment (
  event_id    bigint      primary key references chain_event,
  deal        char(66)    not null,
  partition   bigint      not null,
  failed      bigint      not null,
  late        bigint      not null,
  overturned  bigint      not null,
  paid        numeric(78) not null,
  assessed_at timestamptz not null,
  tx_hash     char(66)    not null,
  final       boolean     not null default false,
  unique (deal, partition)
);

create table insurance_capital_move (
  event_id bigint      primary key references chain_event,
  kind     text        not null,
  insurer  char(42)    not null,
  -- who paid it in, or whom it was paid to
  party    char(42)    not null,
  amount   numeric(78) not null,
  shares   numeric(78) not null,
  moved_at timestamptz not null,
  tx_hash  char(66)    not null,
  final    boolean     not null default false,
  check (kind in ('INVESTED', 'WITHDRAWN'))
);
create index insurance_capital_move_insurer on insurance_capital_move (insurer, event_id desc);

-- Results that the court overturned, for what is known of a pool and an app.
create table overturned_task (
  event_id  bigint   primary key references chain_event,
  deal      char(66) not null,
  partition bigint   not null,
  idx       numeric(78) not null
);
create index overturned_task_deal on overturned_task (deal);

-- Partitions of insured deals that the ledger has decided for good, as far as events tell: of a deal
-- that is settled task by task each task is one event of partition 0. Open until it was looked at.
create table insurance_decided (
  deal      char(66) not null,
  partition bigint   not null,
  tasks     bigint   not null,
  event_id  bigint   not null,
  open      boolean  not null default true,
  primary key (deal, partition)
);
create index insurance_decided_open on insurance_decided (event_id) where open;

-- Quotes that the underwriter signed. Each binds it until its expiry.
create table insurance_quote (
  id             bigint           generated always as identity primary key,
  deal           char(66)         not null,
  insured        char(42)         not null,
  premium        numeric(78)      not null,
  cover_per_task numeric(78)      not null,
  tasks          bigint           not null,
  deadline       timestamptz      not null,
  expiry         timestamptz      not null,
  signature      text             not null,
  -- the premium per nRLC of cover, and what was seen of each peril
  rate           double precision not null,
  experience     text             not null,
  given_at       timestamptz      not null
);
create index insurance_quote_deal on insurance_quote (deal, expiry);
create index insurance_quote_expiry on insurance_quote (expiry);

-- What users want of the insurance, on its way to the ledger.
create table insurance_wish (
  id             bigint      generated always as identity primary key,
  kind           text        not null,
  account        char(42)    not null,
  key_name       text        not null,
  deal           char(66),
  bag            text,
  -- money to move; for a policy the most that its premium may be, empty for any
  amount         numeric(78),
  cover_per_task numeric(78),
  -- the premium that was told with the bag's price, and until when it holds
  promised       numeric(78),
  promised_until timestamptz,
  premium        numeric(78),
  state          text        not null,
  reason         text,
  tries          integer     not null default 0,
  -- what is sent to the insurance, once the approval is in a block
  calldata       text,
  approval       text,
  intent         text,
  asked_at       timestamptz not null,
  updated_at     timestamptz not null,
  check (kind in ('BUY', 'INVEST', 'WITHDRAW')),
  check (state in ('WANTED', 'APPROVING', 'SENT', 'MINED', 'DONE', 'REFUSED')),
  check ((kind = 'BUY') = (deal is not null)),
  check (kind = 'BUY' or amount is not null)
);
create index insurance_wish_open on insurance_wish (account, id)
  where state not in ('DONE', 'REFUSED');
create unique index insurance_wish_deal on insurance_wish (deal)
  where kind = 'BUY' and state <> 'REFUSED';
create index insurance_wish_bag on insurance_wish (bag, id);
