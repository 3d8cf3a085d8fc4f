// A small world for the mock server: bags that run, workers that lie, a ledger that goes on.
import { createHash } from 'node:crypto';

const NANO = 1_000_000_000n;
const LETTERS = { W: 'WAITING', L: 'LEASED', S: 'SEALED', C: 'CERTIFIED', F: 'FAILED', X: 'CANCELLED' };
const started = Date.now();

export const hash = (...parts) => '0x' + createHash('sha256').update(parts.join('|')).digest('hex');
const address = (name) => hash('address', name).slice(0, 42);
const at = (milliseconds) => new Date(milliseconds).toISOString();
const ago = (seconds) => at(started - seconds * 1000);
const bagId = (name) =>
  'b-' + [...createHash('sha256').update(name).digest()].slice(0, 16).map((b) => (b % 32).toString(32)).join('');
/** The same for the same inputs, from 0 to 1. */
const chance = (...parts) => {
  let mixed = 0x811c9dc5;
  for (const part of parts) {
    const text = typeof part === 'number' ? part : [...part].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) | 0, 7);
    mixed = Math.imul(mixed ^ text, 0x01000193);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
    mixed ^= mixed >>> 13;
  }
  return (mixed >>> 0) / 2 ** 32;
};

const POOL = address('pool');
export const REQUESTER = address('requester');
const workerNames = ['node-a1', 'node-a2', 'node-b1', 'node-b2-liar', 'laptop-old'];

export const workers = workerNames.map((name, n) => ({
  address: address(name),
  name,
  pool: POOL,
  state: ['ONLINE', 'ONLINE', 'ONLINE', 'DRAINING', 'LOST'][n],
  drivers: [
    { name: 'wasm', enabled: true, isolation: 3, notes: ['fresh instance per task', 'no network', 'memory limit held at 256 MiB'] },
    n === 4
      ? { name: 'process', enabled: false, isolation: 0, notes: ['bwrap is not installed'] }
      : { name: 'process', enabled: true, isolation: 2, notes: ['user namespace', 'seccomp filter refused 312 calls', 'network unreachable'] },
  ],
  os: n === 4 ? 'Linux 5.10' : 'Linux 6.1',
  arch: 'amd64',
  cpus: [16, 16, 8, 8, 2][n],
  memoryBytes: [64, 64, 32, 32, 4][n] * 2 ** 30,
  score: [812, 790, 455, 12, 40][n],
  weight: [270, 263, 151, 4, 13][n],
  pledge: String([40n, 40n, 25n, 3n, 10n][n] * NANO + (n === 3 ? 250_000_000n : 0n)),
  leases: n < 3 ? 2 : 0,
  tasksAccepted: [48211, 47020, 21113, 3120, 210][n],
  tasksRejected: [0, 0, 1, 702, 0][n],
  ...(n < 4 ? { tasksPerSecond: [402.1, 398.7, 210.4, 18.2][n] } : {}),
  enrolledAt: ago(86_400 * 12 + n * 5000),
  lastSeen: n === 4 ? ago(7300) : ago(1),
}));

export const apps = [
  { name: 'vanity', address: address('vanity'), driver: 'wasm', content: 'sha256:' + hash('vanity').slice(2), entry: 'vanity.wasm', checker: 'vanity-address', owner: address('provider'), price: '100000', state: 'ACTIVE' },
  { name: 'wordcount', address: address('wordcount'), driver: 'process', content: 'sha256:' + hash('wc').slice(2), entry: 'bin/wordcount', owner: address('provider'), price: '0', state: 'ACTIVE' },
  { name: 'nothing', address: address('nothing'), driver: 'wasm', content: 'sha256:' + hash('n').slice(2), entry: 'nothing.wasm', owner: address('provider'), price: '0', state: 'ACTIVE' },
];

export const pools = [
  {
    address: POOL,
    description: 'local',
    owner: address('operator'),
    workersOnline: 4,
    workers: 5,
    offers: [['XS', '1000000'], ['S', '4000000'], ['M', '12000000'], ['L', '36000000'], ['XL', '120000000']].map(
      ([category, pricePerTask]) => ({ category, pricePerTask, trustMax: 10_000, volumeLeft: 1_000_000_000 - 100_000, orderHash: hash('offer', category) }),
    ),
  },
];

