import type { ReactElement } from 'react';
import { useBags, useHealth, useOne, usePools } from '../api/queries';
import type { About, Account, Health } from '../api/types';
import { integer, rate } from '../lib/format';
import { href } from '../lib/router';
import { s } from '../strings';
import { Amount, Empty, Loaded, PageHead, Tile } from '../ui/basics';
import { DataTable } from '../ui/DataTable';
import { Icon } from '../ui/icons';
import { LiveChart } from '../ui/LiveChart';
import { BAG_COLUMNS, HIDDEN_AT_FIRST } from './bagColumns';
import { ForecastTile } from './Forecasts';

const RECENT = 10;
const RUNNING = 50;
const HIDDEN = new Set([...HIDDEN_AT_FIRST, 'app']);
const bagKey = (bag: { id: string }): string => bag.id;

export function HomePage({ about }: { about: About }): ReactElement {
  const running = useBags({ state: 'RUNNING', limit: RUNNING });
  const recent = useBags({ limit: RECENT });
  const pools = usePools();
  const account = useOne<Account>('accounts', about.account ?? '');
  const health = useHealth();
  const tasksNow = running.data?.items.reduce((sum, bag) => sum + (bag.tasksPerSecond ?? 0), 0);
  const online = pools.data?.items.reduce((sum, pool) => sum + pool.workersOnline, 0);
  const enrolled = pools.data?.items.reduce((sum, pool) => sum + pool.workers, 0);
  return (
    <>
      <PageHead title={s.home.page} />
      <div className="gb-stack">
        <div className="gb-tiles" data-many>
          <Tile
            label={s.home.running}
            value={running.data === undefined ? s.none : countOf(running.data)}
            note={s.home.open}
            to={href(['bags'], { state: 'RUNNING' })}
          />
          <Tile label={s.home.tasksNow} value={tasksNow === undefined ? s.none : rate(tasksNow)} />
          <Tile
            label={s.home.workers}
            value={online === undefined ? s.none : integer(online)}
            note={enrolled === undefined ? '' : s.home.ofWorkers(integer(enrolled))}
            to={href(['workers'])}
          />
          <BalanceTile account={account.data} has={about.account !== undefined} />
          <ForecastTile />
          <LedgerTile health={health.data} about={about} block={account.data?.block} />
        </div>
        <section className="gb-card" aria-label={s.home.chart}>
          <h2>{s.home.chart}</h2>
          <LiveChart
            name="home"
            value={tasksNow}
            readAt={running.dataUpdatedAt}
            label={s.home.chart}
            waiting={s.home.chartWait}
          />
        </section>
        {running.data !== undefined && running.data.items.length > 0 ? (
          <section className="gb-stack" aria-label={s.home.active}>
            <h2>{s.home.active}</h2>
            <DataTable
              caption={s.home.active}
              columns={BAG_COLUMNS}
              rows={running.data.items}
              rowKey={bagKey}
              hidden={HIDDEN}
              linked
            />
          </section>
        ) : null}
        <section className="gb-stack" aria-label={s.home.recent}>
          <div className="gb-between">
            <h2>{s.home.recent}</h2>
            <a href={href(['bags'])}>{s.home.all}</a>
          </div>
          <Loaded answer={recent}>
            {(page) =>
              page.items.length === 0 ? (
                <Empty title={s.bags.emptyTitle} text={s.bags.empty} command={s.bags.emptyCommand} />
              ) : (
                <DataTable
                  caption={s.home.recent}
                  columns={BAG_COLUMNS}
                  rows={page.items.filter((bag) => bag.state !== 'RUNNING' || running.data === undefined)}
                  rowKey={bagKey}
                  hidden={HIDDEN}
                  linked
                />
              )
            }
          </Loaded>
        </section>
      </div>
    </>
  );
}

function countOf(page: { items: unknown[]; nextCursor?: string }): string {
  return integer(page.items.length) + (page.nextCursor === undefined ? '' : '+');
}

function BalanceTile({ account, has }: { account: Account | undefined; has: boolean }): ReactElement {
  if (account === undefined) {
    return <Tile label={s.home.balance} value={s.none} note={has ? '' : s.home.noAccount} />;
  }
  return (
    <Tile
      label={s.home.balance}
      value={
        <span className="gb-long">
          <Amount nano={account.free} />
        </span>
      }
      note={
        <>
          <Amount nano={account.locked} /> {s.home.lockedNote}
        </>
      }
      to={href(['accounts'])}
    />
  );
}

/** The ledger as the server's own health check sees it. */
function LedgerTile(props: {
  health: Health | undefined;
  about: About;
  block: number | undefined;
}): ReactElement {
  const check = props.health?.checks.find((each) => /ledger|chain/i.test(each.name));
  const up = check?.status === 'UP';
  const note = [
    s.home.chain(props.about.chainId),
    ...(props.block === undefined ? [] : [s.home.block(integer(props.block))]),
  ].join(' · ');
  const mark =
    check === undefined ? (
      s.home.ledgerUnknown
    ) : (
      <span className="gb-row" data-up={up}>
        <Icon name={up ? 'check' : 'alert'} size={20} />
        {up ? s.home.ledgerUp : s.home.ledgerDown}
      </span>
    );
  return <Tile label={s.home.ledger} value={mark} note={note} to={href(['deals'])} />;
}
