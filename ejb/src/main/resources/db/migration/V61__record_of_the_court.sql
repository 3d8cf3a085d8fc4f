-- What the ledger says for good of acceptances and trials goes into the side record, once: these
-- columns say whether it is there.
alter table acceptance add column recorded boolean not null default false;
alter table trial_event add column recorded boolean not null default false;
alter table correction add column recorded boolean not null default false;
create index acceptance_unrecorded on acceptance (event_id) where not recorded;
create index trial_event_unrecorded on trial_event (event_id) where not recorded;
create index correction_unrecorded on correction (event_id) where not recorded;