class Bag {
  constructor(name, options) {
    Object.assign(this, { name, app: 'vanity', trust: 100, confidence: 0.99, failShare: 0, rate: 0, startedAgo: 0, ...options });
    this.id = bagId(name);
    this.deal = hash('deal', name);
    this.cells = new Array(this.tasks).fill('W');
    this.size = Math.ceil(this.tasks / Math.max(1, Math.min(16, Math.floor(this.tasks / 256))));
    this.submitted = started - (this.startedAgo + 4) * 1000;
    this.done = 0;
    this.cancelRequested = false;
    this.perTask = 1_100_000n;
    if (this.state === 'ACCEPTED' || this.state === 'COMPLETED' || this.state === 'FAILED' || this.state === 'RUNNING' || this.state === 'SETTLING') {
      this.begun = started - this.startedAgo * 1000;
      this.advance(Math.floor(this.tasks * (this.doneShare ?? 1)));
    }
    if (this.state === 'COMPLETED' || this.state === 'FAILED') {
      this.ended = started - (this.endedAgo ?? 0) * 1000;
    }
    if (this.state === 'CANCELLED') {
      this.begun = started - this.startedAgo * 1000;
      this.ended = started - (this.endedAgo ?? 0) * 1000;
      this.advance(Math.floor(this.tasks * 0.37));
      this.cells = this.cells.map((cell) => (cell === 'C' ? 'C' : 'X'));
    }
  }

  get partitions() {
    return Math.ceil(this.tasks / this.size);
  }

  /** Partitions go on side by side, each from its start; answers are sealed before they count. */
  advance(tasks) {
    this.done = Math.min(this.tasks, this.done + tasks);
    const share = this.done / this.tasks;
    for (let partition = 0; partition < this.partitions; partition += 1) {
      const first = partition * this.size;
      const length = Math.min(this.size, this.tasks - first);
      const ahead = 0.75 + 0.5 * chance(this.name, partition);
      const end = share >= 1 ? length : Math.min(length, Math.floor(length * share * ahead));
      const flight = share >= 1 ? 0 : Math.ceil(length * 0.03) + 3;
      for (let i = 0; i < length; i += 1) {
        const index = first + i;
        const failed = this.failShare > 0 && chance(this.name, 'f', index) < this.failShare;
        if (i < end) {
          this.cells[index] = failed ? 'F' : 'C';
        } else if (i < end + flight * 0.4) {
          this.cells[index] = 'S';
        } else if (i < end + flight) {
          this.cells[index] = 'L';
        } else {
          this.cells[index] = 'W';
        }
      }
    }
  }

  counts(first = 0, count = this.tasks) {
    const key = `${first}+${count}`;
    if (this.ended === undefined) {
      return this.counted(first, count);
    }
    this.kept ??= new Map();
    if (!this.kept.has(key)) {
      this.kept.set(key, this.counted(first, count));
    }
    return this.kept.get(key);
  }

  counted(first, count) {
    const counts = { waiting: 0, leased: 0, sealed: 0, certified: 0, failed: 0 };
    const key = { W: 'waiting', L: 'leased', S: 'sealed', C: 'certified', F: 'failed' };
    for (let index = first; index < first + count; index += 1) {
      const name = key[this.cells[index]];
      if (name !== undefined) {
        counts[name] += 1;
      }
    }
    return counts;
  }

  partitionViews() {
    if (this.state === 'SUBMITTED' || this.state === 'MATCHING') {
      return [];
    }
    return Array.from({ length: this.partitions }, (_, number) => {
      const first = number * this.size;
      const tasks = Math.min(this.size, this.tasks - first);
      const counts = this.counts(first, tasks);
      const over = counts.certified + counts.failed === tasks || this.ended !== undefined;
      const paid = this.state === 'COMPLETED' || this.state === 'FAILED' || this.state === 'CANCELLED';
      const waits = this.state === 'QUEUED';
      return {
        number,
        first,
        tasks,
        state: paid || (this.optimistic && number === 0) ? 'SETTLED' : this.state === 'ACCEPTED' ? 'ACCEPTED' : over ? 'SETTLING' : waits ? 'WAITING' : 'RUNNING',
        counts,
        ...(waits ? {} : { node: 'node-1' }),
        epoch: waits ? 0 : 1,
        ...(paid ? { settlementTransaction: hash('settle', this.name, number) } : {}),
        ...(this.optimistic ? { challengeUntil: this.window(number) } : {}),
      };
    });
  }

  window(number) {
    return at(started + [-60, 190, 1_500, 5_000][Math.min(3, number)] * 1000);
  }

