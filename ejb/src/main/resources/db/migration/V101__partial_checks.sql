-- Apps that can compute the units of their results one by one, and what was found by doing so.
alter table app          add column units   text;
alter table contribution add column samples text;
