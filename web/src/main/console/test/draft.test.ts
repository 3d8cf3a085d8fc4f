import { describe, expect, it } from 'vitest';
import { EMPTY, faultsOf, inputOf, specOf, words, type Draft } from '../src/lib/draft';

const draft = (more: Partial<Draft>): Draft => ({ ...EMPTY, app: 'vanity', ...more });
const trust = (more: Partial<Draft>) => (specOf(draft(more))['spec'] as Record<string, unknown>)['trust'];
const refused = (field: string, detail: string) => ({ status: 400, code: 'OUT_OF_RANGE', title: 'Out of range', detail, field, remedy: 'correct it' });

describe('specOf', () => {
  it('says nothing of what was left blank', () => {
    expect(specOf(draft({}))).toEqual({
      apiVersion: 'gridbourse/v1',
      kind: 'Bag',
      spec: { app: { ref: 'vanity' }, params: { task: { range: '0-9' } }, market: { category: 'XS' } },
    });
  });
  it('reads ranges and lists', () => {
    const { params } = specOf(draft({ params: [{ name: ' re ', values: '0-100:5' }, { name: 'mesh', values: 'a, 2, 0.5' }, { name: '', values: 'x' }] }))['spec'] as never;
    expect(params).toEqual({ re: { range: '0-100:5' }, mesh: ['a', 2, 0.5] });
  });
  it('names one rung by its word, and several as a list with their numbers', () => {
    expect(trust({ verify: 'ladder', rungs: { check: {} } })).toEqual({ verify: 'check' });
    expect(trust({ verify: 'ladder', rungs: { check: { missed: '0.01' }, vote: { m: '3', liars: '' } } })).toEqual({
      verify: [{ vote: { m: 3 } }, { check: { missed: 0.01 } }],
    });
    expect(trust({ verify: 'ladder', rungs: { credibility: { error: '1e-3' } }, tolerate: '0.01' })).toEqual({
      verify: { credibility: { error: 0.001 } },
      tolerate: 0.01,
    });
  });
  it('tolerates a share of each result, or of all together', () => {
    const ladder = { verify: 'ladder', rungs: { vote: {} }, tolerate: '0.05' } as const;
    expect(trust(ladder)).toEqual({ verify: 'vote', tolerate: 0.05 });
    expect(trust({ ...ladder, tolerateOf: 'all' })).toEqual({ verify: 'vote', tolerate: { share: 0.05 } });
  });
  it('forgets the window where nobody may challenge, and onMiss without a deadline', () => {
    expect(trust({ verify: 'none', window: '1h' })).toEqual({ verify: 'none' });
    expect(trust({ verify: 'optimistic', window: '1h' })).toEqual({ verify: 'optimistic', window: '1h' });
    const { market } = specOf(draft({ onMiss: 'refuse' }))['spec'] as never;
    expect(market).toEqual({ category: 'XS' });
  });
  it('types the comparator', () => {
    expect(trust({ comparator: 'numbers', likeness: { tolerance: '1e-6', share: '9' } })).toEqual({
      comparator: { numbers: { tolerance: 1e-6 } },
    });
    expect(trust({ comparator: 'pixels', likeness: { tolerance: '2', share: '0.001' } })).toEqual({
      comparator: { pixels: { tolerance: 2, share: 0.001 } },
    });
  });
  it('hands on what is no number, for the server to refuse', () => {
    expect(trust({ confidence: 'much' })).toEqual({ confidence: 'much' });
  });
});

describe('words', () => {
  it('parts a command line as a shell does', () => {
    expect(words(`run.sh --re {re}  "two words" 'it''s' "a\\"b"`)).toEqual(['run.sh', '--re', '{re}', 'two words', 'its', 'a"b']);
    expect(words('  ')).toEqual([]);
  });
});

describe('faults', () => {
  const two = draft({ verify: 'ladder', rungs: { vote: { m: '0' }, check: {} }, comparator: 'pixels' });
  it('belong to the input that made the field', () => {
    expect(inputOf(two, 'spec.trust.verify[0].vote.m')).toBe('rung.vote.m');
    expect(inputOf(two, 'spec.trust.verify[1]')).toBe('rung.check');
    expect(inputOf(two, 'spec.trust.verify')).toBe('verify');
    expect(inputOf(two, 'spec.trust.comparator.pixels.share')).toBe('likeness.share');
    expect(inputOf(two, 'spec.params.task')).toBe('params.0');
    expect(inputOf(two, 'spec.app.ref')).toBe('app');
    expect(inputOf(two, 'spec.outputs[0]')).toBeUndefined();
  });
  it('are told one by one, with the remedy of the first', () => {
    const { byInput, rest } = faultsOf(two, refused('spec.trust.confidence', 'too sure; also spec.market.budget: no amount; also something else'));
    expect(byInput.get('confidence')).toBe('too sure. correct it');
    expect(byInput.get('budget')).toBe('no amount');
    expect(rest).toBe(true);
  });
});
