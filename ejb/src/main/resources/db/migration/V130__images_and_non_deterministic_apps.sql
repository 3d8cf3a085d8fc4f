-- Apps that are images of containers, and apps whose results differ from run to run.

alter table app drop constraint app_driver_check;
alter table app add constraint app_driver_check
  check (driver in ('wasm', 'process', 'container'));
alter table app add column non_deterministic boolean not null default false;

alter table ledger_app drop constraint ledger_app_driver_check;
alter table ledger_app add constraint ledger_app_driver_check
  check (driver in ('wasm', 'process', 'container'));
