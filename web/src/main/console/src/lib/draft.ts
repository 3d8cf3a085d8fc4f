import type { Problem } from '../api/types';

/** What a rung of verification asks for beside its name; texts as they were typed. */
export const RUNGS = {
  vote: ['m', 'liars'],
  check: ['missed', 'liars'],
  partial: ['wrong', 'sample', 'liars'],
  credibility: ['error', 'liars'],
  adaptive: ['quorum', 'streak'],
} as const;

export type Rung = keyof typeof RUNGS;
export const RUNG_NAMES = Object.keys(RUNGS) as Rung[];

export const COMPARATORS = {
  bytes: [],
  numbers: ['tolerance', 'relative'],
  pixels: ['tolerance', 'share'],
} as const;

export type Comparator = keyof typeof COMPARATORS;

export type Verify = 'replicate' | 'ladder' | 'optimistic' | 'none';

/** A bag as it is being written: texts as they were typed, blank for what the server shall choose. */
export interface Draft {
  name: string;
  project: string;
  app: string;
  command: string;
  params: { name: string; values: string }[];
  confidence: string;
  verify: Verify;
  rungs: Partial<Record<Rung, Record<string, string>>>;
  window: string;
  comparator: Comparator;
  likeness: Record<string, string>;
  tolerate: string;
  /** Whether that is a share of each result by itself, or a budget of all together. */
  tolerateOf: 'each' | 'all';
  spotChecks: string;
  classes: string;
  category: string;
  maxPrice: string;
  budget: string;
  deadline: string;
  onMiss: string;
  walltime: string;
  preference: { time: string; cost: string; trust: string; energy: string; data: string };
}

export const EMPTY: Draft = {
  name: '',
  project: '',
  app: '',
  command: '',
  params: [{ name: 'task', values: '0-9' }],
  confidence: '',
  verify: 'replicate',
  rungs: {},
  window: '',
  comparator: 'bytes',
  likeness: {},
  tolerate: '',
  tolerateOf: 'each',
  spotChecks: '',
  classes: 'any',
  category: 'XS',
  maxPrice: '',
  budget: '',
  deadline: '',
  onMiss: 'accept',
  walltime: '',
  preference: { time: '', cost: '', trust: '', energy: '', data: '' },
};

type Json = string | number | Json[] | { [name: string]: Json };
type Members = Record<string, Json | undefined>;

/** What was typed where a number belongs; the server says what is wrong with a text. */
function number(text: string | undefined): number | string | undefined {
  const clean = text?.trim() ?? '';
  if (clean === '') {
    return undefined;
  }
  const value = Number(clean);
  return Number.isFinite(value) ? value : clean;
}

function word(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}

/** The members that have a value; nothing if there are none. */
function members(all: Members): Record<string, Json> | undefined {
  const given = Object.entries(all).filter((each): each is [string, Json] => each[1] !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

/** Words of a command line as a shell would part them; quotes keep blanks. */
export function words(line: string): string[] {
  const found = line.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+/g) ?? [];
  return found.map((text) =>
    text.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, double: string | undefined, single: string | undefined) =>
      double === undefined ? (single ?? '') : double.replaceAll(/\\(.)/g, '$1'),
    ),
  );
}

/** A range like 0-99 or 0-99:2 as it is, anything else as a list with commas. */
function values(text: string): Json {
  const clean = text.trim();
  if (/^-?\d+--?\d+(:\d+)?$/.test(clean)) {
    return { range: clean };
  }
  return clean.split(',').map((each) => number(each) ?? '');
}

/** The rungs that were chosen, in the order in which they stand in the spec. */
export function chosenRungs(draft: Draft): Rung[] {
  return RUNG_NAMES.filter((rung) => draft.rungs[rung] !== undefined);
}

function verification(draft: Draft): Json | undefined {
  if (draft.verify !== 'ladder') {
    return draft.verify === 'replicate' ? undefined : draft.verify;
  }
  const rungs = chosenRungs(draft).map((rung): Json => {
    const numbers = members(Object.fromEntries(RUNGS[rung].map((name) => [name, number(draft.rungs[rung]?.[name])])));
    return numbers === undefined ? rung : { [rung]: numbers };
  });
  return rungs.length === 1 ? rungs[0] : rungs;
}

function comparator(draft: Draft): Json | undefined {
  if (draft.comparator === 'bytes') {
    return undefined;
  }
  const names: readonly string[] = COMPARATORS[draft.comparator];
  return { [draft.comparator]: members(Object.fromEntries(names.map((name) => [name, number(draft.likeness[name])]))) ?? {} };
}

function tolerated(draft: Draft): Json | undefined {
  const share = number(draft.tolerate);
  return share === undefined || draft.tolerateOf === 'each' ? share : { share };
}

