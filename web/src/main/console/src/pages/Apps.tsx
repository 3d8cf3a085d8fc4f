import type { ReactElement } from 'react';
import { useApps } from '../api/queries';
import type { App } from '../api/types';
import { href, usePlace } from '../lib/router';
import { s } from '../strings';
import { Empty, Hex, Loaded, PageHead, State } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';
import { Paging } from '../ui/Paging';

const c = s.apps.column;

const COLUMNS: Column<App>[] = [
  {
    id: 'name',
    header: c.name,
    cell: (app) => (
      <a className="gb-row-link" href={href(['bags'], { app: app.name })} title={s.apps.bags}>
        {app.name}
      </a>
    ),
    sort: (app) => app.name,
  },
  { id: 'state', header: c.state, cell: (app) => <State state={app.state} />, sort: (app) => app.state },
  { id: 'driver', header: c.driver, minor: true, cell: (app) => app.driver, sort: (app) => app.driver },
  { id: 'entry', header: c.entry, minor: true, cell: (app) => app.entry ?? s.none },
  { id: 'checker', header: c.checker, minor: true, cell: (app) => app.checker ?? <span className="gb-soft">{s.apps.noChecker}</span> },
  {
    id: 'results',
    header: c.results,
    minor: true,
    cell: (app) => (app.nonDeterministic ? <span title={s.apps.variesTitle}>{s.apps.varies}</span> : <span className="gb-soft">{s.apps.same}</span>),
    sort: (app) => String(app.nonDeterministic),
  },
  {
    id: 'price',
    header: c.price,
    right: true,
    money: (app) => app.price,
  },
  { id: 'owner', header: c.owner, minor: true, cell: (app) => <Hex value={app.owner} what={c.owner} /> },
  { id: 'content', header: c.content, minor: true, cell: (app) => <Hex value={app.content} what={c.content} /> },
  { id: 'address', header: c.address, minor: true, cell: (app) => <Hex value={app.address} what={c.address} /> },
];

export function AppsPage(): ReactElement {
  const { query } = usePlace();
  const apps = useApps(query.get('cursor') ?? undefined);
  return (
    <>
      <PageHead title={s.apps.page} />
      <Loaded answer={apps}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty title={s.apps.emptyTitle} text={s.apps.empty} command={s.apps.emptyCommand} />
          ) : (
            <>
              <DataTable caption={s.apps.caption} columns={COLUMNS} rows={page.items}
                more={page.nextCursor !== undefined} rowKey={(app) => app.address} linked />
              <Paging note={s.apps.shown(page.items.length)} nextCursor={page.nextCursor} />
            </>
          )
        }
      </Loaded>
    </>
  );
}
