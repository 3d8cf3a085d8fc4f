-- Where machines stand, by the word of the operator that gives out the token; null where nobody said.
alter table enrolment_token add column site text;
alter table worker add column site text;