  /** Said of its end: the newest forecast, and that of the submission. */
  said(median, spread, probability, state, when, basis) {
    const shift = (share) => at(median + share * spread * 1000);
    return {
      at: at(when),
      basis,
      expected: at(median),
      low50: shift(-0.4),
      high50: shift(0.5),
      low90: shift(-0.8),
      high90: shift(1.4),
      ...(probability === undefined ? {} : { deadline: at(started + 260_000), probability }),
      state,
      history: 14,
      reason: basis === 'QUEUE' ? 'the work ahead and its own, on 4 workers online' : 'the elapsed time by the share of decided tasks',
    };
  }

  extras() {
    const end = Date.now() + ((this.tasks - this.done) / (this.rate || 1)) * 1000;
    const deadline = this.deadline === true;
    return {
      verification: this.optimistic ? 'optimistic' : 'replicate',
      ...(this.state === 'RUNNING'
        ? {
            forecast: this.said(end, 40, deadline ? 0.93 : undefined, deadline ? 'ON_TIME' : 'NONE', Date.now(), 'PROGRESS'),
            promised: this.said(started + 130_000, 90, deadline ? 0.88 : undefined, deadline ? 'ON_TIME' : 'NONE', this.submitted, 'QUEUE'),
            copiedTasks: deadline ? 12 : 0,
          }
        : {}),
      ...(deadline
        ? {
            support: {
              project: 'demo', credits: 60, creditsLeft: 33, trigger: '9C', sizing: 'conservative', deployment: 'reschedule', state: 'STARTED',
              startedAt: ago(20), reason: 'nine tenths of the tasks were completed',
              workers: [
                { id: 's-4f1', provisioner: 'local', handle: '31877', worker: workers[4].address, state: 'RUNNING', orderedAt: ago(20), paid: 15 },
                { id: 's-4f2', provisioner: 'local', state: 'FAILED', orderedAt: ago(18), stoppedAt: ago(10), paid: 12, detail: 'the process ended with code 1' },
              ],
            },
            insurance: { state: 'INSURED', premium: '41000000', coverPerTask: '1100000', paid: '2200000' },
          }
        : {}),
    };
  }

  policy() {
    return {
      deal: this.deal, bag: this.id, insured: REQUESTER, state: 'OPEN', premium: '41000000', coverPerTask: '1100000', tasks: this.tasks,
      tasksOpen: this.tasks - 500, paid: '2200000', deadline: at(started + 260_000), boughtAt: ago(39), transaction: hash('policy'), isFinal: true,
      assessments: [{ partition: 0, failed: 2, late: 0, overturned: 0, paid: '2200000', at: ago(4), transaction: hash('assess'), isFinal: true }],
    };
  }

  /** Two leases of the bag with a deadline are slow, one of them stalls. */
  tail() {
    const bins = Array.from({ length: 14 }, (_, n) => 0.4 * 2 ** (n / 4));
    const heights = [2, 14, 60, 180, 340, 280, 150, 70, 22, 8, 4, 0, 3, 2];
    const running = this.state === 'RUNNING';
    const lease = (number, worker, state, seconds, more) => ({
      lease: `${this.id}.0.1.${number}`, worker: workers[worker].address, workerName: workers[worker].name, first: 900 + number * 8, count: 8,
      since: ago(seconds / 60), seconds, expectedSeconds: 6.4, stalled: state === 'STALLED' ? 0.98 : 0.03, state, workers: 1, supporting: false, ...more,
    });
    return {
      bag: this.id,
      at: new Date().toISOString(),
      ...(running ? { taskSeconds: 0.68 } : {}),
      running: running ? 6 : 0,
      slow: running && this.deadline ? 2 : 0,
      stragglers: !running ? [] : [
        ...(this.deadline ? [
          lease(7, 2, 'STALLED', 48.2, { workers: 2, sentence: 'it has taken 48.2 s, 6.4 s were expected: its worker has stalled with 98 %; 2 workers are at it, and the first answer counts' }),
          lease(9, 1, 'SLOW', 10.1, { expectedEnd: at(Date.now() + 2_400), sentence: 'it has taken 10.1 s, 6.4 s were expected: it is slow; no copy yet: copies begin once 90 % of the bag are decided, now 71 %' }),
        ] : []),
        lease(11, 0, 'RUNNING', 3.2, { expectedEnd: at(Date.now() + 3_300), sentence: 'it has taken 3.2 s, 6.4 s were expected; it needs no copy' }),
      ],
      times: {
        tasks: heights.reduce((sum, each) => sum + each, 0), least: 0.41, low: 0.62, median: 0.86, mean: 0.95, high: 1.5, most: 4.3,
        bins: bins.map((from, n) => ({ from, to: from * 2 ** 0.25, tasks: heights[n] })),
      },
      ...(running ? {} : { pace: { bodySeconds: 41.2, idealSeconds: 45.8, seconds: 63.9, slowdown: 1.395 } }),
    };
  }

