/** What the REST interface shows; the Java twin is io.gridbourse.domain.wire.Views. */

export interface Page<T> {
  items: T[];
  nextCursor?: string;
}

export interface Problem {
  type?: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  field?: string;
  limit?: string;
  remedy?: string;
}

export interface About {
  product: string;
  version: string;
  chainId: number;
  hub: string;
  token: string;
  serverTime: string;
  user?: string;
  account?: string;
  roles: string[];
}

export interface Counts {
  waiting: number;
  leased: number;
  sealed: number;
  certified: number;
  failed: number;
}

export interface Partition {
  number: number;
  first: number;
  tasks: number;
  state: string;
  counts: Counts;
  node?: string;
  epoch: number;
  settlementTransaction?: string;
  /** End of the window of a partition that the ledger accepted on one vote. */
  challengeUntil?: string;
}

export interface BagInsurance {
  state: 'WANTED' | 'BUYING' | 'INSURED' | 'NOT_INSURED';
  premium?: string;
  coverPerTask?: string;
  paid?: string;
  reason?: string;
}

export interface Bag {
  id: string;
  name: string;
  project?: string;
  labels: Record<string, string>;
  requester: string;
  app: string;
  state: string;
  reason?: string;
  cancelRequested: boolean;
  tasks: number;
  counts: Counts;
  trust: number;
  confidence: number;
  /** `replicate` or `optimistic`. */
  verification: string;
  category: string;
  pool?: string;
  poolName?: string;
  pricePerTask?: string;
  budget: string;
  spent: string;
  deal: string;
  matchTransaction?: string;
  submittedAt: string;
  startedAt?: string;
  endedAt?: string;
  tasksPerSecond?: number;
  predictedEnd?: string;
  forecast?: Forecast;
  /** The forecast of the submission. */
  promised?: Forecast;
  /** Tasks that were leased although others worked on them; absent when it does not run. */
  copiedTasks?: number;
  support?: Support;
  insurance?: BagInsurance;
  /** Of all that was computed for it; absent in lists and while that is nothing. */
  energy?: Energy;
  /** What was reserved for it is paid, due, still possible or comes back. */
  cost?: Cost;
  partitions: Partition[];
}

export interface Cost {
  reserved: string;
  paid: string;
  due: string;
  possible: string;
  refunded: string;
}

/** What of a bag is slow. */
export interface Tail {
  bag: string;
  at: string;
  taskSeconds?: number;
  running: number;
  slow: number;
  stragglers: Straggler[];
  times?: TaskTimes;
  pace?: { bodySeconds: number; idealSeconds: number; seconds: number; slowdown: number };
}

export interface Straggler {
  lease: string;
  worker: string;
  workerName?: string;
  first: number;
  count: number;
  since: string;
  seconds: number;
  expectedSeconds?: number;
  expectedEnd?: string;
  stalled: number;
  state: string;
  workers: number;
  supporting: boolean;
  sentence: string;
}

/** Seconds that tasks took. */
export interface TaskTimes {
  tasks: number;
  least: number;
  low: number;
  median: number;
  mean: number;
  high: number;
  most: number;
  bins: { from: number; to: number; tasks: number }[];
}

export interface Forecast {
  at: string;
  basis: string;
  expected?: string;
  low50?: string;
  high50?: string;
  low90?: string;
  high90?: string;
  deadline?: string;
  probability?: number;
  state: string;
  history: number;
  reason: string;
}

/** Supporting workers of a bag, and the credits that they cost. */
export interface Support {
  project: string;
  credits: number;
  creditsLeft: number;
  trigger: string;
  sizing: string;
  deployment: string;
  state: string;
  startedAt?: string;
  endedAt?: string;
  reason?: string;
  workers: SupportWorker[];
}

export interface SupportWorker {
  id: string;
  provisioner: string;
  handle?: string;
  worker?: string;
  state: string;
  orderedAt: string;
  stoppedAt?: string;
  paid: number;
  detail?: string;
}

