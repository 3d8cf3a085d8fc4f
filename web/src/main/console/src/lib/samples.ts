import { useEffect, useState } from 'react';

export interface Sample {
  /** Milliseconds since 1970. */
  at: number;
  value: number;
}

const SAMPLES_MAX = 900;
const APART_MILLISECONDS = 900;
const kept = new Map<string, Sample[]>();

/** Adds a value, unless the one before it is very young. Keeps the last 900. */
export function extended(before: readonly Sample[], at: number, value: number): Sample[] {
  const last = before.at(-1);
  if (last !== undefined && at - last.at < APART_MILLISECONDS) {
    return before as Sample[];
  }
  return [...before.slice(-(SAMPLES_MAX - 1)), { at, value }];
}

/** What a number was since this page was opened; kept when one leaves a view and comes back. */
export function useSamples(name: string, value: number | undefined, readAt: number): Sample[] {
  const [samples, setSamples] = useState<Sample[]>(() => kept.get(name) ?? []);
  useEffect(() => {
    if (value === undefined || readAt === 0) {
      return;
    }
    const next = extended(kept.get(name) ?? [], readAt, value);
    kept.set(name, next);
    setSamples(next);
  }, [name, value, readAt]);
  return samples;
}
