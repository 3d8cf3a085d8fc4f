import type { ReactElement } from 'react';
import type { Why } from '../api/types';
import { s } from '../strings';
import { Icon } from './icons';

/** Why something does or does not run, in one sentence. */
export function WhyCard({ why }: { why: Why }): ReactElement {
  return (
    <section className="gb-card gb-why" aria-label={s.bag.why}>
      <div className="gb-why-line">
        <Icon name="info" />
        <div>
          <p>{why.sentence}</p>
          {why.remedy === undefined ? null : (
            <p>
              <strong>{s.why.remedy}:</strong> {why.remedy}
            </p>
          )}
          {why.facts.length === 0 ? null : (
            <details>
              <summary className="gb-soft gb-small">{s.why.facts}</summary>
              <ul className="gb-facts">
                {why.facts.map((fact) => (
                  <li key={fact}>{fact}</li>
                ))}
              </ul>
            </details>
          )}
        </div>
      </div>
    </section>
  );
}