/** The BagSpec that a draft makes. */
export function specOf(draft: Draft): Record<string, Json> {
  const params = Object.fromEntries(
    draft.params.filter((each) => each.name.trim() !== '').map((each) => [each.name.trim(), values(each.values)]),
  );
  const command = words(draft.command);
  const { preference } = draft;
  const spec = members({
    app: { ref: draft.app },
    command: command.length === 0 ? undefined : command,
    params: members(params),
    resources: members({ walltime: word(draft.walltime) }),
    trust: members({
      confidence: number(draft.confidence),
      verify: verification(draft),
      window: draft.verify === 'optimistic' ? word(draft.window) : undefined,
      comparator: comparator(draft),
      tolerate: tolerated(draft),
      spotChecks: number(draft.spotChecks),
      classes: draft.classes === 'any' ? undefined : draft.classes,
    }),
    market: members({
      category: draft.category,
      maxPrice: word(draft.maxPrice),
      budget: word(draft.budget),
      deadline: word(draft.deadline),
      onMiss: draft.onMiss === 'accept' || word(draft.deadline) === undefined ? undefined : draft.onMiss,
    }),
    preference: members({
      time: number(preference.time),
      cost: number(preference.cost),
      trust: number(preference.trust),
      energy: number(preference.energy),
      data: number(preference.data),
    }),
  });
  const metadata = members({ name: word(draft.name), project: word(draft.project) });
  return {
    apiVersion: 'gridbourse/v1',
    kind: 'Bag',
    ...(metadata === undefined ? {} : { metadata }),
    spec: spec ?? {},
  };
}

/** Where in the spec each input of the form stands. */
function places(draft: Draft): [string, string][] {
  const rungs = chosenRungs(draft);
  const listed = rungs.length > 1;
  return [
    ['metadata.name', 'name'],
    ['metadata.project', 'project'],
    ['spec.app', 'app'],
    ['spec.command', 'command'],
    ['spec.params', 'params'],
    ...draft.params.map((each, n): [string, string] => [`spec.params.${each.name.trim()}`, `params.${n}`]),
    ['spec.resources.walltime', 'walltime'],
    ['spec.trust.confidence', 'confidence'],
    ['spec.trust.verify', draft.verify === 'ladder' && rungs.length === 1 ? `rung.${rungs[0]}` : 'verify'],
    ...rungs.flatMap((rung, n): [string, string][] => {
      const at = listed ? `spec.trust.verify[${n}]` : 'spec.trust.verify';
      return [
        ...(listed ? ([[at, `rung.${rung}`]] as [string, string][]) : []),
        ...RUNGS[rung].map((name): [string, string] => [`${at}.${rung}.${name}`, `rung.${rung}.${name}`]),
      ];
    }),
    ['spec.trust.window', 'window'],
    ['spec.trust.comparator', 'comparator'],
    ...(COMPARATORS[draft.comparator] as readonly string[]).map((name): [string, string] => [
      `spec.trust.comparator.${draft.comparator}.${name}`,
      `likeness.${name}`,
    ]),
    ['spec.trust.tolerate', 'tolerate'],
    ['spec.trust.spotChecks', 'spotChecks'],
    ['spec.trust.classes', 'classes'],
    ['spec.market.category', 'category'],
    ['spec.market.maxPrice', 'maxPrice'],
    ['spec.market.budget', 'budget'],
    ['spec.market.deadline', 'deadline'],
    ['spec.market.onMiss', 'onMiss'],
    ['spec.preference', 'preference'],
  ];
}

/** The input that a field of the server's problem belongs to; undefined if none shows it. */
export function inputOf(draft: Draft, field: string): string | undefined {
  const fits = places(draft).filter(([place]) => field === place || field.startsWith(`${place}.`) || field.startsWith(`${place}[`));
  return fits.sort((a, b) => b[0].length - a[0].length)[0]?.[1];
}

/** What the server says is wrong, by the input that it is about; `rest` is about none of them. */
export function faultsOf(draft: Draft, problem: Problem): { byInput: Map<string, string>; rest: boolean } {
  const byInput = new Map<string, string>();
  const [first, ...others] = problem.detail.split('; also ');
  const all: [string | undefined, string][] = [
    [problem.field, `${first ?? ''}${problem.remedy === undefined ? '' : `. ${problem.remedy}`}`],
    ...others.map((each): [string | undefined, string] => {
      const match = /^([A-Za-z][\w.[\]]*): (.*)$/s.exec(each);
      return match === null ? [undefined, each] : [match[1], match[2] ?? ''];
    }),
  ];
  let rest = false;
  for (const [field, text] of all) {
    const input = field === undefined ? undefined : inputOf(draft, field);
    if (input === undefined) {
      rest = true;
    } else if (!byInput.has(input)) {
      byInput.set(input, text);
    }
  }
  return { byInput, rest };
}
