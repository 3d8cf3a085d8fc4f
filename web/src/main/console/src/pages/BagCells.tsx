import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { useMemo, useState, type ReactElement } from 'react';
import { useCells } from '../api/queries';
import type { Bag } from '../api/types';
import { integer } from '../lib/format';
import { amend, go, href, usePlace } from '../lib/router';
import { decodeRuns, LETTERS, tally } from '../lib/runs';
import { s } from '../strings';
import { Loaded } from '../ui/basics';
import { around, CellMap, cellWord, type CellRange } from '../ui/CellMap';
import { Icon } from '../ui/icons';
import { COUNTS, look } from '../ui/states';

/** Tasks that are asked for at once: a larger bag is looked at in windows. */
const WINDOW_MAX = 2_000_000;

export function BagCells({ bag }: { bag: Bag }): ReactElement {
  const { query } = usePlace();
  const range = shownRange(query.get('first'), query.get('count'), bag.tasks);
  const answer = useCells(bag.id, range.first, range.count);
  const [only, setOnly] = useState<number>();
  const zoom = (to: CellRange | undefined) => {
    const whole = to === undefined || (to.first === 0 && to.count >= bag.tasks);
    amend({ first: whole ? undefined : to.first, count: whole ? undefined : to.count });
  };
  return (
    <section className="gb-card" aria-label={s.bag.cells}>
      <div className="gb-between gb-card-head">
        <h2>{s.bag.cells}</h2>
        <Tools bag={bag} range={answered(range, answer.data)} onZoom={zoom} />
      </div>
      <Loaded answer={answer} rows={3}>
        {(data) => (
          <Map
            bag={bag}
            first={data.first}
            count={data.count}
            runs={data.runs}
            only={only}
            onOnly={setOnly}
            onZoom={zoom}
            onWiden={() => zoom(wider(range, bag.tasks))}
          />
        )}
      </Loaded>
    </section>
  );
}

/** The range of the address, kept within the bag and the window. */
export function shownRange(first: string | null, count: string | null, tasks: number): CellRange {
  const start = Math.min(Math.max(0, Math.trunc(Number(first ?? 0)) || 0), Math.max(0, tasks - 1));
  const wanted = count === null ? tasks : Math.max(1, Math.trunc(Number(count)) || tasks);
  return { first: start, count: Math.min(wanted, tasks - start, WINDOW_MAX) };
}

/** A server may send fewer cells than it was asked for. */
function answered(range: CellRange, data: { first: number; count: number } | undefined): CellRange {
  return data !== undefined && data.first === range.first && data.count > 0
    ? { first: range.first, count: Math.min(range.count, data.count) }
    : range;
}

function Map(props: {
  bag: Bag;
  first: number;
  count: number;
  runs: string;
  only: number | undefined;
  onOnly: (only: number | undefined) => void;
  onZoom: (to: CellRange | undefined) => void;
  onWiden: () => void;
}): ReactElement {
  const cells = useMemo(() => decodeRuns(props.runs, props.count), [props.runs, props.count]);
  const counts = useMemo(() => tally(cells), [cells]);
  return (
    <>
      <CellMap
        cells={cells}
        first={props.first}
        only={props.only}
        onOpen={(task) => go(href(['bags', props.bag.id, 'tasks', task]))}
        onZoom={props.onZoom}
        onWiden={props.onWiden}
        word={cellWord}
      />
      <ul className="gb-legend">
        {COUNTS.map(({ key, letter, state }) => {
          const code = LETTERS.indexOf(letter);
          const count = counts[code] ?? 0;
          if (count === 0) {
            return null;
          }
          return (
            <li key={key}>
              <button
                type="button"
                className="gb-legend-item"
                aria-pressed={props.only === code}
                title={s.cells.only(s.counts[key].toLowerCase())}
                onClick={() => props.onOnly(props.only === code ? undefined : code)}
              >
                <span className="gb-swatch" data-cell={key} />
                <Icon name={look(state)[1]} size={13} />
                {s.counts[key]} <strong className="gb-num">{integer(count)}</strong>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Tools(props: {
  bag: Bag;
  range: CellRange;
  onZoom: (to: CellRange | undefined) => void;
}): ReactElement {
  const { bag, range, onZoom } = props;
  const last = range.first + range.count - 1;
  const whole = range.count >= bag.tasks;
  const at = bag.partitions.find((each) => each.first === range.first && each.tasks === range.count);
  const middle = { first: range.first + Math.floor(range.count / 2), count: 1 };
  const icon = { variant: 'default', size: 'md' } as const;
  return (
    <div className="gb-row">
      <span className="gb-soft gb-small gb-num">
        {s.cells.range(integer(range.first), integer(last), integer(bag.tasks))}
      </span>
      {bag.partitions.length > 1 ? (
        <NativeSelect
          size="xs"
          aria-label={s.cells.partition}
          value={at === undefined ? '' : String(at.number)}
          onChange={(event) => {
            const chosen = bag.partitions.find((each) => String(each.number) === event.currentTarget.value);
            onZoom(chosen === undefined ? undefined : { first: chosen.first, count: chosen.tasks });
          }}
          data={[
            { value: '', label: s.cells.partitionAll },
            ...bag.partitions.map((each) => ({
              value: String(each.number),
              label: s.cells.partitionItem(
                each.number,
                integer(each.first),
                integer(each.first + each.tasks - 1),
              ),
            })),
          ]}
        />
      ) : null}
      <ActionIcon
        {...icon}
        aria-label={s.cells.earlier}
        title={s.cells.earlier}
        disabled={range.first === 0}
        onClick={() => onZoom({ first: Math.max(0, range.first - range.count), count: range.count })}
      >
        <Icon name="left" />
      </ActionIcon>
      <ActionIcon
        {...icon}
        aria-label={s.cells.later}
        title={s.cells.later}
        disabled={last >= bag.tasks - 1}
        onClick={() =>
          onZoom({
            first: Math.min(bag.tasks - range.count, range.first + range.count),
            count: range.count,
          })
        }
      >
        <Icon name="right" />
      </ActionIcon>
      <ActionIcon
        {...icon}
        aria-label={s.cells.zoomIn}
        title={s.cells.zoomIn}
        disabled={range.count <= 16}
        onClick={() => onZoom(around(middle, range.first, range.count))}
      >
        <Icon name="plus" />
      </ActionIcon>
      <ActionIcon
        {...icon}
        aria-label={s.cells.zoomOut}
        title={s.cells.zoomOut}
        disabled={whole}
        onClick={() => onZoom(wider(range, bag.tasks))}
      >
        <Icon name="minus" />
      </ActionIcon>
      <Button variant="default" size="xs" disabled={whole} onClick={() => onZoom(undefined)}>
        {s.cells.all}
      </Button>
    </div>
  );
}

/** Four times the range, about its middle. */
function wider(range: CellRange, tasks: number): CellRange {
  const count = Math.min(tasks, range.count * 4);
  const middle = range.first + Math.floor(range.count / 2);
  return { first: Math.min(Math.max(0, middle - Math.floor(count / 2)), tasks - count), count };
}
