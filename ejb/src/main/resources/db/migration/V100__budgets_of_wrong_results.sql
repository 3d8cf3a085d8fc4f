-- Bags that tolerate a share of wrong results in all: the bound that certificates of a lease's tasks
-- may state, and of what is opened again because a worker was caught.
alter table contribution add column allowance double precision;
alter table spot_check   add column allowance double precision;