  certification() {
    const certified = this.counts().certified;
    const shape = (accepted, outvoted, silent, share) => ({ accepted, outvoted, silent, tasks: Math.round(certified * share) });
    return {
      bag: this.id,
      rungs: this.optimistic ? ['optimistic'] : this.deadline ? ['replicate', 'vote {m: 3, liars: 0.2}', 'check {liars: 0.2, missed: 0}'] : ['replicate'],
      comparator: this.deadline ? 'numbers {tolerance: 0.000001, relative: 0}' : 'bytes',
      spotChecks: this.deadline ? 0.05 : 0,
      classes: 'ANY',
      ...(this.optimistic ? { windowSeconds: 1800 } : {}),
      certified,
      ballots: certified === 0 ? [] : this.optimistic ? [shape(1, 0, 0, 1)] : [shape(2, 0, 0, 0.78), shape(2, 1, 0, 0.17), shape(3, 0, 1, 0.05)],
    };
  }

  view() {
    const counts = this.counts();
    const left = this.tasks - counts.certified - counts.failed;
    const running = this.state === 'RUNNING';
    return {
      id: this.id,
      name: this.name,
      ...(this.project === undefined ? {} : { project: this.project }),
      labels: this.labels ?? {},
      requester: REQUESTER,
      app: this.app,
      state: this.state,
      ...(this.reason === undefined ? {} : { reason: this.reason }),
      cancelRequested: this.cancelRequested,
      tasks: this.tasks,
      counts,
      trust: this.trust,
      confidence: this.confidence,
      category: 'XS',
      pool: POOL,
      poolName: 'local',
      pricePerTask: String(this.perTask),
      budget: String(this.perTask * BigInt(this.tasks)),
      spent: String(this.perTask * BigInt(counts.certified)),
      deal: this.deal,
      ...(this.state === 'SUBMITTED' ? {} : { matchTransaction: hash('match', this.name) }),
      submittedAt: at(this.submitted),
      ...(this.begun === undefined ? {} : { startedAt: at(this.begun) }),
      ...(this.ended === undefined ? {} : { endedAt: at(this.ended) }),
      ...(running ? { tasksPerSecond: this.rateNow ?? this.rate, predictedEnd: at(Date.now() + (left / this.rate) * 1000) } : {}),
      ...this.energy(counts),
      ...this.cost(counts),
      partitions: this.partitionViews(),
      ...this.extras(),
    };
  }

  cost(counts) {
    const each = 1_100_000;
    const over = ['COMPLETED', 'FAILED', 'CANCELLED'].includes(this.state);
    const paid = over ? counts.certified : Math.floor(counts.certified * 0.6);
    const open = over ? 0 : counts.waiting + counts.leased + counts.sealed;
    const due = over ? 0 : counts.certified - paid;
    const amount = (tasks) => String(tasks * each);
    return {
      cost: { reserved: amount(this.tasks), paid: amount(paid), due: amount(due), possible: amount(open), refunded: amount(this.tasks - paid - due - open) },
    };
  }

  /** Workers of the optimistic bag cannot tell their energy, one worker of the others cannot. */
  energy(counts) {
    const tasks = counts.certified * (this.optimistic ? 1 : 2);
    if (tasks === 0) {
      return {};
    }
    const unknownTasks = this.optimistic ? tasks : Math.floor(tasks / 9);
    const known = tasks - unknownTasks;
    return {
      energy: { ...(known === 0 ? {} : { joules: known * 1.37, joulesPerTask: 1.37 }), tasks: known, unknownTasks },
    };
  }

  runs(first, count) {
    let text = '';
    for (let index = first; index < first + count; ) {
      const letter = this.cells[index];
      let end = index;
      while (end < first + count && this.cells[end] === letter) {
        end += 1;
      }
      text += letter + (end - index);
      index = end;
    }
    return text;
  }

