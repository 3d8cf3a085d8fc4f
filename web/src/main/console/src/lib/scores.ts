import type { Score } from '../api/types';

/** Forecasts of all kinds of bags taken together. */
export interface Overall {
  /** Bags that have ended. */
  bags: number;
  /** Share of ends within the interval of 90 %. */
  coverage90: number;
  /** Over the forecasts of bags with a deadline; absent if there was none. */
  brier?: number;
}

/** Means over all that was said, weighted by how often; undefined if nothing was. */
export function overall(scores: readonly Score[]): Overall | undefined {
  const said = scores.reduce((sum, each) => sum + each.bags, 0);
  if (said === 0) {
    return undefined;
  }
  // A bag is scored at most once for each milestone.
  const perMilestone = new Map<number, number>();
  scores.forEach(({ milestone, bags }) => perMilestone.set(milestone, (perMilestone.get(milestone) ?? 0) + bags));
  const judged = scores.filter((each) => each.brier !== undefined);
  const weight = judged.reduce((sum, each) => sum + each.judged, 0);
  return {
    bags: Math.max(...perMilestone.values()),
    coverage90: scores.reduce((sum, each) => sum + each.coverage90 * each.bags, 0) / said,
    ...(weight === 0
      ? {}
      : { brier: judged.reduce((sum, each) => sum + (each.brier ?? 0) * each.judged, 0) / weight }),
  };
}
