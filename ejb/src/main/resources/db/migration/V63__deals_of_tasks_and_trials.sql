-- Transactions that name only a task or a trial are about its deal as well.
insert into deal_transaction (tx_hash, deal)
  select e.tx_hash, t.deal from chain_event e
    join ledger_task t on t.task = split_part(e.topics, ',', 2)
    where e.kind in ('TaskInitialize', 'TaskContribute', 'TaskReveal', 'TaskReopen', 'TaskFinalize',
      'TaskClaimed')
  union
  select t.tx_hash, c.deal from trial_event t
    join trial_event c on c.trial = t.trial and c.kind = 'CHALLENGED'
  on conflict do nothing;
