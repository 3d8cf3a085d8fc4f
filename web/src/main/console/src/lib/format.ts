const LOCALE = 'en';
const whole = new Intl.NumberFormat(LOCALE);
const oneDigit = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const clockWithSeconds = new Intl.DateTimeFormat(LOCALE, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(LOCALE, { month: 'short', day: 'numeric' });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });

const NANO_DIGITS = 9;
/** Amounts below a thousandth of an RLC read better in nRLC. */
const RLC_FROM_NANO = 1_000_000n;
/** An order with more tasks than any grid computes in a lifetime has no limit for its reader. */
const UNLIMITED_TASKS = 1_000_000_000_000_000;
const UNLIMITED = 'unlimited';
const JOULES: Record<number, string> = { 0: 'J', 3: 'kJ', 6: 'MJ', 9: 'GJ' };
const CONFIDENCE_DECIMALS_MAX = 9;
const CLOCKS_DIFFER_SECONDS = 5;

export function integer(value: number | bigint): string {
  return whole.format(value);
}

export function rate(perSecond: number): string {
  return perSecond >= 100 ? whole.format(Math.round(perSecond)) : oneDigit.format(perSecond);
}

/** A count of tasks; what nobody counts in practice is no number. */
export function volume(tasks: number): string {
  return tasks >= UNLIMITED_TASKS ? UNLIMITED : whole.format(tasks);
}

/** A share that says 100 % only if it is all, and 0 % only if it is nothing. */
export function percent(part: number, all: number): string {
  if (all <= 0 || part <= 0) {
    return '0%';
  }
  const tenths = Math.floor((part * 1000) / all) / 10;
  return tenths === 0 ? '<0.1%' : `${tenths}%`;
}

/** A confidence below one as a percentage: a tenth, and more digits only to tell it from all. */
export function confidence(value: number): string {
  const missing = 1 - value;
  if (missing <= 0) {
    return '100%';
  }
  const decimals = Math.min(CONFIDENCE_DECIMALS_MAX, Math.max(1, Math.ceil(-Math.log10(missing) - 1e-9) - 2));
  return `${Number((value * 100).toFixed(decimals))}%`;
}

/** An exact amount: nRLC with thousands separated, or RLC without trailing zeros. */
export function amount(nano: string): { value: string; unit: 'RLC' | 'nRLC' } {
  const units = BigInt(nano);
  const size = units < 0n ? -units : units;
  if (size !== 0n && size < RLC_FROM_NANO) {
    return { value: whole.format(units), unit: 'nRLC' };
  }
  return rlc(units);
}

function rlc(units: bigint): { value: string; unit: 'RLC' } {
  const size = units < 0n ? -units : units;
  const digits = size.toString().padStart(NANO_DIGITS + 1, '0');
  const fraction = digits.slice(-NANO_DIGITS).replace(/0+$/, '');
  const head = whole.format(BigInt(digits.slice(0, -NANO_DIGITS)));
  const sign = units < 0n ? '−' : '';
  return { value: sign + head + (fraction === '' ? '' : `.${fraction}`), unit: 'RLC' };
}

/** How the amounts of a column are written, so that one compares them by eye. */
export interface Scale {
  unit: 'RLC' | 'nRLC';
  /** Digits after the point. */
  decimals: number;
}

/** One unit, and as many decimals as the most exact of these amounts needs. */
export function scaleOf(amounts: readonly string[]): Scale {
  const units = amounts.map((each) => BigInt(each)).filter((each) => each !== 0n);
  const inNano = units.length > 0 && units.every((each) => (each < 0n ? -each : each) < RLC_FROM_NANO);
  if (inNano) {
    return { unit: 'nRLC', decimals: 0 };
  }
  const decimals = units.map((each) => NANO_DIGITS - trailingZeros(each));
  return { unit: 'RLC', decimals: Math.max(0, ...decimals) };
}

function trailingZeros(units: bigint): number {
  return /0*$/.exec(units.toString())?.[0].length ?? 0;
}

/** An amount in a scale: the digits that tell something, and the zeros that only align. */
export function scaled(nano: string, scale: Scale): { digits: string; zeros: string } {
  const units = BigInt(nano);
  if (scale.unit === 'nRLC') {
    return { digits: whole.format(units), zeros: '' };
  }
  const { value } = rlc(units);
  const point = value.indexOf('.');
  const shown = point < 0 ? 0 : value.length - point - 1;
  const zeros = '0'.repeat(Math.max(0, scale.decimals - shown));
  return { digits: value, zeros: shown === 0 && zeros !== '' ? `.${zeros}` : zeros };
}

