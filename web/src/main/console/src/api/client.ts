import { s } from '../strings';
import type { Page, Problem } from './types';

/** Any refusal or failure of a request, always with what to do about it. */
export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'ApiProblem';
  }
}

/** The server could not be reached, so trying again may help. */
export const NETWORK = 'NETWORK';

const CSRF = 'gridbourse-csrf';

/** Relative to the page, so that any context root and any prefix of a proxy work. */
export function apiUrl(path: string): string {
  return new URL(`api/v1/${path}`, document.baseURI).toString();
}

export function serverUrl(path: string): string {
  return new URL(path, document.baseURI).toString();
}

export function query(parameters: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') {
      search.set(name, String(value));
    }
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export function keepCsrf(csrf: string | undefined): void {
  if (csrf === undefined) {
    localStorage.removeItem(CSRF);
    return;
  }
  localStorage.setItem(CSRF, csrf);
}

interface Options {
  method?: string;
  body?: string;
  type?: string;
  accept?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

export async function send(url: string, options: Options = {}): Promise<Response> {
  const method = options.method ?? 'GET';
  const headers: Record<string, string> = {
    Accept: options.accept ?? 'application/json',
    ...options.headers,
  };
  if (options.body !== undefined) {
    headers['Content-Type'] = options.type ?? 'application/json';
  }
  if (method !== 'GET') {
    headers['X-CSRF-Token'] = localStorage.getItem(CSRF) ?? '';
  }
  if (method === 'POST') {
    headers['Idempotency-Key'] ??= crypto.randomUUID?.() ?? randomKey();
  }
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      body: options.body ?? null,
      credentials: 'same-origin',
      signal: options.signal ?? null,
    });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      throw failure;
    }
    throw new ApiProblem({ status: 0, code: NETWORK, ...s.problem.network });
  }
  if (!response.ok) {
    throw new ApiProblem(await problemOf(response));
  }
  return response;
}

/** crypto.randomUUID exists in secure contexts only, and a site may serve plain HTTP inside. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get('Content-Type') ?? '';
  if (type.includes('json')) {
    try {
      const body = (await response.json()) as Partial<Problem>;
      if (typeof body.code === 'string' || typeof body.detail === 'string') {
        return {
          title: body.title ?? s.problem.unknown.title,
          status: response.status,
          code: body.code ?? `HTTP_${response.status}`,
          detail: body.detail ?? '',
          ...(body.field === undefined ? {} : { field: body.field }),
          ...(body.limit === undefined ? {} : { limit: body.limit }),
          ...(body.remedy === undefined ? {} : { remedy: body.remedy }),
        };
      }
    } catch {
      // Not a problem document after all: told by its status below.
    }
  }
  const gateway = response.status === 502 || response.status === 503 || response.status === 504;
  return {
    status: response.status,
    code: gateway ? NETWORK : `HTTP_${response.status}`,
    ...(gateway ? s.problem.network : s.problem.byStatus(response.status)),
  };
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await send(apiUrl(path), { signal })).json()) as T;
}

export async function getText(path: string, signal?: AbortSignal): Promise<string> {
  return (await send(apiUrl(path), { signal, accept: 'application/yaml, text/*, */*' })).text();
}

export async function getBytes(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  const response = await send(apiUrl(path), { signal, accept: '*/*' });
  return new Uint8Array(await response.arrayBuffer());
}

/** A list, whether the server pages it or sends it whole. */
export async function getPage<T>(path: string, signal?: AbortSignal): Promise<Page<T>> {
  const body = await getJson<Page<T> | T[]>(path, signal);
  return Array.isArray(body) ? { items: body } : body;
}

export async function post<T>(path: string, body?: unknown): Promise<T | undefined> {
  const response = await send(apiUrl(path), {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return text === '' ? undefined : (JSON.parse(text) as T);
}
