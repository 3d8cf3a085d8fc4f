-- What owners say of their workers: labels, and which bags they accept. JSON; empty for none.
alter table worker add column declaration text not null default '{}';
