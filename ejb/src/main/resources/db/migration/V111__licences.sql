-- Licences of the pool that leases hold, whichever node granted them. A hold that is not renewed ends.
create table licence (
  name varchar(32) primary key
);

create table licence_hold (
  hold varchar(100) not null,
  licence varchar(32) not null references licence (name),
  units integer not null check (units > 0),
  expires timestamptz not null,
  primary key (licence, hold)
);

create index licence_hold_by_hold on licence_hold (hold);
