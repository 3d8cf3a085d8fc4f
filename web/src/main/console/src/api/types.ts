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
  insurance?: BagInsurance;
  partitions: Partition[];
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
  acceptance?: { state: string; sentence: string; challengeUntil: string; dispute?: number };
  drawKey?: string;
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
}

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
