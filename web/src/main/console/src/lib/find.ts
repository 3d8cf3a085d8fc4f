import { href } from './router';

/** Where a search leads: straight to what an id names, or to the bags of that name. */
export function find(text: string): string | undefined {
  const wanted = text.trim();
  const lower = wanted.toLowerCase();
  if (wanted === '') {
    return undefined;
  }
  const task = /^(b-[0-9a-v]{16})[/:# ](\d+)$/.exec(lower);
  if (task?.[1] !== undefined && task[2] !== undefined) {
    return href(['bags', task[1], 'tasks', task[2]]);
  }
  if (/^b-[0-9a-v]{16}(\.\d+){3}$/.test(lower)) {
    return href(['leases', lower]);
  }
  if (/^b-[0-9a-v]{16}$/.test(lower)) {
    return href(['bags', lower]);
  }
  if (/^0x[0-9a-f]{64}$/.test(lower)) {
    return href(['deals', lower]);
  }
  if (/^0x[0-9a-f]{40}$/.test(lower)) {
    return href(['address', lower]);
  }
  return href(['bags'], { name: wanted });
}
