-- What is promised for a bag, how it went, and what was said of its end. Samples are packed: a few
-- bytes each, at most a few hundred for a bag, however many tasks it has.

create table bag_promise (
  bag          text        primary key,
  app          text        not null,
  pool         text        not null,
  -- bags of 1 to 9 tasks are 0, of 10 to 99 are 1, and so on
  size_class   smallint    not null,
  tasks        bigint      not null check (tasks > 0),
  deadline     timestamptz,
  state        text        not null,
  -- what was said at the submission, and what is said now, as JSON
  admitted     text,
  forecast     text,
  samples      bytea       not null default '',
  -- when all tasks were decided; seconds that one took a worker on average
  decided_at   timestamptz,
  ended        boolean     not null default false,
  task_seconds double precision,
  check (state in ('NONE', 'UNKNOWN', 'ON_TIME', 'AT_RISK', 'MISSED', 'KEPT'))
);
create index bag_promise_open on bag_promise (bag) where not ended;
create index bag_promise_kind on bag_promise (app, pool, size_class, decided_at desc);

-- What was said when a bag was submitted (milestone 0) and when 10, 25, 50, 75 and 90 % of it were
-- done, in seconds after its beginning, and what came. The predicted time is that without any
-- learned factor: from it and the actual one the factor is learned.
create table forecast_note (
  bag               text             not null references bag_promise,
  milestone         smallint         not null,
  said_at           timestamptz      not null,
  predicted_seconds double precision not null check (predicted_seconds > 0),
  median_seconds    double precision not null,
  low50             double precision not null,
  high50            double precision not null,
  low90             double precision not null,
  high90            double precision not null,
  probability       double precision check (probability between 0 and 1),
  in_time           boolean,
  actual_seconds    double precision check (actual_seconds > 0),
  primary key (bag, milestone),
  check (milestone in (0, 10, 25, 50, 75, 90))
);
