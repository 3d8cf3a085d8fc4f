// The REST interface and the events of a Gridbourse server, out of a made-up world, for working on
// the console without one. Not part of the WAR.
//
//   npm run build && npm run mock [-- --port 8099] [--empty] [--no-events]
//
// Then open http://127.0.0.1:8099/#token=gb_pat_demo
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as world from './world.mjs';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '8099' },
    empty: { type: 'boolean', default: false },
    'no-events': { type: 'boolean', default: false },
  },
});
const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const TOKENS = { gb_pat_demo: ['requester', 'operator', 'admin'], gb_pat_requester: ['requester'] };
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
// As strict as the real server's, so that what breaks there breaks here.
const SECURITY = {
  'Content-Security-Policy': "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
const STEP_MILLISECONDS = 500;
const EVENTS_MAX = 2_000;

const events = [];
const streams = new Set();
let lastEvent = 0;

function tell(kind, bag, data) {
  lastEvent += 1;
  const event = { id: lastEvent, at: new Date().toISOString(), kind, bag, data };
  events.push(event);
  if (events.length > EVENTS_MAX) {
    events.shift();
  }
  for (const stream of streams) {
    stream.write(`id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`);
  }
}

setInterval(() => world.step(STEP_MILLISECONDS / 1000, tell), STEP_MILLISECONDS);

class Refusal extends Error {
  constructor(status, code, title, detail, remedy) {
    super(detail);
    this.status = status;
    this.body = { type: 'about:blank', title, status, code, detail, remedy };
  }
}
const notFound = (what) =>
  new Refusal(404, 'NOT_FOUND', 'Not found', `There is no ${what} that you may see.`, 'Check the id, or look in the list.');

const page = (items, url) => {
  const limit = Math.min(1000, Number(url.searchParams.get('limit') ?? 100));
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const next = from + limit;
  return { items: items.slice(from, next), ...(next < items.length ? { nextCursor: String(next) } : {}) };
};

function listBags(url) {
  const wanted = (name) => url.searchParams.get(name);
  const bags = (options.empty ? [] : world.bags).filter(
    (bag) =>
      (wanted('state') === null || wanted('state').split(',').includes(bag.state)) &&
      (wanted('name') === null || bag.name.includes(wanted('name'))) &&
      (wanted('app') === null || bag.app === wanted('app')),
  );
  const { items, nextCursor } = page(bags, url);
  return { items: items.map((bag) => bag.view()), nextCursor };
}

function listTasks(bag, url) {
  const letters = { WAITING: 'W', LEASED: 'L', SEALED: 'S', CERTIFIED: 'C', FAILED: 'F', CANCELLED: 'X' };
  const letter = letters[url.searchParams.get('state')];
  const indexes = [];
  bag.cells.forEach((cell, index) => {
    if (letter === undefined || cell === letter) {
      indexes.push(index);
    }
  });
  const { items, nextCursor } = page(indexes, url);
  return { items: items.map((index) => bag.task(index, false)), nextCursor };
}

const bagOf = (id) => {
  const bag = world.bagBy(id);
  if (bag === undefined) {
    throw notFound(`bag ${id}`);
  }
  return bag;
};
const indexOf = (bag, text) => {
  const index = Number(text);
  if (!Number.isInteger(index) || index < 0 || index >= bag.tasks) {
    throw notFound(`task ${text}`);
  }
  return index;
};

/** A preview of any bag with an app; some mistakes are found as the server finds them. */
function quote(spec) {
  const wrong = (field, detail) => new Refusal(400, 'OUT_OF_RANGE', 'Out of range', detail, `correct ${field.split('; ')[0]}`);
  const refuse = (field, detail) => {
    const refusal = wrong(field, detail);
    refusal.body.field = field;
    throw refusal;
  };
  if (spec.spec.app.ref === '') {
    refuse('spec.app.ref', 'spec.app.ref: no app is named');
  }
  if (typeof spec.spec.trust?.confidence === 'string') {
    refuse('spec.trust.confidence', 'spec.trust.confidence: a number from 0 to 0.999999999 is expected; also spec.market.budget: no amount');
  }
  const tasks = 10;
  return {
    matched: true, pool: world.pools[0].address, pricePerTask: '1100000', total: String(1_100_000 * tasks), tasks,
    forecast: {
      at: new Date().toISOString(), basis: 'QUEUE', expected: new Date(Date.now() + 42_000).toISOString(), low90: new Date(Date.now() + 20_000).toISOString(),
      high90: new Date(Date.now() + 95_000).toISOString(), deadline: new Date(Date.now() + 90_000).toISOString(), probability: 0.91, state: 'ON_TIME', history: 7,
      reason: '10 tasks of about 0.680 s each, 2 times for the trust, on 4 workers online; calibrated on 7 earlier bags of its kind',
    },
  };
}

const ROUTES = [
  ['POST', /^bags$/, async ({ url, body }) => {
    const quoted = quote(JSON.parse(await body()));
    return url.searchParams.get('dryRun') === 'true' ? quoted : world.bags[0].view();
  }],
  ['GET', /^bags$/, ({ url }) => listBags(url)],
  ['GET', /^bags\/([^/]+)$/, ({ parts: [id] }) => bagOf(id).view()],
  ['GET', /^bags\/([^/]+)\/spec$/, ({ parts: [id], text }) => text(bagOf(id).spec(), 'application/yaml')],
  ['GET', /^bags\/([^/]+)\/why$/, ({ parts: [id] }) => bagOf(id).why()],
  ['GET', /^bags\/([^/]+)\/tasks$/, ({ parts: [id], url }) => listTasks(bagOf(id), url)],
  ['GET', /^bags\/([^/]+)\/tasks\/(\d+)$/, ({ parts: [id, index] }) => bagOf(id).task(indexOf(bagOf(id), index), true)],
  ['GET', /^bags\/([^/]+)\/tasks\/(\d+)\/why$/, ({ parts: [id, index] }) => bagOf(id).taskWhy(indexOf(bagOf(id), index))],
  ['GET', /^bags\/([^/]+)\/results\/(\d+)$/, ({ parts: [id, index], text }) => text(bagOf(id).result(Number(index)), 'application/octet-stream')],
  ['GET', /^bags\/([^/]+)\/results$/, ({ text }) => text('PK', 'application/zip')],
  [
    'GET',
    /^bags\/([^/]+)\/certificates\/(\d+)$/,
    ({ parts: [id, index] }) => {
      const certificate = bagOf(id).certificate(Number(index));
      if (certificate === undefined) {
        throw notFound(`certificate of task ${index}`);
      }
      return certificate;
    },
  ],
  [
    'GET',
    /^bags\/([^/]+)\/cells$/,
    ({ parts: [id], url }) => {
      const bag = bagOf(id);
      const first = Number(url.searchParams.get('first') ?? 0);
      const count = Math.min(Number(url.searchParams.get('count') ?? bag.tasks), bag.tasks - first);
      return { bag: id, first, count, runs: bag.runs(first, count) };
    },
  ],
  [
    'POST',
    /^bags\/([^/]+)\/cancel$/,
    ({ parts: [id] }) => {
      const bag = bagOf(id);
      bag.cancelRequested = true;
      return bag.view();
    },
  ],
  ['GET', /^bags\/([^/]+)\/tail$/, ({ parts: [id] }) => bagOf(id).tail()],
  ['GET', /^bags\/([^/]+)\/certification$/, ({ parts: [id] }) => bagOf(id).certification()],
  [
    'GET',
    /^bags\/([^/]+)\/tasks\/(\d+)\/challenge$/,
    ({ parts: [id, index] }) => {
      const challenge = world.challenges.get(`${id}/${index}`);
      if (challenge === undefined) {
        throw notFound(`challenge of task ${id}/${index}`);
      }
      return challenge;
    },
  ],
  ['POST', /^bags\/([^/]+)\/tasks\/(\d+)\/challenge$/, ({ parts: [id, index] }) => world.challenge(bagOf(id), Number(index))],
  ['GET', /^disputes$/, ({ url }) => page(options.empty ? [] : world.disputes.filter((each) => [null, each.bag].includes(url.searchParams.get('bag'))), url)],
  [
    'GET',
    /^disputes\/(\d+)$/,
    ({ parts: [id] }) => {
      const dispute = world.disputes.find((each) => String(each.id) === id);
      if (dispute === undefined) {
        throw notFound(`dispute ${id}`);
      }
      return dispute;
    },
  ],
  ['GET', /^insurance\/policies\/([^/]+)$/, ({ parts: [id] }) => bagOf(id).policy()],
  ['GET', /^leases\/([^/]+)\/why$/, ({ parts: [lease] }) => world.leaseWhy(lease)],
  ['GET', /^forecasts$/, ({ url }) => page(options.empty ? [] : world.scores, url)],
  ['GET', /^pools\/(0x[0-9a-f]+)\/reservations$/, ({ url }) => page(options.empty ? [] : world.reservations, url)],
  ['GET', /^workers$/, ({ url }) => page(options.empty ? [] : world.workers, url)],
  [
    'GET',
    /^workers\/(0x[0-9a-f]+)$/,
    ({ parts: [address] }) => {
      const worker = world.workers.find((each) => each.address === address);
      if (worker === undefined) {
        throw notFound(`worker ${address}`);
      }
      return worker;
    },
  ],
  ['POST', /^workers\/tokens$/, () => ({ token: 'gb_enr_' + world.hash('t', Date.now()).slice(2, 34), pool: world.pools[0].address, expires: new Date(Date.now() + 3_600_000).toISOString() })],
  ['GET', /^pools$/, ({ url }) => page(world.pools, url)],
  ['GET', /^apps$/, ({ url }) => page(options.empty ? [] : world.apps, url)],
  ['GET', /^deals$/, ({ url }) => page(options.empty ? [] : world.bags.filter((bag) => bag.state !== 'SUBMITTED').map(world.dealView), url)],
  [
    'GET',
    /^deals\/(0x[0-9a-f]+)$/,
    ({ parts: [deal] }) => {
      const bag = world.bags.find((each) => each.deal === deal);
      if (bag === undefined) {
        throw notFound(`deal ${deal}`);
      }
      return world.dealView(bag);
    },
  ],
  ['GET', /^accounts$/, ({ url }) => page(world.accounts(), url)],
  [
    'GET',
    /^accounts\/(0x[0-9a-f]+)$/,
    ({ parts: [address] }) => {
      const account = world.accounts().find((each) => each.address === address);
      if (account === undefined) {
        throw notFound(`account ${address}`);
      }
      return account;
    },
  ],
];

function about(token) {
  const known = TOKENS[token];
  return {
    product: 'Gridbourse',
    version: '0.1.0',
    chainId: 31_871,
    hub: world.hash('hub').slice(0, 42),
    token: world.hash('token').slice(0, 42),
    serverTime: new Date().toISOString(),
    ...(known === undefined ? {} : { user: token.slice(7), account: world.REQUESTER }),
    roles: known ?? [],
  };
}

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  return text;
}

