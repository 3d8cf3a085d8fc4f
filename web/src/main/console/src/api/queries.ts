import { QueryCache, QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ApiProblem, getBytes, getJson, getPage, getText, NETWORK, post, query, serverUrl } from './client';
import { sessionEnded } from './session';
import type {
  Account,
  App,
  Bag,
  Cells,
  Certificate,
  Deal,
  Health,
  Page,
  Pool,
  Task,
  Why,
  Worker,
} from './types';

const RETRIES_MAX = 2;
const STALE_MILLISECONDS = 1_000;
const HEALTH_MILLISECONDS = 10_000;
const PAGE_ROWS = 200;
/** The ledger is asked for each of these rows. */
const LEDGER_ROWS = 50;

export function newQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (failure) => {
        if (failure instanceof ApiProblem && failure.problem.status === 401) {
          sessionEnded();
        }
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MILLISECONDS,
        // The browser's own idea of offline is wrong for a server on this machine.
        networkMode: 'always',
        retry: (count, failure) =>
          failure instanceof ApiProblem && failure.problem.code === NETWORK && count < RETRIES_MAX,
      },
    },
  });
}

export interface BagFilter {
  state?: string;
  name?: string;
  app?: string;
  limit?: number;
  cursor?: string;
}

export function useBags(filter: BagFilter): UseQueryResult<Page<Bag>> {
  return useQuery({
    queryKey: ['bags', filter],
    queryFn: ({ signal }) => getPage<Bag>(`bags${query({ ...filter })}`, signal),
    placeholderData: (before) => before,
  });
}

export function useBag(id: string): UseQueryResult<Bag> {
  return useQuery({
    queryKey: ['bag', id],
    queryFn: ({ signal }) => getJson<Bag>(`bags/${encodeURIComponent(id)}`, signal),
  });
}

export function useBagWhy(id: string, enabled: boolean): UseQueryResult<Why> {
  return useQuery({
    queryKey: ['bag', id, 'why'],
    queryFn: ({ signal }) => getJson<Why>(`bags/${encodeURIComponent(id)}/why`, signal),
    enabled,
  });
}

export function useSpec(id: string): UseQueryResult<string> {
  return useQuery({
    queryKey: ['spec', id],
    queryFn: ({ signal }) => getText(`bags/${encodeURIComponent(id)}/spec`, signal),
    staleTime: Infinity,
  });
}

export function useCells(id: string, first: number, count: number): UseQueryResult<Cells> {
  return useQuery({
    queryKey: ['bag', id, 'cells', first, count],
    queryFn: ({ signal }) =>
      getJson<Cells>(`bags/${encodeURIComponent(id)}/cells${query({ first, count })}`, signal),
    placeholderData: (before) => before,
    enabled: count > 0,
  });
}

export function useTask(bag: string, index: number): UseQueryResult<Task> {
  return useQuery({
    queryKey: ['bag', bag, 'task', index],
    queryFn: ({ signal }) =>
      getJson<Task>(`bags/${encodeURIComponent(bag)}/tasks/${index}`, signal),
  });
}

export function useTaskWhy(bag: string, index: number): UseQueryResult<Why> {
  return useQuery({
    queryKey: ['bag', bag, 'task', index, 'why'],
    queryFn: ({ signal }) =>
      getJson<Why>(`bags/${encodeURIComponent(bag)}/tasks/${index}/why`, signal),
  });
}

export function useCertificate(
  bag: string,
  index: number,
  enabled: boolean,
): UseQueryResult<Certificate> {
  return useQuery({
    queryKey: ['bag', bag, 'certificate', index],
    queryFn: ({ signal }) =>
      getJson<Certificate>(`bags/${encodeURIComponent(bag)}/certificates/${index}`, signal),
    enabled,
  });
}

export function useResult(
  bag: string,
  index: number,
  digest: string | undefined,
): UseQueryResult<Uint8Array> {
  return useQuery({
    queryKey: ['result', bag, index, digest],
    queryFn: ({ signal }) =>
      getBytes(`bags/${encodeURIComponent(bag)}/results/${index}`, signal),
    enabled: digest !== undefined,
    staleTime: Infinity,
  });
}

type Cursor = string | undefined;

/** A page of a list, from where the page before ended. */
function useList<T>(resource: string, limit: number, cursor: Cursor): UseQueryResult<Page<T>> {
  return useQuery({
    queryKey: [resource, { limit, cursor }],
    queryFn: ({ signal }) => getPage<T>(`${resource}${query({ limit, cursor })}`, signal),
    placeholderData: (before) => before,
  });
}

export const useWorkers = (cursor: Cursor): UseQueryResult<Page<Worker>> =>
  useList<Worker>('workers', PAGE_ROWS, cursor);
export const usePools = (cursor?: Cursor): UseQueryResult<Page<Pool>> =>
  useList<Pool>('pools', PAGE_ROWS, cursor);
export const useApps = (cursor?: Cursor): UseQueryResult<Page<App>> =>
  useList<App>('apps', PAGE_ROWS, cursor);
export const useAccounts = (cursor: Cursor): UseQueryResult<Page<Account>> =>
  useList<Account>('accounts', LEDGER_ROWS, cursor);
export const useDeals = (cursor: Cursor): UseQueryResult<Page<Deal>> =>
  useList<Deal>('deals', LEDGER_ROWS, cursor);

export function useOne<T>(resource: string, id: string): UseQueryResult<T> {
  return useQuery({
    queryKey: [resource, id],
    queryFn: ({ signal }) => getJson<T>(`${resource}/${encodeURIComponent(id)}`, signal),
    enabled: id !== '',
  });
}

/** The server's own checks; a server that is not well answers 503 with the same body. */
export function useHealth(): UseQueryResult<Health> {
  return useQuery({
    queryKey: ['health'],
    queryFn: async ({ signal }): Promise<Health> => {
      const response = await fetch(serverUrl('health'), { signal });
      return (await response.json()) as Health;
    },
    refetchInterval: HEALTH_MILLISECONDS,
    retry: false,
  });
}

export async function cancelBag(id: string): Promise<void> {
  await post(`bags/${encodeURIComponent(id)}/cancel`);
}
