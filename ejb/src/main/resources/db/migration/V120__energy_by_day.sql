-- The balance of energy of a host, by days of UTC: what its owner lets tasks use, and what they used.

create table host_energy_day (
  worker        char(42)         not null,
  day           date             not null,
  tasks         bigint           not null default 0,
  joules        double precision not null default 0,
  unknown_tasks bigint           not null default 0,
  -- as its owner declared last on that day; null if there is no limit
  budget_joules double precision,
  primary key (worker, day),
  check (tasks >= 0 and joules >= 0 and unknown_tasks >= 0 and budget_joules > 0)
);
create index host_energy_day_day on host_energy_day (day);
