import { useSyncExternalStore } from 'react';
import { apiUrl, ApiProblem, getJson, keepCsrf, NETWORK, post, send } from './client';
import type { About, Problem } from './types';

/** Who looks at the console. */
export type Session =
  | { kind: 'starting'; problem?: Problem }
  | { kind: 'out'; ended: boolean; problem?: Problem }
  | { kind: 'in'; about: About };

const RETRY_MILLISECONDS = 2_000;

let session: Session = { kind: 'starting' };
const listeners = new Set<() => void>();

function become(next: Session): void {
  session = next;
  listeners.forEach((listener) => listener());
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}

/** Takes a token out of the address before anything else can read it. */
export function takeTokenFromAddress(): string | undefined {
  const hash = location.hash;
  if (!hash.startsWith('#token=')) {
    return undefined;
  }
  const parameters = new URLSearchParams(hash.slice(1));
  const to = parameters.get('to') ?? '';
  const target = to.startsWith('/') ? `#${to}` : '#/';
  history.replaceState(null, '', location.pathname + location.search + target);
  return parameters.get('token') ?? undefined;
}

export async function start(token: string | undefined): Promise<void> {
  if (token !== undefined) {
    await signIn(token);
    return;
  }
  await readAbout(false);
}

async function readAbout(ended: boolean): Promise<void> {
  try {
    const about = await getJson<About>('about');
    if (about.user === undefined) {
      become({ kind: 'out', ended });
      return;
    }
    await refreshCsrf();
    become({ kind: 'in', about });
  } catch (failure) {
    if (failure instanceof ApiProblem && failure.problem.code === NETWORK) {
      become({ kind: 'starting', problem: failure.problem });
      setTimeout(() => void readAbout(ended), RETRY_MILLISECONDS);
      return;
    }
    become({ kind: 'out', ended });
  }
}

/** A reloaded page and another tab find the CSRF value of the open session again. */
async function refreshCsrf(): Promise<void> {
  try {
    keepCsrf((await getJson<{ csrf: string }>('session')).csrf);
  } catch (failure) {
    if (!(failure instanceof ApiProblem)) {
      throw failure;
    }
    // Reading needs no CSRF value; a change that lacks it is refused with its own problem.
  }
}

export async function signIn(token: string): Promise<void> {
  try {
    const answer = await post<{ csrf: string }>('session', { token });
    keepCsrf(answer?.csrf);
    await readAbout(false);
  } catch (failure) {
    if (!(failure instanceof ApiProblem)) {
      throw failure;
    }
    become({ kind: 'out', ended: false, problem: failure.problem });
  }
}

export async function signOut(): Promise<void> {
  try {
    await send(apiUrl('session'), { method: 'DELETE' });
  } finally {
    keepCsrf(undefined);
    become({ kind: 'out', ended: false });
  }
}

/** The server no longer knows this session. */
export function sessionEnded(): void {
  if (session.kind === 'in') {
    keepCsrf(undefined);
    become({ kind: 'out', ended: true });
  }
}