export function amountText(nano: string): string {
  const { value, unit } = amount(nano);
  return `${value} ${unit}`;
}

/** An amount that was gained or lost, with its sign. */
export function gain(nano: string): string {
  const text = amountText(nano);
  return BigInt(nano) > 0n ? `+${text}` : text;
}

/** A probability of being wrong, as people compare such: in percent, or one in so many. */
export function odds(bound: number): string {
  if (bound <= 0) {
    return '0';
  }
  if (bound > 0.1) {
    return `${Number((bound * 100).toFixed(1))}%`;
  }
  const one = 1 / bound;
  return one < 1e15 ? `1 in ${whole.format(one < 1000 ? Number(one.toPrecision(3)) : Math.round(one))}` : bound.toExponential(1);
}

/** A share from 0 to 1 as a percentage without decimals, but for the ends. */
export function share100(value: number): string {
  return `${Math.round(value * 100)}%`;
}

export function times(nano: string, count: number): string {
  return (BigInt(nano) * BigInt(count)).toString();
}

/** Share of an amount in another, from 0 to 1. */
export function share(part: string, all: string): number {
  const whole = BigInt(all);
  return whole <= 0n ? 0 : Number((BigInt(part) * 10_000n) / whole) / 10_000;
}

export function bytes(count: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${oneDigit.format(value)} ${units[unit]}`;
}

/** 0x1234…cdef: enough to compare by eye; the whole is in the title. */
export function short(hex: string): string {
  return hex.length <= 14 ? hex : `${hex.slice(0, 6)}…${hex.slice(-4)}`;
}

/** Energy in joules, in the unit that reads best. */
export function joules(value: number): string {
  const power = [9, 6, 3].find((each) => value >= 10 ** each) ?? 0;
  const scaled = value / 10 ** power;
  return `${scaled >= 100 ? whole.format(Math.round(scaled)) : twoDigits.format(scaled)} ${JOULES[power]}`;
}

/** A short time with two digits that count: 0.34 ms, 12 ms, 0.35 s, 48 s; from a minute on as a duration. */
export function seconds(value: number): string {
  if (value >= 60) {
    return duration(value);
  }
  const [scaled, unit] =
    value >= 0.1 || value <= 0 ? [value, 's'] : value >= 1e-4 ? [value * 1e3, 'ms'] : [value * 1e6, 'µs'];
  return `${scaled >= 10 ? Math.round(scaled) : Number(scaled.toPrecision(2))} ${unit}`;
}

export function duration(seconds: number): string {
  if (seconds < 1) {
    return '<1 s';
  }
  const all = Math.round(seconds);
  if (all < 60) {
    return `${all} s`;
  }
  if (all < 3600) {
    return `${Math.floor(all / 60)} min ${all % 60} s`;
  }
  if (all < 86_400) {
    return `${Math.floor(all / 3600)} h ${Math.floor((all % 3600) / 60)} min`;
  }
  return `${Math.floor(all / 86_400)} d ${Math.floor((all % 86_400) / 3600)} h`;
}

export function ago(instant: string, now: number): string {
  const exact = Math.round((Date.parse(instant) - now) / 1000);
  // The server's clock may be a little ahead of the browser's.
  const seconds = exact > 0 && exact <= CLOCKS_DIFFER_SECONDS ? 0 : exact;
  const size = Math.abs(seconds);
  if (size < 60) {
    return relative.format(seconds, 'second');
  }
  if (size < 3600) {
    return relative.format(Math.trunc(seconds / 60), 'minute');
  }
  if (size < 86_400) {
    return relative.format(Math.trunc(seconds / 3600), 'hour');
  }
  return relative.format(Math.trunc(seconds / 86_400), 'day');
}

/** The time of day to the second. */
export function clockSeconds(milliseconds: number): string {
  return clockWithSeconds.format(milliseconds);
}

/** The time of day, with the day if it is not today's. */
export function moment(instant: string, now: number, seconds = false): string {
  const date = new Date(instant);
  const time = seconds ? clockWithSeconds.format(date) : clock.format(date);
  const today = date.toDateString() === new Date(now).toDateString();
  return today ? time : `${day.format(date)}, ${time}`;
}

/** A command as one would type it in a POSIX shell. */
export function shell(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
