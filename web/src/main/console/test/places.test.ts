import { describe, expect, it } from 'vitest';
import { staleKeys } from '../src/api/staleKeys';
import { find } from '../src/lib/find';
import { hexDump, preview } from '../src/lib/preview';
import { href, parsePlace } from '../src/lib/router';
import { extended } from '../src/lib/samples';
import { countOf } from '../src/ui/states';

describe('a place', () => {
  it('goes into an address and comes back', () => {
    const to = href(['bags', 'b-1/2 ä'], { state: 'FAILED', name: 'a&b=c', cursor: undefined, app: '' });
    const place = parsePlace(to);
    expect(place.path).toEqual(['bags', 'b-1/2 ä']);
    expect(Object.fromEntries(place.query)).toEqual({ state: 'FAILED', name: 'a&b=c' });
  });

  it('is home when the address is empty, and survives a broken escape', () => {
    expect(parsePlace('').path).toEqual([]);
    expect(parsePlace('#/bags/%E0%A4%A').path).toEqual(['bags', '%E0%A4%A']);
  });
});

describe('a search', () => {
  it('leads to what an id names, else to the bags of that name', () => {
    expect(find(' B-0123456789abcdef ')).toBe('#/bags/b-0123456789abcdef');
    expect(find('b-0123456789abcdef/17')).toBe('#/bags/b-0123456789abcdef/tasks/17');
    expect(find('b-0123456789abcdef.0.1.17')).toBe('#/leases/b-0123456789abcdef.0.1.17');
    expect(find('0x' + 'ab'.repeat(20))).toBe(`#/address/0x${'ab'.repeat(20)}`);
    expect(find('0x' + 'ab'.repeat(32))).toBe(`#/deals/0x${'ab'.repeat(32)}`);
    expect(find('sweep 42')).toBe('#/bags?name=sweep+42');
    expect(find('   ')).toBeUndefined();
  });
});

describe('a result', () => {
  it('is text when it is UTF-8 without control characters', () => {
    expect(preview(new TextEncoder().encode('grüße\n'))).toEqual({ kind: 'text', text: 'grüße\n' });
  });

  it('is a hex dump otherwise', () => {
    expect(preview(new Uint8Array([0xff, 0x41])).kind).toBe('hex');
    expect(preview(new Uint8Array([0, 1])).kind).toBe('hex');
    expect(hexDump(new TextEncoder().encode('0123456789abcdefX'))).toBe(
      '00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef\n' +
        '00000010  58                                               X',
    );
  });
});

describe('an event', () => {
  it('makes its bag and the lists stale', () => {
    const event = { id: 1, at: '', kind: 'bag.state', bag: 'b-1', data: {} };
    expect(staleKeys(event)).toEqual([['bag', 'b-1'], ['bags'], ['deals'], ['accounts']]);
    expect(staleKeys({ ...event, kind: 'worker.state', bag: undefined })).toEqual([['workers'], ['pools']]);
  });

  it('of an unknown kind still makes its bag stale', () => {
    expect(staleKeys({ id: 1, at: '', kind: 'new.kind', bag: 'b-1', data: {} })).toEqual([['bag', 'b-1']]);
  });
});

describe('samples', () => {
  it('that come too fast are dropped, and old ones forgotten', () => {
    let samples = extended([], 0, 1);
    samples = extended(samples, 10, 2);
    expect(samples).toEqual([{ at: 0, value: 1 }]);
    for (let n = 1; n <= 2_000; n += 1) {
      samples = extended(samples, n * 1_000, n);
    }
    expect(samples).toHaveLength(900);
    expect(samples.at(-1)).toEqual({ at: 2_000_000, value: 2_000 });
  });
});

describe('counts', () => {
  it('take for cancelled what no other state counts', () => {
    const counts = { waiting: 0, leased: 0, sealed: 0, certified: 37, failed: 3 };
    expect(countOf(counts, 'cancelled', 100)).toBe(60);
    expect(countOf(counts, 'certified', 100)).toBe(37);
  });
});