  task(index, whole) {
    const letter = this.cells[index];
    const decided = letter === 'C' || letter === 'F';
    const digest = hash('digest', this.name, index);
    const text = this.result(index);
    return {
      bag: this.id,
      index,
      task: hash('task', this.name, index),
      state: LETTERS[letter],
      ...(letter === 'F' ? { reason: 'exit code 3, certified by 3 workers' } : {}),
      command: ['vanity', '--seed', '7f3a', '--range', String(index), '--pattern', '1LoV'],
      ...(decided ? { resultBytes: text.length, digest, ...(index % 5 === 3 ? {} : { resultText: text.toString() }) } : {}),
      votes: whole ? this.votes(index, letter, digest) : [],
    };
  }

  result(index) {
    if (index % 5 === 3) {
      return Buffer.from(createHash('sha512').update(`${this.name}${index}`).digest());
    }
    return Buffer.from(`range ${index}\nkeys tried 4096\nfound 1LoVe${hash('k', index).slice(2, 30)}\nprivate key ${hash('p', index).slice(2)}\n`);
  }

  votes(index, letter, digest) {
    if (letter === 'W' || letter === 'X') {
      return [];
    }
    const first = Math.floor(chance(this.name, 'v', index) * 3);
    const lied = (letter === 'C' || letter === 'F') && chance(this.name, 'lie', index) < 0.2;
    const voters = this.optimistic ? [first] : [first, (first + 1) % 3, ...(lied ? [3] : [])];
    const when = (this.begun ?? started) + index;
    return voters.map((n) => {
      const worker = workers[n];
      const liar = n === 3;
      return {
        worker: worker.address,
        workerName: worker.name,
        lease: hash('lease', this.name, index, n).slice(0, 18),
        state: letter === 'L' ? 'LEASED' : letter === 'S' ? 'SEALED' : liar ? 'REJECTED' : 'ACCEPTED',
        ...(letter === 'C' || letter === 'F' ? { weight: worker.weight, digest: liar ? hash('lie', index) : digest } : {}),
        leasedAt: at(when),
        ...(letter === 'L' ? {} : { committedAt: at(when + 1400) }),
        ...(letter === 'C' || letter === 'F' ? { revealedAt: at(when + 2100) } : {}),
      };
    });
  }

  certificate(index) {
    const letter = this.cells[index];
    if (letter !== 'C' && letter !== 'F') {
      return undefined;
    }
    const digest = hash('digest', this.name, index);
    const settled = this.state === 'COMPLETED' || this.state === 'FAILED';
    return {
      task: hash('task', this.name, index),
      digest,
      method: this.optimistic ? 'OPTIMISTIC' : this.deadline ? 'VOTING+CHECK' : 'VOTE',
      trust: this.trust,
      credibility: 449 / 450,
      accepted: '449/450',
      errorBound: 1 / 450,
      derivation: [
        "the weight of a vote follows from its worker's score as the deal began",
        'those who agree weigh the product of their weights, the total is 1 and all groups',
        'the answer weighs 449 of a total of 450',
        '449·100 > 450·99',
        'so it is wrong with at most 0.00223, if liars do not agree among themselves',
      ],
      ...(this.optimistic ? { acceptance: this.acceptance(index) } : {}),
      ...(settled ? { drawKey: hash('key', this.name) } : {}),
      votes: this.votes(index, letter, digest),
      ...(settled ? { resultsRoot: hash('root', this.name), settlementTransaction: hash('settle', this.name, 0) } : {}),
      proof: settled ? Array.from({ length: 8 }, (_, n) => hash('proof', this.name, index, n)) : [],
    };
  }

  acceptance(index) {
    const number = Math.floor(index / this.size);
    const until = this.window(number);
    const state = number === 0 ? 'RELEASED' : Date.parse(until) > Date.now() ? 'OPEN' : 'OVER';
    const dispute = disputes.find((each) => each.bag === this.id && each.index === index);
    return {
      state,
      sentence: { OPEN: `Accepted on one vote, may be challenged until ${until}.`, OVER: 'Accepted on one vote; its window is over, and it is about to be paid.', RELEASED: 'Accepted on one vote; nobody proved it wrong in time, and it is paid.' }[state],
      challengeUntil: until,
      stake: '9000000',
      bountyMax: '3000000',
      transaction: hash('accept', this.name, number),
      ...(dispute === undefined ? {} : { dispute: dispute.id }),
      ...(dispute?.state === 'UPHELD' ? { corrected: dispute.verdict } : {}),
    };
  }

