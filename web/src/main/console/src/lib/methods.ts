import { s } from '../strings';

/** One method of a certificate in words: its name, and what it means. */
export interface MethodWords {
  name: string;
  meaning: string;
}

/** The methods of a certificate, of which all accepted, or of which one was enough. */
export function methodsOf(method: string): { join: 'and' | 'or'; parts: MethodWords[] } {
  const join = method.includes('+') ? 'and' : 'or';
  const names = method.split('+').flatMap((each) => each.split('|'));
  return { join, parts: names.map(words) };
}

function words(name: string): MethodWords {
  const known = s.task.methods[name.trim().toUpperCase()];
  return known === undefined
    ? { name: name.toLowerCase(), meaning: '' }
    : { name: known[0], meaning: known[1] };
}

/** The methods in one line. */
export function methodText(method: string): string {
  const { join, parts } = methodsOf(method);
  return parts.map(({ name }, n) => (n === 0 ? name : name.toLowerCase())).join(s.task[join]);
}

/** The name of a rung without its numbers, such as `vote` of `vote {m: 3, liars: 0.2}`. */
export function rungName(rung: string): string {
  return /^[a-z]+/.exec(rung)?.[0] ?? rung;
}
