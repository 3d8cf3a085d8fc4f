import type { ReactElement } from 'react';
import type { Bag, Cost, Energy } from '../api/types';
import { amountText, integer, joules, share } from '../lib/format';
import { s } from '../strings';
import { Details } from '../ui/basics';

const c = s.cost;

const PARTS = ['paid', 'due', 'possible', 'refunded'] as const;

/** What a bag costs so far and may cost, and the energy that it took. */
export function CostCard({ bag }: { bag: Bag }): ReactElement | null {
  if (bag.cost === undefined) {
    return null;
  }
  const premium = bag.insurance?.premium;
  return (
    <section className="gb-card" aria-label={c.title}>
      <div className="gb-between">
        <h2>{c.title}</h2>
        <span className="gb-soft gb-num">{c.reserved(amountText(bag.cost.reserved), amountText(bag.budget))}</span>
      </div>
      <div className="gb-bar-space">
        <CostBar cost={bag.cost} />
      </div>
      <ul className="gb-cost-legend">
        {PARTS.map((part) => (
          <li key={part} title={c.meaning[part]}>
            <i data-part={part} aria-hidden="true" /> {c.part[part]}{' '}
            <strong className="gb-num">{amountText(bag.cost?.[part] ?? '0')}</strong>
          </li>
        ))}
      </ul>
      <Details
        rows={[
          [c.energy, bag.energy === undefined ? undefined : energyText(bag.energy)],
          [c.premium, premium === undefined ? undefined : amountText(premium)],
          [
            c.credits,
            bag.support === undefined
              ? undefined
              : s.promise.creditsOf(
                  integer(bag.support.workers.reduce((sum, each) => sum + each.paid, 0)),
                  integer(bag.support.credits),
                ),
          ],
        ]}
      />
    </section>
  );
}

function CostBar({ cost }: { cost: Cost }): ReactElement {
  const words = PARTS.map((part) => `${c.part[part]} ${amountText(cost[part])}`).join(', ');
  return (
    <div className="gb-cost-bar" role="img" aria-label={words}>
      {PARTS.map((part) => {
        const width = share(cost[part], cost.reserved) * 100;
        return width <= 0 ? null : <span key={part} data-part={part} style={{ width: `${width}%` }} />;
      })}
    </div>
  );
}

export function energyText({ joules: all, joulesPerTask, unknownTasks }: Energy): string {
  if (all === undefined) {
    return s.bag.energyUnknown;
  }
  const some = unknownTasks === 0 ? '' : s.bag.energySome(integer(unknownTasks));
  return s.bag.energy(joules(all), joules(joulesPerTask ?? 0)) + some;
}
