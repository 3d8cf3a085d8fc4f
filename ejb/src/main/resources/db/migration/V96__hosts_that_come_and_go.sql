-- What is known of hosts: what they measured of themselves, how fast they are at real tasks, how
-- much of the time they are there, and what energy their work takes.

create table host (
  worker         char(42)         primary key,
  -- by the worker's own benchmark: operations a second on one processor
  host_ops       double precision,
  guest_ops      double precision,
  disk_bytes     bigint,
  measured_at    timestamptz,
  -- beside the others on the same bags: 1 is as fast as they are
  speed          double precision not null default 1,
  speed_leases   bigint           not null default 0,
  -- weighted seconds there and away and weighted departures, as they were at noted_at
  up             double precision not null default 0,
  down           double precision not null default 0,
  departures     double precision not null default 0,
  there          boolean          not null default false,
  noted_at       timestamptz,
  energy_source  text             not null default 'UNKNOWN',
  -- that a task draws, smoothed over leases; null while that is unknown
  watts          double precision,
  check (energy_source in ('METERED', 'DECLARED', 'UNKNOWN')),
  check (speed > 0 and up >= 0 and down >= 0 and departures >= 0)
);

-- The history behind it, for a month: when a host went from one state to another.
create table host_state (
  worker char(42)    not null,
  at     timestamptz not null,
  state  text        not null
);
create index host_state_worker on host_state (worker, at);
create index host_state_at on host_state (at);

-- Energy by bag and worker. Tasks whose energy is unknown are counted, not guessed.
create table bag_energy (
  bag           text             not null,
  worker        char(42)         not null,
  tasks         bigint           not null default 0,
  joules        double precision not null default 0,
  unknown_tasks bigint           not null default 0,
  primary key (bag, worker)
);
create index bag_energy_worker on bag_energy (worker);
