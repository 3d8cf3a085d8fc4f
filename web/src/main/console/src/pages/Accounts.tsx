import type { ReactElement } from 'react';
import { useAccounts } from '../api/queries';
import type { About, Account } from '../api/types';
import { integer } from '../lib/format';
import { href, usePlace } from '../lib/router';
import { s } from '../strings';
import { Empty, Hex, Loaded, PageHead } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';
import { Paging } from '../ui/Paging';

const c = s.accounts.column;

function columns(mine: string | undefined): Column<Account>[] {
  const money = (id: 'free' | 'locked' | 'pledged' | 'wallet', minor: boolean): Column<Account> => ({
    id,
    header: c[id],
    right: true,
    minor,
    money: (account) => account[id],
  });
  return [
    {
      id: 'name',
      header: c.name,
      cell: (account) => <Name account={account} isMine={account.address.toLowerCase() === mine?.toLowerCase()} />,
      sort: (account) => account.name ?? account.address,
    },
    {
      id: 'users',
      header: c.users,
      minor: true,
      cell: (account) => (account.users.length === 0 ? s.none : account.users.join(', ')),
      sort: (account) => account.users.join(', '),
    },
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

/** What an account is called: after its worker, after the server's key, or not at all. */
function Name({ account, isMine }: { account: Account; isMine: boolean }): ReactElement {
  const name = account.name ?? s.accounts.unnamed;
  return (
    <>
      {account.role === 'worker' ? (
        <a href={href(['workers', account.address])}>{name}</a>
      ) : (
        <span className={account.name === undefined ? 'gb-soft' : 'gb-strong'}>{name}</span>
      )}{' '}
      {isMine ? <span className="gb-tag">{s.accounts.me}</span> : null}
    </>
  );
}

export function AccountsPage({ about }: { about: About }): ReactElement {
  const { query } = usePlace();
  const accounts = useAccounts(query.get('cursor') ?? undefined);
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
                more={page.nextCursor !== undefined}
                rowKey={(account) => account.address}
              />
              <Paging note={s.accounts.shown(page.items.length)} nextCursor={page.nextCursor} />
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
