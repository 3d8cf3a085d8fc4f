import type { Event } from './types';

/** Which queries an event makes stale. */
export function staleKeys(event: Event): (readonly unknown[])[] {
  const bag = event.bag === undefined ? [] : [['bag', event.bag]];
  switch (event.kind) {
    case 'bag.progress':
      return [...bag, ['bags']];
    case 'bag.state':
      return [...bag, ['bags'], ['deals'], ['accounts']];
    case 'partition.state':
      return [...bag, ['deals'], ['accounts']];
    case 'task.rejected':
      return [...bag, ['workers']];
    case 'worker.state':
      return [['workers'], ['pools']];
    case 'deal.final':
      return [...bag, ['bags'], ['deals'], ['accounts']];
    default:
      return bag;
  }
}
