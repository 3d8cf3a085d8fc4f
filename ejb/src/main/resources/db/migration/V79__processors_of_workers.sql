-- Vendor and family of a worker's processors, as it declared them when it enrolled: for bags whose
-- votes are compared among like hosts only. 'changed' once it declared two kinds of host.
alter table worker add column processor text not null default 'unknown';
