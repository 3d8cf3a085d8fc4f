import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { go, href, usePlace } from '../lib/router';
import { s } from '../strings';
import { Icon } from './icons';

/** Cursors that led to a cursor, so that one can go back; known while the page is open. */
const before = new Map<string, string | undefined>();

export function Paging(props: { note: string; nextCursor: string | undefined }): ReactElement {
  const place = usePlace();
  const cursor = place.query.get('cursor') ?? undefined;
  const next = props.nextCursor;
  const sorted = place.query.get('sort') !== null && (cursor !== undefined || next !== undefined);
  const turn = (to: string | undefined) =>
    go(href(place.path, { ...Object.fromEntries(place.query), cursor: to }));
  return (
    <div className="gb-paging">
      <span className="gb-soft gb-small">
        {props.note}
        {sorted ? `, ${s.bags.pageSorted}` : null}
      </span>
      {cursor === undefined ? null : (
        <>
          <Button variant="default" size="xs" leftSection={<Icon name="first" />} onClick={() => turn(undefined)}>
            {s.bags.first}
          </Button>
          {before.has(cursor) ? (
            <Button
              variant="default"
              size="xs"
              leftSection={<Icon name="left" />}
              onClick={() => turn(before.get(cursor))}
            >
              {s.bags.previous}
            </Button>
          ) : null}
        </>
      )}
      {next === undefined ? null : (
        <Button
          variant="default"
          size="xs"
          rightSection={<Icon name="right" />}
          onClick={() => {
            before.set(next, cursor);
            turn(next);
          }}
        >
          {s.bags.next}
        </Button>
      )}
    </div>
  );
}
