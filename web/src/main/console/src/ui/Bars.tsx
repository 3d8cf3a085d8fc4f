import type { ReactElement } from 'react';
import type { Counts } from '../api/types';
import { integer, percent } from '../lib/format';
import { s } from '../strings';
import { Icon } from './icons';
import { COUNTS, countOf, look, type Count } from './states';

function widths(counts: Counts, tasks: number): { key: Count; count: number; width: string }[] {
  return COUNTS.map(({ key }) => ({ key, count: countOf(counts, key, tasks) }))
    .filter(({ count }) => count > 0)
    .map(({ key, count }) => ({ key, count, width: `${(count * 100) / Math.max(1, tasks)}%` }));
}

function spoken(counts: Counts, tasks: number): string {
  const parts = widths(counts, tasks).map(({ key, count }) => `${integer(count)} ${s.counts[key]}`);
  return s.counts.bar(parts.join(', '));
}

export function StateBar(props: { counts: Counts; tasks: number; thin?: boolean }): ReactElement {
  return (
    <div
      className="gb-bar"
      data-thin={props.thin === true ? '' : undefined}
      role="img"
      aria-label={spoken(props.counts, props.tasks)}
      title={spoken(props.counts, props.tasks)}
    >
      {widths(props.counts, props.tasks).map(({ key, width }) => (
        <span key={key} data-cell={key} style={{ width }} />
      ))}
    </div>
  );
}

/** The numbers under a bar; each leads to its tasks. */
export function StateLegend(props: {
  counts: Counts;
  tasks: number;
  to: (state: string) => string;
}): ReactElement {
  return (
    <ul className="gb-legend">
      {COUNTS.map(({ key, state }) => {
        const count = countOf(props.counts, key, props.tasks);
        if (count === 0 && key === 'cancelled') {
          return null;
        }
        return (
          <li key={key}>
            <a className="gb-legend-item" href={props.to(state)} title={s.counts.meaning[key]}>
              <span className="gb-swatch" data-cell={key} />
              <Icon name={look(state)[1]} size={13} />
              <span>{s.counts[key]}</span>
              <strong className="gb-num">{integer(count)}</strong>
              <span className="gb-soft gb-num">{percent(count, props.tasks)}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}

/** A bar with its share, for a row of a table. */
export function SmallProgress(props: { counts: Counts; tasks: number }): ReactElement {
  const done = props.counts.certified + props.counts.failed;
  return (
    <div className="gb-progress-cell">
      <StateBar counts={props.counts} tasks={props.tasks} thin />
      <span className="gb-small gb-soft gb-num">
        {percent(done, props.tasks)}
        <span className="gb-wide">
          {' '}
          · {integer(done)} / {integer(props.tasks)}
        </span>
      </span>
    </div>
  );
}
