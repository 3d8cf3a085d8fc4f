import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { apiUrl, getPage, query as queryText } from '../api/client';
import type { Bag, Task } from '../api/types';
import { bytes, integer, shell } from '../lib/format';
import { amend, go, href, usePlace } from '../lib/router';
import { s, stateWord } from '../strings';
import { Empty, Loaded, State } from '../ui/basics';
import { Icon } from '../ui/icons';
import { TASK_STATES } from '../ui/states';

const LIMIT = 200;
const ROW = 36;

/** The tasks of a bag, read as one scrolls; only the rows in view are drawn. */
export function BagTasks({ bag }: { bag: Bag }): ReactElement {
  const place = usePlace();
  const state = place.query.get('state') ?? '';
  const tasks = useInfiniteQuery({
    queryKey: ['bag', bag.id, 'tasks', state],
    queryFn: ({ pageParam, signal }) =>
      getPage<Task>(
        `bags/${encodeURIComponent(bag.id)}/tasks${queryText({ state, fields: 'result', limit: LIMIT, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
  const rows = useMemo(() => tasks.data?.pages.flatMap((page) => page.items) ?? [], [tasks.data]);
  return (
    <>
      <div className="gb-filters">
        <NativeSelect
          aria-label={s.bag.tasks.filter}
          value={state}
          onChange={(event) => amend({ state: event.currentTarget.value })}
          data={[
            { value: '', label: s.bag.tasks.all },
            ...TASK_STATES.map((each) => ({ value: each, label: stateWord(each) })),
          ]}
        />
        <Jump bag={bag} />
        <span className="gb-end gb-soft gb-small" role="status">
          {tasks.data === undefined ? '' : s.bag.tasks.loaded(integer(rows.length))}
        </span>
      </div>
      <Loaded answer={tasks} rows={8}>
        {() =>
          rows.length === 0 ? (
            <Empty title={s.bag.tasks.empty} text={s.bags.emptyFiltered} />
          ) : (
            <Rows
              bag={bag.id}
              rows={rows}
              more={tasks.hasNextPage}
              busy={tasks.isFetchingNextPage}
              onMore={() => void tasks.fetchNextPage()}
            />
          )
        }
      </Loaded>
    </>
  );
}

function Jump({ bag }: { bag: Bag }): ReactElement {
  const [text, setText] = useState('');
  const index = /^\d+$/.test(text.trim()) ? Number(text) : undefined;
  const bad = text.trim() !== '' && (index === undefined || index >= bag.tasks);
  return (
    <form
      className="gb-row"
      onSubmit={(event) => {
        event.preventDefault();
        if (index !== undefined && !bad) {
          go(href(['bags', bag.id, 'tasks', index]));
        }
      }}
    >
      <TextInput
        aria-label={s.bag.tasks.jump}
        placeholder={`${s.bag.tasks.jump} (0–${bag.tasks - 1})`}
        inputMode="numeric"
        value={text}
        error={bad}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={index === undefined || bad}>
        {s.bag.tasks.jumpAction}
      </Button>
    </form>
  );
}

function Rows(props: {
  bag: string;
  rows: Task[];
  more: boolean;
  busy: boolean;
  onMore: () => void;
}): ReactElement {
  const { rows, more, busy, onMore } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length + (more ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && !busy && lastShown >= rows.length - 1) {
      onMore();
    }
  }, [more, busy, lastShown, rows.length, onMore]);
  const t = s.bag.tasks;
  return (
    <div className="gb-tasks" ref={scroller} role="table" aria-label={t.caption} aria-rowcount={-1}>
      <div className="gb-tasks-head gb-tasks-inner" role="row">
        {[t.index, t.state, t.command, t.result].map((head) => (
          <span key={head} role="columnheader" className={head === t.command ? 'gb-tasks-command' : undefined}>
            {head}
          </span>
        ))}
      </div>
      <div className="gb-tasks-inner" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const task = rows[item.index];
          const style = { transform: `translateY(${item.start}px)` };
          return task === undefined ? (
            <div key="more" className="gb-tasks-row gb-soft" role="row" style={style}>
              {t.more}
            </div>
          ) : (
            <div key={task.index} className="gb-tasks-row" role="row" aria-rowindex={item.index + 2} style={style}>
              <TaskRow bag={props.bag} task={task} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function TaskRow({ bag, task }: { bag: string; task: Task }): ReactElement {
  const command = shell(task.command);
  return (
    <>
      <span role="cell">
        <a className="gb-row-link gb-num" href={href(['bags', bag, 'tasks', task.index])}>
          {integer(task.index)}
        </a>
      </span>
      <span role="cell">
        <State state={task.state} />
      </span>
      <span role="cell" className="gb-mono gb-tasks-command" title={command}>
        {command}
      </span>
      <span role="cell" className="gb-tasks-result">
        <Result task={task} />
      </span>
    </>
  );
}

/** The beginning of a result that is text, else its size; the reason of a task without one. */
function Result({ task }: { task: Task }): ReactElement | null {
  const size = task.resultBytes;
  if (size === undefined) {
    return task.reason === undefined ? null : <span className="gb-soft" title={task.reason}>{task.reason}</span>;
  }
  if (size === 0) {
    return <span className="gb-soft">{s.bag.tasks.nothing}</span>;
  }
  const label = s.bag.tasks.download(integer(task.index));
  return (
    <>
      <a
        className="gb-tasks-download"
        href={apiUrl(`bags/${encodeURIComponent(task.bag)}/results/${task.index}`)}
        download
        aria-label={label}
        title={label}
      >
        <Icon name="download" size={14} />
      </a>
      {task.resultText === undefined ? (
        <span className="gb-soft">{bytes(size)}</span>
      ) : (
        <span className="gb-mono" title={task.resultText}>
          {task.resultText.split('\n', 1)[0]}
        </span>
      )}
    </>
  );
}
