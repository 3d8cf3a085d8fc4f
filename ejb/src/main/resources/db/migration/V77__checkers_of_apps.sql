-- How often the module that an app has for a checker failed by itself, and how it did last.
alter table app
  add column checker_faults bigint not null default 0,
  add column checker_fault  text;
