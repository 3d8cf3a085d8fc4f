-- No request of a worker with a time up to this (epoch milliseconds) is taken by a server that
-- starts: it may have been taken before. It is set ahead of the requests, a few seconds at a time.
alter table worker add column request_floor bigint not null default 0;

create index worker_name on worker (name, address);
create index deal_started on deal (started_at, id);
