import { useSyncExternalStore } from 'react';

/** A place in the console: everything after the # of the address. */
export interface Place {
  path: string[];
  query: URLSearchParams;
}

export type Parameters = Record<string, string | number | undefined>;

/** The address of a place; parameters that are undefined or empty are left out. */
export function href(path: readonly (string | number)[], parameters: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') {
      query.set(name, String(value));
    }
  }
  const text = query.toString();
  const parts = path.map((part) => encodeURIComponent(String(part))).join('/');
  return `#/${parts}${text === '' ? '' : `?${text}`}`;
}

export function parsePlace(hash: string): Place {
  const text = hash.replace(/^#\/?/, '');
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  return {
    path: path.split('/').filter((part) => part !== '').map(decoded),
    query: new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1)),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

let known = { hash: '', place: parsePlace('') };

function current(): Place {
  if (known.hash !== location.hash) {
    known = { hash: location.hash, place: parsePlace(location.hash) };
  }
  return known.place;
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, current);
}

export function go(to: string): void {
  location.hash = to;
}

/** Changes parameters of the present place without a new entry in the history. */
export function amend(parameters: Parameters): void {
  const place = current();
  const merged: Parameters = Object.fromEntries(place.query);
  const to = href(place.path, { ...merged, ...parameters });
  if (to !== location.hash) {
    history.replaceState(null, '', location.pathname + location.search + to);
    dispatchEvent(new HashChangeEvent('hashchange'));
  }
}