const cookieOf = (request) => /gridbourse=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];

async function api(path, url, request, response) {
  const json = (value, status = 200, headers = {}) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...SECURITY, ...headers });
    response.end(JSON.stringify(value));
  };
  const token = cookieOf(request);
  if (path === 'session' && request.method === 'POST') {
    const given = JSON.parse(await bodyOf(request)).token;
    if (TOKENS[given] === undefined) {
      throw new Refusal(401, 'TOKEN_INVALID', 'Token not accepted', 'No user has this token.', 'Check that it was copied whole, or ask for a new one.');
    }
    return json({ csrf: 'csrf-of-mock' }, 200, { 'Set-Cookie': `gridbourse=${given}; HttpOnly; SameSite=Strict; Path=/` });
  }
  if (path === 'session' && request.method === 'GET' && TOKENS[token] !== undefined) {
    return json({ user: token.slice(7), roles: TOKENS[token], csrf: 'csrf-of-mock', expires: new Date(Date.now() + 3_600_000).toISOString() });
  }
  if (path === 'session' && request.method === 'DELETE') {
    return json({}, 200, { 'Set-Cookie': 'gridbourse=; Max-Age=0; Path=/' });
  }
  if (path === 'about') {
    return json(about(token));
  }
  if (TOKENS[token] === undefined) {
    throw new Refusal(401, 'TOKEN_INVALID', 'Not signed in', 'The request carries no session.', 'Sign in.');
  }
  if (request.method !== 'GET' && request.headers['x-csrf-token'] !== 'csrf-of-mock') {
    throw new Refusal(403, 'NOT_ALLOWED', 'Not allowed', 'The X-CSRF-Token header is missing or wrong.', 'Sign in again.');
  }
  if (path === 'events') {
    return sendEvents(url, request, response, json);
  }
  const text = (body, type) => {
    response.writeHead(200, { 'Content-Type': type, 'Content-Disposition': 'attachment', ...SECURITY });
    response.end(body);
  };
  for (const [method, pattern, answer] of ROUTES) {
    const match = pattern.exec(path);
    if (match !== null && method === request.method) {
      const value = await answer({ url, parts: match.slice(1).map(decodeURIComponent), text, body: () => bodyOf(request) });
      return value === undefined ? undefined : json(value);
    }
  }
  throw notFound(path);
}

