-- The contract that a deal's results are called back to; zero for none.
alter table deal add column callback char(42) not null
  default '0x0000000000000000000000000000000000000000';
