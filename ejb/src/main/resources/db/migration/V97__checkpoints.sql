-- What unfinished tasks saved of themselves. The bytes are files named by their SHA-256, in the
-- folder checkpoints of the content store. A row goes when its task is decided.
create table checkpoint (
  bag        text        not null,
  task       bigint      not null,
  partition  integer     not null,
  worker     char(42)    not null,
  content    char(64)    not null,
  bytes      bigint      not null check (bytes > 0),
  -- who may go on from it: its own worker alone, workers on alike hosts, or any
  given_to   text        not null,
  host_class text        not null,
  -- the time under which its worker signed it; an older one never replaces it
  made_at    timestamptz not null,
  primary key (bag, task, worker),
  check (given_to in ('OWN', 'ALIKE', 'ANY'))
);
create index checkpoint_content on checkpoint (content);
create index checkpoint_worker on checkpoint (worker);
