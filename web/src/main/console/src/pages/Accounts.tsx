import type { ReactElement } from 'react';
import { useAccounts } from '../api/queries';
import type { About, Account } from '../api/types';
import { integer } from '../lib/format';
import { s } from '../strings';
import { Amount, Empty, Hex, Loaded, PageHead } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';

const c = s.accounts.column;

function columns(mine: string | undefined): Column<Account>[] {
  const money = (id: 'free' | 'locked' | 'pledged' | 'wallet', minor: boolean): Column<Account> => ({
    id,
    header: c[id],
    right: true,
    minor,
    cell: (account) => <Amount nano={account[id]} />,
    sort: (account) => BigInt(account[id]),
  });
  return [
    {
      id: 'name',
      header: c.name,
      cell: (account) => (
        <>
          <strong>{account.name ?? s.none}</strong>{' '}
          {account.address.toLowerCase() === mine?.toLowerCase() ? (
            <span className="gb-soft">({s.accounts.me})</span>
          ) : null}
        </>
      ),
      sort: (account) => account.name ?? account.address,
    },
    { id: 'role', header: c.role, cell: (account) => account.role, sort: (account) => account.role },
    money('free', false),
    money('locked', true),
    money('pledged', true),
    money('wallet', true),
    {
      id: 'address',
      header: c.address,
      minor: true,
      cell: (account) => <Hex value={account.address} what={c.address} />,
    },
  ];
}

export function AccountsPage({ about }: { about: About }): ReactElement {
  const accounts = useAccounts();
  const block = accounts.data?.items[0]?.block;
  const m = s.accounts.meaning;
  return (
    <>
      <PageHead
        title={s.accounts.page}
        note={block === undefined ? undefined : s.accounts.asOf(integer(block))}
      />
      <Loaded answer={accounts} rows={6}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty title={s.accounts.emptyTitle} text={s.accounts.empty} />
          ) : (
            <>
              <DataTable
                caption={s.accounts.caption}
                columns={columns(about.account)}
                rows={page.items}
                rowKey={(account) => account.address}
              />
              <p className="gb-map-note">
                {c.free}: {m.free}. {c.locked}: {m.locked}. {c.pledged}: {m.pledged}. {c.wallet}: {m.wallet}.
              </p>
            </>
          )
        }
      </Loaded>
    </>
  );
}
