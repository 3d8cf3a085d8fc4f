import { Button, Checkbox, NativeSelect, Popover, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState, type ReactElement } from 'react';
import { useApps, useBags, type BagFilter } from '../api/queries';
import type { Bag } from '../api/types';
import { csv, saveText } from '../lib/csv';
import { amend, href, usePlace } from '../lib/router';
import { s, stateWord } from '../strings';
import { Empty, Loaded, PageHead } from '../ui/basics';
import { DataTable } from '../ui/DataTable';
import { Icon } from '../ui/icons';
import { Paging } from '../ui/Paging';
import { BAG_STATES } from '../ui/states';
import { BAG_COLUMNS, COLUMNS_AT_FIRST, HIDDEN_AT_FIRST } from './bagColumns';

const LIMIT = 50;
const TYPING_MILLISECONDS = 300;

export function BagsPage(): ReactElement {
  const { query } = usePlace();
  const filter: BagFilter = {
    state: query.get('state') ?? undefined,
    name: query.get('name') ?? undefined,
    app: query.get('app') ?? undefined,
    cursor: query.get('cursor') ?? undefined,
    limit: LIMIT,
  };
  const filtered = filter.state !== undefined || filter.name !== undefined || filter.app !== undefined;
  const bags = useBags(filter);
  const hidden = hiddenOf(query.get('cols'));
  return (
    <>
      <PageHead
        title={s.bags.page}
        actions={
          <Button component="a" href={href(['bags', 'new'])}>
            {s.submit.open}
          </Button>
        }
      />
      <Filters
        filter={filter}
        filtered={filtered}
        hidden={hidden}
        rows={bags.data?.items ?? []}
      />
      <Loaded answer={bags} rows={8}>
        {(page) =>
          page.items.length === 0 ? (
            filtered ? (
              <Empty title={s.bags.emptyFilteredTitle} text={s.bags.emptyFiltered} />
            ) : (
              <Empty title={s.bags.emptyTitle} text={s.bags.empty} command={s.bags.emptyCommand} />
            )
          ) : (
            <>
              <DataTable
                caption={s.bags.caption}
                columns={query.has('cols') ? BAG_COLUMNS : COLUMNS_AT_FIRST}
                rows={page.items}
                more={page.nextCursor !== undefined}
                rowKey={bagKey}
                hidden={hidden}
                linked
              />
              <Paging note={s.bags.shown(page.items.length)} nextCursor={page.nextCursor} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

const bagKey = (bag: Bag): string => bag.id;

function hiddenOf(columns: string | null): ReadonlySet<string> {
  if (columns === null) {
    return HIDDEN_AT_FIRST;
  }
  const shown = new Set(columns.split('.'));
  return new Set(BAG_COLUMNS.map(({ id }) => id).filter((id) => id !== 'name' && !shown.has(id)));
}

function Filters(props: {
  filter: BagFilter;
  filtered: boolean;
  hidden: ReadonlySet<string>;
  rows: Bag[];
}): ReactElement {
  const { filter } = props;
  const apps = useApps();
  const [name, setName] = useState(filter.name ?? '');
  const amendName = useDebouncedCallback(
    (text: string) => amend({ name: text.trim(), cursor: undefined }),
    TYPING_MILLISECONDS,
  );
  useEffect(() => setName((typed) => (typed.trim() === (filter.name ?? '') ? typed : (filter.name ?? ''))), [filter.name]);
  const appNames = [...new Set([...(apps.data?.items ?? []).map((app) => app.name), ...(filter.app === undefined ? [] : [filter.app])])];
  return (
    <div className="gb-filters" role="group" aria-label="Filters">
      <NativeSelect
        aria-label={s.bags.filterState}
        value={filter.state ?? ''}
        onChange={(event) => amend({ state: event.currentTarget.value, cursor: undefined })}
        data={[
          { value: '', label: s.bags.any },
          ...BAG_STATES.map((state) => ({ value: state, label: stateWord(state) })),
        ]}
      />
      <TextInput
        className="gb-grow"
        aria-label={s.bags.filterName}
        placeholder={s.bags.filterNamePlaceholder}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          amendName(event.currentTarget.value);
        }}
      />
      <NativeSelect
        aria-label={s.bags.filterApp}
        value={filter.app ?? ''}
        onChange={(event) => amend({ app: event.currentTarget.value, cursor: undefined })}
        data={[{ value: '', label: s.bags.anyApp }, ...appNames]}
      />
      {props.filtered ? (
        <Button
          variant="subtle"
          onClick={() => amend({ state: undefined, name: undefined, app: undefined, cursor: undefined })}
        >
          {s.bags.clear}
        </Button>
      ) : null}
      <div className="gb-end">
        <Columns hidden={props.hidden} />
        <Button
          variant="default"
          leftSection={<Icon name="download" />}
          title={s.bags.exportTitle}
          disabled={props.rows.length === 0}
          onClick={() => saveText('bags.csv', 'text/csv', bagsCsv(props.rows))}
        >
          {s.bags.export}
        </Button>
      </div>
    </div>
  );
}

function Columns({ hidden }: { hidden: ReadonlySet<string> }): ReactElement {
  const change = (id: string, shown: boolean) => {
    const ids = BAG_COLUMNS.map((column) => column.id).filter((each) =>
      each === id ? shown : !hidden.has(each),
    );
    amend({ cols: ids.join('.') });
  };
  return (
    <Popover position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="columns" />}>
          {s.bags.columns}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="gb-stack" role="group" aria-label={s.bags.columns}>
          {BAG_COLUMNS.filter(({ id }) => id !== 'name').map((column) => (
            <Checkbox
              key={column.id}
              label={column.header}
              checked={!hidden.has(column.id)}
              onChange={(event) => change(column.id, event.currentTarget.checked)}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function bagsCsv(bags: readonly Bag[]): string {
  return csv(
    ['id', 'name', 'state', 'tasks', 'certified', 'failed', 'app', 'pool', 'spent_nrlc', 'budget_nrlc', 'submitted_at', 'ended_at'],
    bags.map((bag) => [
      bag.id,
      bag.name,
      bag.state,
      bag.tasks,
      bag.counts.certified,
      bag.counts.failed,
      bag.app,
      bag.poolName ?? bag.pool ?? '',
      bag.spent,
      bag.budget,
      bag.submittedAt,
      bag.endedAt ?? '',
    ]),
  );
}
