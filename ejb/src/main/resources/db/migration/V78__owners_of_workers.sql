-- Whose workers are, by the word of an operator: replicas of a task go to different owners.
create table worker_owner (
  worker   char(42)    primary key references worker,
  owner    char(42)    not null,
  named_at timestamptz not null
);
