-- Shares of a pool's workers that are kept for a project for a time.
create table pool_reservation (
  id text primary key,
  pool text not null,
  project text not null,
  percent int not null check (percent between 1 and 100),
  starts timestamptz not null,
  ends timestamptz not null,
  lent boolean not null,
  made_by text not null,
  made_at timestamptz not null,
  released_at timestamptz,
  check (starts < ends)
);
create index pool_reservation_time on pool_reservation (ends, starts);