/** How good forecasts of one kind of bag were. */
export interface Score {
  app: string;
  pool: string;
  sizeClass: number;
  milestone: number;
  bags: number;
  alpha: number;
  relativeError: number;
  judged: number;
  brier?: number;
  coverage50: number;
  coverage90: number;
  withinOneFifth: number;
}

/** What a bag asks of results, and by how many votes its tasks were certified. */
export interface Certification {
  bag: string;
  rungs: string[];
  comparator: string;
  spotChecks: number;
  classes: string;
  windowSeconds?: number;
  certified: number;
  ballots: Ballot[];
  /** A budget of wrong results: their share, and how many are tolerated and spent. */
  tolerated?: { share: number; results: number; spent: number };
}

export interface Ballot {
  accepted: number;
  outvoted: number;
  silent: number;
  tasks: number;
}

/** A challenge on its way to the ledger, or there. */
export interface Challenge {
  bag: string;
  index: number;
  task: string;
  digest: string;
  challenger: string;
  stake: string;
  state: 'PLANNED' | 'SENT' | 'REFUSED' | 'OPENED';
  reason?: string;
  transaction?: string;
  dispute?: number;
  plannedAt: string;
}

/** A trial before the court. */
export interface Dispute {
  id: number;
  state: string;
  sentence: string;
  deal: string;
  bag?: string;
  index?: number;
  task: string;
  digest: string;
  challenger: string;
  stake: string;
  openedAt: string;
  transaction: string;
  round: number;
  jurorsNeeded?: number;
  commitEnd?: string;
  revealEnd?: string;
  jury: Juror[];
  liar?: string;
  verdict?: string;
  endedAt?: string;
  endTransaction?: string;
  money: Money[];
}

export interface Juror {
  worker: string;
  owner?: string;
  round: number;
  vote: string;
  digest?: string;
}

/** What an account gained, or lost if it is below zero. */
export interface Money {
  account: string;
  amount: string;
}

export interface Policy {
  deal: string;
  bag: string;
  insured: string;
  state: string;
  premium: string;
  coverPerTask: string;
  tasks: number;
  tasksOpen: number;
  paid: string;
  deadline: string;
  boughtAt: string;
  transaction: string;
  isFinal: boolean;
  assessments: Assessment[];
}

export interface Assessment {
  partition: number;
  failed: number;
  late: number;
  overturned: number;
  paid: string;
  at: string;
  transaction: string;
  isFinal: boolean;
}

/** Workers of a pool that are kept for a project. */
export interface Reservation {
  reservation: string;
  pool: string;
  project: string;
  percent: number;
  from: string;
  until: string;
  lent: boolean;
  state: string;
  madeBy: string;
  madeAt: string;
}

/** Why a worker was leased tasks of a bag and not of another. */
export interface LeaseWhy extends Why {
  lease: string;
  bag: string;
  worker: string;
  at: string;
  decidedBy: string;
  epoch?: number;
  hostClass?: string;
  rows: RankRow[];
  hosts: RankRow[];
}

export interface RankRow {
  place: number;
  alternative: string;
  level: number;
  plus: number;
  minus: number;
  net: number;
  taken: boolean;
  shares: RankShare[];
}

export interface RankShare {
  criterion: string;
  value: number;
  contribution: number;
}

export interface Vote {
  worker: string;
  workerName?: string;
  lease: string;
  state: string;
  weight?: number;
  digest?: string;
  leasedAt?: string;
  committedAt?: string;
  revealedAt?: string;
  /** Units that were computed again; found says why the answer is wrong. */
  sample?: { units: number; drawn: number[]; found?: string };
}

export interface Certificate {
  task: string;
  digest: string;
  method: string;
  trust: number;
  credibility: number;
  /** The answer is wrong with at most this, under the assumptions of the derivation. */
  errorBound: number;
  /** How the bound follows, step by step. */
  derivation: string[];
  /** The credibility as a fraction, such as 4/5. */
  accepted: string;
  votes: Vote[];
  resultsRoot?: string;
  proof: string[];
  settlementTransaction?: string;
  /** How the ledger came to take it, if that was on one vote. */
  acceptance?: Acceptance;
  /** Who voted for it and was caught after it went to the ledger, and what is left of it. */
  doubt?: string;
  drawKey?: string;
}

