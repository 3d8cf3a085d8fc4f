import { useEffect, type ReactElement } from 'react';
import { useOne, usePools } from '../api/queries';
import type { Account, Worker } from '../api/types';
import { href } from '../lib/router';
import { s } from '../strings';
import { Amount, Details, Empty, Loading, PageHead } from '../ui/basics';

/** Finds out what an address is: a worker, a pool, or an account. */
export function AddressPage({ address }: { address: string }): ReactElement {
  const worker = useOne<Worker>('workers', address);
  const account = useOne<Account>('accounts', address);
  const pools = usePools();
  const isPool = pools.data?.items.some((pool) => pool.address.toLowerCase() === address.toLowerCase());
  const target = worker.isSuccess ? href(['workers', address]) : isPool === true ? href(['pools']) : undefined;
  useEffect(() => {
    if (target !== undefined) {
      location.replace(target);
    }
  }, [target]);
  const searching = worker.isPending || account.isPending || pools.isPending;
  return (
    <>
      <PageHead title={s.address.page} note={<span className="gb-mono">{address}</span>} />
      {account.data === undefined ? (
        searching || target !== undefined ? (
          <Loading rows={1} />
        ) : (
          <Empty title={s.problem.notFoundTitle} text={s.address.none(address)} />
        )
      ) : (
        <section className="gb-card">
          <Details
            rows={[
              [s.accounts.column.name, account.data.name ?? s.none],
              [s.accounts.column.role, account.data.role],
              [s.accounts.column.free, <Amount nano={account.data.free} />],
              [s.accounts.column.locked, <Amount nano={account.data.locked} />],
              [s.accounts.column.pledged, <Amount nano={account.data.pledged} />],
              [s.accounts.column.wallet, <Amount nano={account.data.wallet} />],
            ]}
          />
        </section>
      )}
    </>
  );
}