function sendEvents(url, request, response, json) {
  const after = Number(request.headers['last-event-id'] ?? url.searchParams.get('after') ?? lastEvent);
  const missed = events.filter((event) => event.id > after);
  if (!(request.headers.accept ?? '').includes('text/event-stream')) {
    return json({ items: missed.slice(0, Number(url.searchParams.get('limit') ?? 500)), nextCursor: String(lastEvent) });
  }
  if (options['no-events']) {
    throw new Refusal(404, 'NOT_FOUND', 'No stream here', 'As behind a proxy that breaks streams.', 'Poll.');
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', ...SECURITY });
  response.write(': hello\n\n');
  streams.add(response);
  request.on('close', () => streams.delete(response));
  return undefined;
}

function file(path, response) {
  const wanted = normalize(join(DIST, path === '/' ? 'index.html' : path));
  if (!wanted.startsWith(DIST) || !existsSync(wanted) || statSync(wanted).isDirectory()) {
    response.writeHead(404, SECURITY).end('Not found. Run npm run build first.');
    return;
  }
  response.writeHead(200, { 'Content-Type': TYPES[extname(wanted)] ?? 'application/octet-stream', ...SECURITY });
  createReadStream(wanted).pipe(response);
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/health') {
    const body = { status: 'UP', checks: [{ name: 'database', status: 'UP' }, { name: 'ledger', status: 'UP', data: { lag: 2 } }] };
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    return;
  }
  if (!url.pathname.startsWith('/api/v1/')) {
    file(url.pathname, response);
    return;
  }
  api(url.pathname.slice('/api/v1/'.length), url, request, response).catch((failure) => {
    const status = failure.status ?? 500;
    const body = failure.body ?? { title: 'Broken mock', status, code: 'MOCK', detail: String(failure.stack) };
    response.writeHead(status, { 'Content-Type': 'application/problem+json', ...SECURITY });
    response.end(JSON.stringify(body));
  });
});
server.listen(Number(options.port), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/#token=gb_pat_demo`);
});
