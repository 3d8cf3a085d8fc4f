import { QueryCache, QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ApiProblem, getBytes, getJson, getPage, getText, NETWORK, post, query, serverUrl } from './client';
import { sessionEnded } from './session';
import type {
  Account,
  App,
  Bag,
  Cells,
  Certificate,
  Certification,
  Challenge,
  Deal,
  Dispute,
  Health,
  LeaseWhy,
  Page,
  Policy,
  Pool,
  Quote,
  Reservation,
  Score,
  Tail,
  Task,
  Why,
  Worker,
} from './types';

const RETRIES_MAX = 2;
const STALE_MILLISECONDS = 1_000;
const HEALTH_MILLISECONDS = 10_000;
/** No event tells of trials; while one goes on it is asked for. */
const TRIAL_MILLISECONDS = 2_000;
const SCORES_MILLISECONDS = 60_000;
const CERTIFICATION_MILLISECONDS = 10_000;
/** Nothing happens while a lease stalls, so that no event tells of it. */
const TAIL_MILLISECONDS = 2_000;
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

export function useBagTail(id: string, running: boolean): UseQueryResult<Tail> {
  return useQuery({
    queryKey: ['bag', id, 'tail'],
    queryFn: ({ signal }) => getJson<Tail>(`bags/${encodeURIComponent(id)}/tail`, signal),
    refetchInterval: running ? TAIL_MILLISECONDS : false,
    placeholderData: (before) => before,
  });
}

/** What a bag would cost and when it would end; nothing is stored. */
export const quoteBag = (spec: unknown): Promise<Quote | undefined> => post<Quote>('bags?dryRun=true', spec);

export const submitBag = (spec: unknown): Promise<Bag | undefined> => post<Bag>('bags', spec);

export function useSpec(id: string): UseQueryResult<string> {
  return useQuery({
    queryKey: ['spec', id],
    queryFn: ({ signal }) => getText(`bags/${encodeURIComponent(id)}/spec`, signal),
    staleTime: Infinity,
    meta: { kept: true },
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
    meta: { kept: true },
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

export function useDisputes(filter: { bag?: string; cursor?: Cursor; enabled?: boolean }): UseQueryResult<Page<Dispute>> {
  const { bag, cursor, enabled = true } = filter;
  return useQuery({
    queryKey: ['disputes', { bag, cursor }],
    queryFn: ({ signal }) => getPage<Dispute>(`disputes${query({ bag, cursor, limit: LEDGER_ROWS })}`, signal),
    placeholderData: (before) => before,
    refetchInterval: (of) =>
      of.state.data?.items.some((each) => each.endedAt === undefined) === true && TRIAL_MILLISECONDS,
    enabled,
  });
}

export function useDispute(id: string): UseQueryResult<Dispute> {
  return useQuery({
    queryKey: ['disputes', id],
    queryFn: ({ signal }) => getJson<Dispute>(`disputes/${encodeURIComponent(id)}`, signal),
    refetchInterval: (of) => of.state.data?.endedAt === undefined && TRIAL_MILLISECONDS,
  });
}

/** The newest challenge of a task; 404 while there is none. */
export function useChallenge(bag: string, index: number, enabled: boolean): UseQueryResult<Challenge> {
  return useQuery({
    queryKey: ['bag', bag, 'challenge', index],
    queryFn: ({ signal }) =>
      getJson<Challenge>(`bags/${encodeURIComponent(bag)}/tasks/${index}/challenge`, signal),
    refetchInterval: (of) =>
      (of.state.data?.state === 'PLANNED' || of.state.data?.state === 'SENT') && TRIAL_MILLISECONDS,
    enabled,
  });
}

export async function challengeTask(bag: string, index: number): Promise<Challenge | undefined> {
  return post<Challenge>(`bags/${encodeURIComponent(bag)}/tasks/${index}/challenge`);
}

/** Read from all votes of a bag: not asked again for each event. */
export function useCertification(bag: string, ended: boolean): UseQueryResult<Certification> {
  return useQuery({
    queryKey: ['certification', bag, ended],
    queryFn: ({ signal }) => getJson<Certification>(`bags/${encodeURIComponent(bag)}/certification`, signal),
    staleTime: ended ? Infinity : CERTIFICATION_MILLISECONDS,
    meta: { kept: ended },
    placeholderData: (before) => before,
  });
}

export function usePolicy(bag: string, enabled: boolean): UseQueryResult<Policy> {
  return useQuery({
    queryKey: ['bag', bag, 'policy'],
    queryFn: ({ signal }) => getJson<Policy>(`insurance/policies/${encodeURIComponent(bag)}`, signal),
    enabled,
  });
}

export function useScores(): UseQueryResult<Page<Score>> {
  return useQuery({
    queryKey: ['forecasts'],
    queryFn: ({ signal }) => getPage<Score>('forecasts', signal),
    staleTime: SCORES_MILLISECONDS,
  });
}

export function useReservations(pool: string): UseQueryResult<Page<Reservation>> {
  return useQuery({
    queryKey: ['pools', pool, 'reservations'],
    queryFn: ({ signal }) =>
      getPage<Reservation>(`pools/${encodeURIComponent(pool)}/reservations${query({ limit: LEDGER_ROWS })}`, signal),
  });
}

/** What is remembered of a lease does not change, until it is forgotten. */
export function useLeaseWhy(lease: string): UseQueryResult<LeaseWhy> {
  return useQuery({
    queryKey: ['lease', lease],
    queryFn: ({ signal }) => getJson<LeaseWhy>(`leases/${encodeURIComponent(lease)}/why`, signal),
    staleTime: Infinity,
    meta: { kept: true },
  });
}

export async function cancelBag(id: string): Promise<void> {
  await post(`bags/${encodeURIComponent(id)}/cancel`);
}