  why() {
    const counts = this.counts();
    const sentences = {
      SUBMITTED: ['No pool sells category XS at trust 100,000: the best offer goes to 10,000.', 'Lower spec.trust.confidence, or wait for another pool: the bag is kept.'],
      MATCHING: ['The match is on the ledger and waits for finality: 1 of 2 blocks.'],
      QUEUED: ['Two bags of your team run already, which is the most at once; this one is next.', 'It starts by itself. Cancel another bag to start it sooner.'],
      RUNNING: [`Running on 4 workers; ${counts.sealed.toLocaleString('en')} tasks are sealed and wait for a second worker.`],
      ACCEPTED: ['All tasks are accepted on one vote each; they are paid when nobody has challenged them in time.'],
      SETTLING: ['All tasks are certified; 3 of 16 partitions wait for their transaction to be final.'],
      FAILED: [`${counts.failed} tasks failed: exit code 3 (input file missing), certified by 3 workers each.`, 'Mend the command and submit the failed tasks again.'],
      CANCELLED: ['You cancelled it. What was certified before was paid.'],
      COMPLETED: ['Every task is certified and paid.'],
    };
    const [sentence, remedy] = sentences[this.state];
    return { subject: this.id, sentence, ...(remedy === undefined ? {} : { remedy }), facts: ['pool local: 4 of 5 workers online', 'deal final at block 18,204', `${this.partitions} partitions, all owned by node-1`] };
  }

  taskWhy(index) {
    const sentences = {
      W: 'Waiting: tasks before it in its partition are handed out first; its turn is predicted in 12 s.',
      L: 'node-a1 has it since 2 s; a second worker is needed for trust 100.',
      S: 'One worker has sealed an answer; a second is needed before both reveal.',
      C: 'Certified: node-a1 and node-a2 gave the same answer, with weights 270 and 263; trust 100 needs 99 %.',
      F: 'Failed: three workers agree that the command ends with exit code 3.',
      X: 'Cancelled with its bag before it was handed out.',
    };
    return { subject: `${this.id}/${index}`, sentence: sentences[this.cells[index]], facts: [`partition ${Math.floor(index / this.size)}`, 'trust 100, confidence 0.99'] };
  }

  spec() {
    return `apiVersion: gridbourse/v1
kind: Bag
metadata: {name: ${this.name}, project: ${this.project ?? 'default'}}
spec:
  app: {ref: ${this.app}}
  command: ["vanity", "--seed", "7f3a", "--range", "{index}", "--pattern", "1LoV"]
  params:
    index: {range: "0-${this.tasks - 1}"}
  trust: {confidence: ${this.confidence}}
  market: {category: XS, pool: any, maxPrice: 2000000 nRLC, budget: ${this.perTask * BigInt(this.tasks)} nRLC}
`;
  }
}

export const bags = [
  new Bag('vanity-1LoV', { tasks: 1_000, state: 'RUNNING', rate: 9, startedAgo: 40, doneShare: 0.38, project: 'demo', deadline: true, labels: { team: 'aero' } }),
  new Bag('wing-optimistic', { tasks: 1_024, state: 'ACCEPTED', optimistic: true, startedAgo: 130, trust: 3, confidence: 0.66, project: 'cfd' }),
  new Bag('sweep-mesh-100k', { tasks: 100_000, state: 'RUNNING', rate: 620, startedAgo: 75, doneShare: 0.46, failShare: 0.0004, project: 'cfd', labels: { team: 'aero', case: 'wing' } }),
  new Bag('sensitivity-july', { tasks: 4_096, state: 'QUEUED', project: 'cfd' }),
  new Bag('too-much-trust', { tasks: 64, state: 'SUBMITTED', trust: 100_000, confidence: 0.99999, reason: 'NO_POOL_FITS' }),
  new Bag('tiny-one', { tasks: 1, state: 'MATCHING' }),
  new Bag('wordcount-corpus', { tasks: 2_400, state: 'SETTLING', app: 'wordcount', startedAgo: 300 }),
  new Bag('nothing-million', { tasks: 1_000_000, state: 'COMPLETED', app: 'nothing', trust: 1, startedAgo: 1200, endedAgo: 1110 }),
  new Bag('night-run', { tasks: 12_000, state: 'FAILED', failShare: 0.004, startedAgo: 40_000, endedAgo: 38_200 }),
  new Bag('wrong-pattern', { tasks: 500, state: 'CANCELLED', startedAgo: 90_000, endedAgo: 89_900 }),
  ...Array.from({ length: 120 }, (_, n) => new Bag(`nightly-${String(120 - n).padStart(3, '0')}`, { tasks: 300 + n, state: 'COMPLETED', startedAgo: 100_000 + n * 86_400, endedAgo: 99_900 + n * 86_400 })),
];
const juror = (name, round, vote, digest) => ({ worker: address(name), owner: address(name + '-owner'), round, vote, ...(digest === undefined ? {} : { digest }) });

