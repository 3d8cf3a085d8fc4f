import { describe, expect, it } from 'vitest';
import { csv } from '../src/lib/csv';
import {
  ago,
  amountText,
  bytes,
  confidence,
  duration,
  joules,
  percent,
  scaled,
  seconds,
  scaleOf,
  share,
  shell,
  short,
  times,
  volume,
} from '../src/lib/format';

describe('energy', () => {
  it('is in the unit that reads best', () => {
    expect(joules(0)).toBe('0 J');
    expect(joules(1.375)).toBe('1.38 J');
    expect(joules(999.4)).toBe('999 J');
    expect(joules(12_345)).toBe('12.35 kJ');
    expect(joules(7_200_000)).toBe('7.2 MJ');
    expect(joules(5.5e12)).toBe('5,500 GJ');
  });
});

describe('amounts', () => {
  it('are exact, in nRLC when small and in RLC when large', () => {
    expect(amountText('0')).toBe('0 RLC');
    expect(amountText('999999')).toBe('999,999 nRLC');
    expect(amountText('1000000')).toBe('0.001 RLC');
    expect(amountText('1234567890123456789')).toBe('1,234,567,890.123456789 RLC');
    expect(amountText('-1500000000')).toBe('−1.5 RLC');
  });

  it('are multiplied without loss', () => {
    expect(times('9007199254740993', 1_000_000)).toBe('9007199254740993000000');
  });

  it('of a column have one unit and end at the same decimal', () => {
    const column = ['10000000000000', '800', '0', '9999996100000'];
    const scale = scaleOf(column);
    expect(scale).toEqual({ unit: 'RLC', decimals: 7 });
    expect(column.map((each) => scaled(each, scale))).toEqual([
      { digits: '10,000', zeros: '.0000000' },
      { digits: '0.0000008', zeros: '' },
      { digits: '0', zeros: '.0000000' },
      { digits: '9,999.9961', zeros: '000' },
    ]);
  });

  it('of a column that are all small are in nRLC', () => {
    expect(scaleOf(['800', '0'])).toEqual({ unit: 'nRLC', decimals: 0 });
    expect(scaled('123456', scaleOf(['123456']))).toEqual({ digits: '123,456', zeros: '' });
    expect(scaleOf(['0'])).toEqual({ unit: 'RLC', decimals: 0 });
    expect(scaleOf([])).toEqual({ unit: 'RLC', decimals: 0 });
  });

  it('have a share of a budget, and none of an empty one', () => {
    expect(share('50', '200')).toBe(0.25);
    expect(share('0', '0')).toBe(0);
  });
});

describe('a percentage', () => {
  it('says 100 only when it is all and 0 only when it is nothing', () => {
    expect(percent(0, 10)).toBe('0%');
    expect(percent(1, 1_000_000)).toBe('<0.1%');
    expect(percent(999_999, 1_000_000)).toBe('99.9%');
    expect(percent(10, 10)).toBe('100%');
    expect(percent(0, 0)).toBe('0%');
  });
});

describe('a confidence', () => {
  it('is rounded to what one reads, and never up to certainty', () => {
    expect(confidence(2 / 3)).toBe('66.7%');
    expect(confidence(0.8)).toBe('80%');
    expect(confidence(0.999)).toBe('99.9%');
    expect(confidence(0.9995)).toBe('99.95%');
    expect(confidence(0.99999)).toBe('99.999%');
    expect(confidence(1)).toBe('100%');
  });
});

describe('a volume', () => {
  it('that nobody can use up is no number', () => {
    expect(volume(1_000_000)).toBe('1,000,000');
    expect(volume(9_007_199_254_740_991)).toBe('unlimited');
  });
});

describe('times', () => {
  it('are as long as one reads at a glance', () => {
    expect(duration(0.2)).toBe('<1 s');
    expect(duration(59.4)).toBe('59 s');
    expect(duration(61)).toBe('1 min 1 s');
    expect(duration(3_660)).toBe('1 h 1 min');
    expect(duration(90_000)).toBe('1 d 1 h');
  });

  it('are past or to come', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(ago('2026-01-01T00:00:45Z', now)).toBe('in 45 seconds');
    expect(ago('2025-12-31T22:30:00Z', now)).toBe('1 hour ago');
    expect(ago('2026-01-01T00:00:02Z', now)).toBe('now');
  });
});

describe('words', () => {
  it('of a command are quoted for a shell', () => {
    expect(shell(['run.sh', '--name', "it's here", '', '$HOME'])).toBe(
      `run.sh --name 'it'\\''s here' '' '$HOME'`,
    );
  });

  it('that are hashes are shortened, others are left', () => {
    expect(short('0x1234567890abcdef')).toBe('0x1234…cdef');
    expect(short('0x12')).toBe('0x12');
  });

  it('of sizes have binary units', () => {
    expect(seconds(0.00034)).toBe('0.34 ms');
    expect(seconds(0.012)).toBe('12 ms');
    expect(seconds(0.35)).toBe('0.35 s');
    expect(seconds(9.96)).toBe('10 s');
    expect(seconds(48.2)).toBe('48 s');
    expect(seconds(75)).toBe('1 min 15 s');
    expect(bytes(64)).toBe('64 B');
    expect(bytes(2 ** 31)).toBe('2 GiB');
  });
});

describe('a CSV file', () => {
  it('quotes what needs it and turns formulas into text', () => {
    expect(csv(['name', 'n'], [['a,"b"', 1], ['=1+1', -2]])).toBe(
      'name,n\r\n"a,""b""",1\r\n\'=1+1,-2\r\n',
    );
  });
});
