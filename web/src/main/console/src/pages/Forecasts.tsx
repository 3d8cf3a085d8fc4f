import type { ReactElement } from 'react';
import { useScores } from '../api/queries';
import type { Score } from '../api/types';
import { integer, share100 } from '../lib/format';
import { overall } from '../lib/scores';
import { href } from '../lib/router';
import { s } from '../strings';
import { Loaded, Tile } from '../ui/basics';
import { DataTable, type Column } from '../ui/DataTable';

const p = s.promise;
const FACTOR_DIGITS = 2;
const BRIER_DIGITS = 3;

/** Whether forecasts of bags held so far, in one number. */
export function ForecastTile(): ReactElement {
  const scores = useScores().data?.items ?? [];
  const all = overall(scores);
  if (all === undefined) {
    return <Tile label={p.tile} value={s.none} note={p.tileNone} to={href(['pools'])} />;
  }
  const brier = all.brier === undefined ? '' : p.tileBrier(all.brier.toFixed(BRIER_DIGITS));
  return (
    <Tile label={p.tile} value={share100(all.coverage90)} note={p.tileNote(brier, all.bags)} to={href(['pools'])} />
  );
}

/** How good what was said of bags turned out to be, by kind of bag. */
export function ForecastScores(): ReactElement {
  const scores = useScores();
  return (
    <section className="gb-stack" aria-label={p.scores}>
      <h2>{p.scores}</h2>
      <p className="gb-soft gb-small">{p.scoresHelp}</p>
      <Loaded answer={scores} rows={2}>
        {(page) =>
          page.items.length === 0 ? (
            <div className="gb-card gb-soft">{p.scoresEmpty}</div>
          ) : (
            <DataTable
              caption={p.scoresCaption}
              columns={COLUMNS}
              rows={page.items}
              rowKey={(each) => `${each.app} ${each.pool} ${each.sizeClass} ${each.milestone}`}
            />
          )
        }
      </Loaded>
    </section>
  );
}

function sizes(score: Score): string {
  return p.sizes(integer(10 ** score.sizeClass), integer(10 ** (score.sizeClass + 1) - 1));
}

const COLUMNS: Column<Score>[] = [
  { id: 'app', header: p.score.app, cell: (each) => each.app, sort: (each) => each.app },
  { id: 'size', header: p.score.size, minor: true, cell: sizes, sort: (each) => each.sizeClass },
  {
    id: 'at',
    header: p.score.at,
    cell: (each) => (each.milestone === 0 ? p.submission : p.done(each.milestone)),
    sort: (each) => each.milestone,
  },
  { id: 'bags', header: p.score.bags, right: true, cell: (each) => integer(each.bags), sort: (each) => each.bags },
  {
    id: 'error',
    header: p.score.error,
    right: true,
    minor: true,
    cell: (each) => share100(each.relativeError),
    sort: (each) => each.relativeError,
  },
  {
    id: 'half',
    header: p.score.half,
    right: true,
    minor: true,
    cell: (each) => share100(each.coverage50),
    sort: (each) => each.coverage50,
  },
  {
    id: 'most',
    header: p.score.most,
    right: true,
    cell: (each) => share100(each.coverage90),
    sort: (each) => each.coverage90,
  },
  {
    id: 'brier',
    header: p.score.brier,
    right: true,
    cell: (each) => each.brier?.toFixed(BRIER_DIGITS) ?? s.none,
    sort: (each) => each.brier,
  },
  {
    id: 'alpha',
    header: p.score.alpha,
    right: true,
    minor: true,
    cell: (each) => each.alpha.toFixed(FACTOR_DIGITS),
    sort: (each) => each.alpha,
  },
];