/** Trials about tasks of the optimistic bag, the newest first. */
export const disputes = (() => {
  const bag = bags.find((each) => each.optimistic);
  const accepted = (index) => hash('digest', bag.name, index);
  const base = (id, index, state, opened) => ({
    id, state, deal: bag.deal, bag: bag.id, index, task: hash('task', bag.name, index), digest: accepted(index), challenger: REQUESTER,
    stake: '9000000', openedAt: ago(opened), transaction: hash('challenge', id), round: 0, jurorsNeeded: 3, jury: [], money: [],
  });
  const names = ['node-c1', 'node-c2', 'node-c3'];
  const truth = hash('truth');
  return [
    { ...base(4, 700, 'DRAWING', 3), sentence: 'Its jury is drawn by the hash of block 18212.' },
    {
      ...base(3, 611, 'VOTING', 40), sentence: 'Jurors compute the task; 1 of 3 have shown their answers.', commitEnd: at(started + 20_000), revealEnd: at(started + 80_000),
      jury: [juror(names[0], 0, 'REVEALED', accepted(611)), juror(names[1], 0, 'COMMITTED'), juror(names[2], 0, 'COMMITTED')],
    },
    {
      ...base(2, 300, 'UPHELD', 100), sentence: 'The jury found another result: the accepted one was wrong.', verdict: truth, endedAt: ago(61), endTransaction: hash('rule', 2), liar: workers[3].address,
      jury: [juror(names[0], 0, 'REVEALED', truth), juror(names[1], 0, 'REVEALED', truth), juror(names[2], 0, 'SILENT')],
      money: [[REQUESTER, '4100000'], [address(names[0]), '1000000'], [address(names[1]), '1000000'], [address(names[2]), '-1000000'], [workers[3].address, '-5100000']].map(([account, amount]) => ({ account, amount })),
    },
    {
      ...base(1, 12, 'UNFOUNDED', 500), sentence: 'The jury found the accepted result.', verdict: accepted(12), endedAt: ago(420), endTransaction: hash('rule', 1),
      jury: names.map((name) => juror(name, 0, 'REVEALED', accepted(12))),
      money: [[REQUESTER, '-9000000'], ...names.map((name) => [address(name), '1000000']), [address('operator'), '6000000']].map(([account, amount]) => ({ account, amount })),
    },
  ];
})();

/** A challenge through the console: first on its way, after some seconds a trial. */
export const challenges = new Map();
export function challenge(bag, index) {
  const key = `${bag.id}/${index}`;
  challenges.set(key, { bag: bag.id, index, task: hash('task', bag.name, index), digest: hash('digest', bag.name, index), challenger: REQUESTER, stake: '9000000', state: 'SENT', plannedAt: at(Date.now()) });
  setTimeout(() => {
    disputes.unshift({ ...disputes.find((each) => each.state === 'DRAWING'), id: disputes.length + 1, index, state: 'DRAWING', openedAt: at(Date.now()) });
    challenges.set(key, { ...challenges.get(key), state: 'OPENED', dispute: disputes.length });
  }, 5_000);
  return challenges.get(key);
}

const rank = (place, alternative, net, taken, shares) => ({ place, alternative, level: 0, plus: Math.max(0, net), minus: Math.max(0, -net), net, taken, shares });
export function leaseWhy(lease) {
  const [first, second] = bags;
  return {
    subject: `lease ${lease}`, sentence: 'Of the bags that had something for the worker it came first by rank.', facts: ['3 bag classes could be given to a host of this class', "the bag's class came 1. by level and rank"],
    lease, bag: first.id, worker: workers[0].address, at: ago(12), decidedBy: 'RANK', epoch: 418, hostClass: '16 CPUs, 64 GiB, wasm and process',
    rows: [
      rank(1, `${first.name}: project demo, 1/4 of its time gone`, 0.412, true, [{ criterion: 'fit', value: 0.8, contribution: 0.2 }, { criterion: 'earning', value: 1.2, contribution: 0.112 }, { criterion: 'urgency', value: 0.5, contribution: 0.1 }]),
      rank(2, `${second.name}: project cfd`, -0.07, false, [{ criterion: 'fit', value: 0.6, contribution: 0.02 }, { criterion: 'earning', value: 0.4, contribution: -0.05 }, { criterion: 'urgency', value: 0, contribution: -0.04 }]),
      rank(3, 'bags of others', -0.342, false, [{ criterion: 'fit', value: 0.1, contribution: -0.22 }, { criterion: 'earning', value: 0.2, contribution: -0.062 }, { criterion: 'urgency', value: 0, contribution: -0.06 }]),
    ],
    hosts: [rank(1, '16 CPUs, 64 GiB', 0.3, true, [{ criterion: 'power', value: 1, contribution: 0.3 }]), rank(2, '8 CPUs, 32 GiB', -0.3, false, [{ criterion: 'power', value: 0.5, contribution: -0.3 }])],
  };
}

