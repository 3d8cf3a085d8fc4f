const LOCALE = 'en';
const whole = new Intl.NumberFormat(LOCALE);
const oneDigit = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
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

export function integer(value: number): string {
  return whole.format(value);
}

export function rate(perSecond: number): string {
  return perSecond >= 100 ? whole.format(Math.round(perSecond)) : oneDigit.format(perSecond);
}

/** A share that says 100 % only if it is all, and 0 % only if it is nothing. */
export function percent(part: number, all: number): string {
  if (all <= 0 || part <= 0) {
    return '0%';
  }
  const tenths = Math.floor((part * 1000) / all) / 10;
  return tenths === 0 ? '<0.1%' : `${tenths}%`;
}

/** An exact amount: nRLC with thousands separated, or RLC without trailing zeros. */
export function amount(nano: string): { value: string; unit: 'RLC' | 'nRLC' } {
  const units = BigInt(nano);
  const size = units < 0n ? -units : units;
  if (size !== 0n && size < RLC_FROM_NANO) {
    return { value: whole.format(units), unit: 'nRLC' };
  }
  const digits = size.toString().padStart(NANO_DIGITS + 1, '0');
  const fraction = digits.slice(-NANO_DIGITS).replace(/0+$/, '');
  const head = whole.format(BigInt(digits.slice(0, -NANO_DIGITS)));
  const sign = units < 0n ? '−' : '';
  return { value: sign + head + (fraction === '' ? '' : `.${fraction}`), unit: 'RLC' };
}

export function amountText(nano: string): string {
  const { value, unit } = amount(nano);
  return `${value} ${unit}`;
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
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
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
