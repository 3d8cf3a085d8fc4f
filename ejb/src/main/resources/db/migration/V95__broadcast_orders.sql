-- Orders that somebody published on the ledger as an event. They are stored with the event, and put into the
-- book afterwards, for their signature and entry are questions to the ledger.
create table order_broadcast (
  event_id bigint  primary key references chain_event,
  kind     text    not null check (kind in ('APP', 'DATASET', 'POOL', 'REQUEST')),
  body     text    not null,
  tries    integer not null default 0,
  -- LISTED, or why it was refused; null until it was looked at
  outcome  text
);
create index order_broadcast_open on order_broadcast (tries, event_id) where outcome is null;