export interface Acceptance {
  /** OPEN while it may be challenged, OVER after that, RELEASED once it is paid. */
  state: string;
  sentence: string;
  challengeUntil: string;
  /** What a challenger puts up. */
  stake: string;
  /** What a challenger who is right gets at most. */
  bountyMax: string;
  transaction: string;
  corrected?: string;
  dispute?: number;
}

export interface Task {
  bag: string;
  index: number;
  task: string;
  state: string;
  reason?: string;
  command: string[];
  resultBytes?: number;
  /** The beginning of a result that is text. */
  resultText?: string;
  digest?: string;
  votes: Vote[];
  certificate?: Certificate;
}

export interface Cells {
  bag: string;
  first: number;
  count: number;
  runs: string;
}

export interface Why {
  subject: string;
  sentence: string;
  remedy?: string;
  facts: string[];
}

export interface Driver {
  name: string;
  enabled: boolean;
  isolation: number;
  notes: string[];
}

export interface Worker {
  address: string;
  name: string;
  pool: string;
  state: string;
  drivers: Driver[];
  os: string;
  arch: string;
  cpus: number;
  memoryBytes: number;
  score: number;
  weight: number;
  pledge: string;
  leases: number;
  tasksAccepted: number;
  tasksRejected: number;
  tasksPerSecond?: number;
  enrolledAt: string;
  lastSeen?: string;
  paused?: string;
  site?: string;
  host?: Host;
}

export interface Host {
  operationsPerSecond?: number;
  guestOperationsPerSecond?: number;
  diskBytes?: number;
  measuredAt?: string;
  speed: number;
  speedLeases: number;
  availability: number;
  departuresPerHour: number;
  energySource: string;
  watts?: number;
  energy?: Energy;
  energyDays?: EnergyDay[];
}

/** The energy of a day, of UTC, on one worker, and what its owner lets tasks use. */
export interface EnergyDay {
  day: string;
  joules: number;
  budgetJoules?: number;
  balanceJoules?: number;
  tasks: number;
  unknownTasks: number;
}

/** Energy as workers told it; without joules it is unknown of all tasks. */
export interface Energy {
  joules?: number;
  joulesPerTask?: number;
  tasks: number;
  unknownTasks: number;
}

export interface PoolOffer {
  category: string;
  pricePerTask: string;
  trustMax: number;
  volumeLeft: number;
  orderHash: string;
}

export interface Pool {
  address: string;
  description: string;
  owner: string;
  workersOnline: number;
  workers: number;
  offers: PoolOffer[];
}

export interface App {
  name: string;
  address: string;
  driver: string;
  content: string;
  entry?: string;
  checker?: string;
  nonDeterministic: boolean;
  owner: string;
  price: string;
  state: string;
}

export interface Deal {
  deal: string;
  bag: string;
  app: string;
  dataset: string;
  pool: string;
  requester: string;
  appPrice: string;
  datasetPrice: string;
  poolPrice: string;
  category: string;
  trust: number;
  botFirst: number;
  botSize: number;
  workerStake: string;
  startedAt: string;
  finalDeadline: string;
  state: string;
  transaction: string;
  block: number;
  partitions: Partition[];
}

export interface Account {
  address: string;
  name?: string;
  /** The name of the server's key, `worker` or `account`. */
  role: string;
  /** Users of this installation that act with it. */
  users: string[];
  free: string;
  locked: string;
  pledged: string;
  wallet: string;
  block: number;
}

export interface Quote {
  matched: boolean;
  pool?: string;
  pricePerTask?: string;
  total?: string;
  tasks: number;
  reason?: string;
  remedy?: string;
  forecast?: Forecast;
  premium?: string;
}

export interface EnrolmentToken {
  token: string;
  pool: string;
  expires: string;
}

export interface Event {
  id: number;
  at: string;
  kind: string;
  bag?: string;
  data: Record<string, string>;
}

/** MicroProfile Health. */
export interface Health {
  status: string;
  checks: { name: string; status: string; data?: Record<string, unknown> }[];
}