export const reservations = [
  { reservation: 'r-1', pool: POOL, project: 'cfd', percent: 40, from: ago(3600), until: at(started + 86_400_000), lent: true, state: 'HOLDS', madeBy: 'operator', madeAt: ago(4000) },
  { reservation: 'r-0', pool: POOL, project: 'demo', percent: 10, from: ago(186_400), until: ago(100_000), lent: false, state: 'OVER', madeBy: 'operator', madeAt: ago(190_000) },
];

export const scores = [0, 10, 25, 50, 75, 90].map((milestone, n) => ({
  app: 'vanity', pool: POOL, sizeClass: 3, milestone, bags: 38, alpha: 1.31 - 0.05 * n, relativeError: 0.34 - 0.055 * n, judged: 21, brier: 0.19 - 0.032 * n,
  coverage50: 0.47 + 0.015 * n, coverage90: 0.87 + 0.012 * n, withinOneFifth: 0.5 + 0.08 * n,
}));
export const bagBy = (id) => bags.find((bag) => bag.id === id);

export function dealView(bag) {
  return {
    deal: bag.deal,
    bag: bag.id,
    app: address(bag.app),
    dataset: '0x' + '0'.repeat(40),
    pool: POOL,
    requester: REQUESTER,
    appPrice: '100000',
    datasetPrice: '0',
    poolPrice: '1000000',
    category: 'XS',
    trust: bag.trust,
    botFirst: 0,
    botSize: bag.tasks,
    workerStake: '350000',
    startedAt: at(bag.begun ?? bag.submitted),
    finalDeadline: at((bag.begun ?? bag.submitted) + 3_000_000),
    state: bag.ended === undefined ? 'OPEN' : 'SETTLED',
    transaction: hash('match', bag.name),
    block: 18_204,
    partitions: bag.partitionViews(),
  };
}

export function accounts() {
  const block = 18_200 + Math.floor((Date.now() - started) / 500);
  const rows = [
    ['requester', 'requester', 8_420_500_000_000n, 110_550_000_000n, 0n, 1_000n * NANO],
    ['provider', 'app owner', 12_345_678_900n, 0n, 0n, 0n],
    ['operator', 'pool owner', 94_000_000_000n, 33_000_000_000n, 0n, 40n * NANO],
    ...workers.map((worker) => [worker.name, 'worker', 1_200_000_000n + BigInt(worker.score) * 1_000_000n, 2_000_000_000n, BigInt(worker.pledge), 0n]),
  ];
  return rows.map(([name, role, free, locked, pledged, wallet]) => ({
    address: address(name),
    name,
    role,
    users: role === 'worker' ? [] : [name],
    free: String(free),
    locked: String(locked),
    pledged: String(pledged),
    wallet: String(wallet),
    block,
  }));
}

/** One step of the world; tells what happened. */
export function step(seconds, tell) {
  for (const bag of bags) {
    if (bag.state !== 'RUNNING') {
      continue;
    }
    bag.rateNow = bag.rate * (0.85 + 0.3 * Math.random());
    bag.advance(Math.max(1, Math.round(bag.rateNow * seconds)));
    if (bag.cancelRequested) {
      bag.cells = bag.cells.map((cell) => (cell === 'C' || cell === 'F' ? cell : 'X'));
      bag.state = 'CANCELLED';
      bag.ended = Date.now();
      tell('bag.state', bag.id, { state: 'CANCELLED' });
    } else if (bag.done >= bag.tasks) {
      const failed = bag.cells.includes('F');
      bag.state = failed ? 'FAILED' : 'COMPLETED';
      bag.ended = Date.now();
      tell('bag.state', bag.id, { state: bag.state });
    } else {
      tell('bag.progress', bag.id, { certified: String(bag.counts().certified) });
    }
  }
  for (const worker of workers) {
    if (worker.state === 'ONLINE') {
      worker.lastSeen = at(Date.now());
    }
  }
}
