-- Wallets prove themselves to every service in the same way; a challenge serves the service that made it.
drop table log_challenge;

delete from wallet_challenge;
alter table wallet_challenge add column domain text not null;
