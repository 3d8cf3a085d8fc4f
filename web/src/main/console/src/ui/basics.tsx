import { ActionIcon, Alert, Button } from '@mantine/core';
import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { ApiProblem } from '../api/client';
import type { Problem } from '../api/types';
import { useNow } from '../lib/clock';
import { ago, amount, integer, moment, scaled, short, type Scale } from '../lib/format';
import { s, stateWord } from '../strings';
import { Icon } from './icons';
import { look } from './states';

/** A state: a word, a shape and a colour, never the colour alone. */
export function State({ state }: { state: string }): ReactElement {
  const [tone, icon] = look(state);
  return (
    <span className="gb-state" data-tone={tone}>
      <Icon name={icon} />
      {stateWord(state)}
    </span>
  );
}

/** Money, with the exact amount in nRLC in the title. */
export function Amount({ nano }: { nano: string }): ReactElement {
  const { value, unit } = amount(nano);
  return (
    <span className="gb-num" title={exactly(nano)}>
      {value} <small className="gb-soft">{unit}</small>
    </span>
  );
}

/** Money in a column whose header names the unit. */
export function ScaledAmount({ nano, scale }: { nano: string; scale: Scale }): ReactElement {
  const { digits, zeros } = scaled(nano, scale);
  return (
    <span className="gb-num" title={exactly(nano)}>
      {digits}
      {zeros === '' ? null : <span className="gb-faint">{zeros}</span>}
    </span>
  );
}

function exactly(nano: string): string {
  return `${integer(BigInt(nano))} nRLC`;
}

/** A time of day with its age, and RFC 3339 in the title. */
export function Time(props: { at: string; age?: boolean; seconds?: boolean }): ReactElement {
  const { at, age = false, seconds = false } = props;
  const now = useNow();
  return (
    <time dateTime={at} title={at} className="gb-num gb-nowrap">
      {age ? ago(at, now) : moment(at, now, seconds)}
    </time>
  );
}

/** A long hexadecimal name, shortened, whole in the title and on the clipboard. */
export function Hex({ value, what, whole = false }: { value: string; what: string; whole?: boolean }): ReactElement {
  return (
    <span className="gb-row">
      <span className="gb-mono" title={value}>
        {whole ? value : short(value)}
      </span>
      <Copy text={value} what={what} />
    </span>
  );
}

export function Copy({ text, what }: { text: string; what: string }): ReactElement {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) {
      return undefined;
    }
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const label = copied ? s.copied : s.copy(what);
  return (
    <ActionIcon
      className="gb-copy"
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={label}
      title={label}
      onClick={() => void copyText(text).then(setCopied)}
    >
      <Icon name={copied ? 'check' : 'copy'} size={14} />
    </ActionIcon>
  );
}

async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard !== undefined) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  // Plain HTTP beyond this machine has no clipboard of its own.
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'gb-hidden';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

/** Text as it is, with a button that copies it. */
export function Pre({ text, what, wrap = false }: { text: string; what: string; wrap?: boolean }): ReactElement {
  return (
    <div className="gb-pre-wrap">
      <pre className={wrap ? 'gb-pre gb-break' : 'gb-pre'} tabIndex={0} aria-label={what}>
        {text}
      </pre>
      <Copy text={text} what={what} />
    </div>
  );
}

/** What went wrong and what to do about it. */
export function Trouble({ failure, retry }: { failure: unknown; retry?: () => void }): ReactElement {
  const problem: Problem =
    failure instanceof ApiProblem
      ? failure.problem
      : {
          status: 0,
          code: 'CONSOLE',
          title: s.problem.crashed,
          detail: failure instanceof Error ? failure.message : String(failure),
          remedy: s.problem.crashedRemedy,
        };
  return (
    <Alert color="red" variant="light" title={problem.title} icon={<Icon name="alert" />} role="alert">
      <div className="gb-stack">
        <div>
          {problem.detail} <span className="gb-soft gb-mono">{problem.code}</span>
        </div>
        {problem.field === undefined ? null : (
          <div>
            {s.problem.field}: <code>{problem.field}</code>
            {problem.limit === undefined ? '' : ` · ${s.problem.limit}: ${problem.limit}`}
          </div>
        )}
        {problem.remedy === undefined ? null : (
          <div>
            <strong>{s.problem.remedy}:</strong> {problem.remedy}
          </div>
        )}
        {retry === undefined ? null : (
          <div>
            <Button size="xs" variant="default" onClick={retry}>
              {s.problem.retry}
            </Button>
          </div>
        )}
      </div>
    </Alert>
  );
}

export function Loading({ rows = 4 }: { rows?: number }): ReactElement {
  return (
    <div className="gb-waiting" role="status" aria-label={s.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} />
      ))}
    </div>
  );
}

/** An empty place that says what to do next. */
export function Empty(props: {
  title: string;
  text: string;
  command?: string;
  children?: ReactNode;
}): ReactElement {
  return (
    <div className="gb-card gb-empty">
      <h2>{props.title}</h2>
      <p className="gb-soft">{props.text}</p>
      {props.command === undefined ? null : <Pre text={props.command} what={props.command} />}
      {props.children}
    </div>
  );
}

interface Answer<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** Shows what was read; old data stay while the server is away. */
export function Loaded<T>(props: {
  answer: Answer<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}): ReactNode {
  const { answer } = props;
  if (answer.data !== undefined) {
    return props.children(answer.data);
  }
  if (answer.error !== null && answer.error !== undefined) {
    return <Trouble failure={answer.error} retry={() => void answer.refetch()} />;
  }
  return <Loading rows={props.rows ?? 4} />;
}

export function PageHead(props: {
  title: string;
  documentTitle?: string;
  crumbs?: { text: string; to: string }[];
  mark?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
}): ReactElement {
  const documentTitle = s.title(props.documentTitle ?? props.title);
  useEffect(() => {
    document.title = documentTitle;
  }, [documentTitle]);
  return (
    <div className="gb-page-head">
      <div className="gb-page-title">
        {props.crumbs === undefined ? null : (
          <nav className="gb-crumbs" aria-label="Breadcrumb">
            {props.crumbs.map((crumb) => (
              <span key={crumb.to}>
                <a href={crumb.to}>{crumb.text}</a> /
              </span>
            ))}
          </nav>
        )}
        <div className="gb-line">
          <h1>{props.title}</h1>
          {props.mark}
        </div>
        {props.note === undefined ? null : <div className="gb-soft gb-small">{props.note}</div>}
      </div>
      <div className="gb-page-actions">{props.actions}</div>
    </div>
  );
}

export function Details({ rows }: { rows: [string, ReactNode][] }): ReactElement {
  return (
    <dl className="gb-details">
      {rows
        .filter(([, value]) => value !== undefined && value !== null)
        .flatMap(([name, value]) => [<dt key={`t${name}`}>{name}</dt>, <dd key={`d${name}`}>{value}</dd>])}
    </dl>
  );
}

export function Tile(props: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  to?: string;
}): ReactElement {
  const inside = (
    <>
      <div className="gb-tile-label">{props.label}</div>
      <div className="gb-tile-value">{props.value}</div>
      <div className="gb-tile-note">{props.note}</div>
    </>
  );
  return props.to === undefined ? (
    <div className="gb-card gb-tile">{inside}</div>
  ) : (
    <a className="gb-card gb-tile" href={props.to}>
      {inside}
    </a>
  );
}

