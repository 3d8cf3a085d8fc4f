import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { apiUrl, ApiProblem, getPage, NETWORK, query } from './client';
import { staleKeys } from './staleKeys';
import type { Event } from './types';

/** How fresh the page is: told by the server, asked by the page, or neither. */
export type Freshness = 'connecting' | 'live' | 'polling' | 'offline';

const KINDS = [
  'bag.state',
  'bag.progress',
  'bag.promise',
  'bag.support',
  'partition.state',
  'task.rejected',
  'worker.state',
  'deal.final',
];
const FLUSH_MILLISECONDS = 700;
const POLL_MILLISECONDS = 2_000;
/** A stream that says nothing for this long is asked about all the same. */
const SAFETY_MILLISECONDS = 15_000;
const SAFETY_POLLING_MILLISECONDS = 5_000;
const GRACE_MILLISECONDS = 2_500;
const STREAM_WAIT_MILLISECONDS = 6_000;
const BACKOFF_FIRST_MILLISECONDS = 1_000;
const BACKOFF_LAST_MILLISECONDS = 15_000;
const POLL_EVENTS_MAX = 500;

let freshness: Freshness = 'connecting';
const listeners = new Set<() => void>();

export function useFreshness(): Freshness {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => freshness,
  );
}

/** Follows the server's events and marks what they make stale. Returns what stops it. */
export function follow(queries: QueryClient): () => void {
  const live = new Live(queries);
  live.start();
  return () => live.stop();
}

class Live {
  private source: EventSource | undefined;
  private lastId = 0;
  private backoff = BACKOFF_FIRST_MILLISECONDS;
  private stale = new Map<string, readonly unknown[]>();
  private timers = new Set<ReturnType<typeof setTimeout>>();
  private flushing = false;
  private stopped = false;
  private open = false;
  private ticker: ReturnType<typeof setInterval> | undefined;
  private brokenAt = 0;
  private lastRefresh = Date.now();

  constructor(private readonly queries: QueryClient) {}

  start(): void {
    this.connect();
    this.ticker = setInterval(() => void this.tick(), POLL_MILLISECONDS);
  }

  stop(): void {
    this.stopped = true;
    this.source?.close();
    clearInterval(this.ticker);
    this.timers.forEach(clearTimeout);
    this.become('connecting');
  }

  private become(next: Freshness): void {
    if (freshness !== next) {
      freshness = next;
      listeners.forEach((listener) => listener());
    }
  }

  private later(milliseconds: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (!this.stopped) {
        action();
      }
    }, milliseconds);
    this.timers.add(timer);
  }

  private connect(): void {
    const source = new EventSource(apiUrl('events'));
    this.source = source;
    source.onopen = () => {
      this.open = true;
      this.backoff = BACKOFF_FIRST_MILLISECONDS;
      this.become('live');
      // Whatever happened while nobody listened.
      void this.refreshAll();
    };
    source.onerror = () => this.broken(source);
    const heard = (message: MessageEvent<string>) => this.heard(message.data);
    source.onmessage = heard;
    KINDS.forEach((kind) => source.addEventListener(kind, heard as EventListener));
    this.later(STREAM_WAIT_MILLISECONDS, () => {
      // A proxy that holds the stream back: ask instead, and leave the stream to open if it can.
      if (this.source === source && !this.open) {
        void this.tick();
      }
    });
  }

  private broken(source: EventSource): void {
    if (this.source !== source || this.stopped) {
      return;
    }
    if (this.open) {
      this.open = false;
      this.brokenAt = Date.now();
    }
    if (source.readyState === EventSource.CLOSED) {
      source.close();
      this.later(this.backoff, () => this.connect());
      this.backoff = Math.min(this.backoff * 2, BACKOFF_LAST_MILLISECONDS);
    }
  }

  private async tick(): Promise<void> {
    if (this.stopped || document.visibilityState === 'hidden') {
      return;
    }
    // The server ends a stream now and then; the browser opens it again within a second.
    if (!this.open && Date.now() - this.brokenAt > GRACE_MILLISECONDS) {
      await this.poll();
    }
    const safety = this.open ? SAFETY_MILLISECONDS : SAFETY_POLLING_MILLISECONDS;
    if (freshness !== 'offline' && Date.now() - this.lastRefresh > safety) {
      await this.refreshAll();
    }
  }

  private async poll(): Promise<void> {
    try {
      const page = await getPage<Event>(
        `events${query({ after: this.lastId || undefined, limit: POLL_EVENTS_MAX })}`,
      );
      if (this.stopped || this.open) {
        return;
      }
      const back = freshness === 'offline';
      this.become('polling');
      page.items.forEach((event) => this.take(event));
      this.lastId = Number(page.nextCursor ?? this.lastId);
      if (back) {
        await this.refreshAll();
      }
    } catch (failure) {
      if (this.stopped || this.open || !(failure instanceof ApiProblem)) {
        return;
      }
      const unreachable = failure.problem.code === NETWORK;
      // The server that comes back may count its events anew.
      this.lastId = 0;
      this.become(unreachable ? 'offline' : 'polling');
      if (!unreachable) {
        await this.refreshAll();
      }
    }
  }

  private heard(text: string): void {
    try {
      this.take(JSON.parse(text) as Event);
    } catch {
      // A comment or a heartbeat that is no event.
    }
  }

  private take(event: Event): void {
    if (event.kind === 'reset') {
      // The server no longer keeps what this page has missed.
      void this.refreshAll();
      return;
    }
    if (typeof event.id === 'number') {
      this.lastId = Math.max(this.lastId, event.id);
    }
    staleKeys(event).forEach((key) => this.stale.set(key.join('/'), key));
    if (!this.flushing && this.stale.size > 0) {
      this.flushing = true;
      this.later(FLUSH_MILLISECONDS, () => this.flush());
    }
  }

  private flush(): void {
    this.flushing = false;
    const keys = [...this.stale.values()];
    this.stale.clear();
    for (const queryKey of keys) {
      void this.queries.invalidateQueries({ queryKey }, { cancelRefetch: false });
    }
  }

  private async refreshAll(): Promise<void> {
    this.lastRefresh = Date.now();
    await this.queries.invalidateQueries(
      { predicate: (query) => query.meta?.['kept'] !== true },
      { cancelRefetch: false },
    );
  }
}
