import { lazy, Suspense, type ReactElement } from 'react';
import { useSamples } from '../lib/samples';

const Chart = lazy(() => import('./Chart'));

export function LiveChart(props: {
  name: string;
  value: number | undefined;
  readAt: number;
  label: string;
  waiting: string;
}): ReactElement {
  const samples = useSamples(props.name, props.value, props.readAt);
  const waiting = <div className="gb-chart-wait">{props.waiting}</div>;
  if (samples.length < 2) {
    return waiting;
  }
  return (
    <Suspense fallback={waiting}>
      <Chart samples={samples} label={props.label} />
    </Suspense>
  );
}
