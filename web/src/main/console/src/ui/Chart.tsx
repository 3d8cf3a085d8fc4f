import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, type ReactElement } from 'react';
import type uPlotType from 'uplot';
import { clockSeconds, rate } from '../lib/format';
import type { Sample } from '../lib/samples';

const HEIGHT = 150;

/** A curve over time. uPlot comes only when there is something to draw. */
export default function Chart(props: { samples: readonly Sample[]; label: string }): ReactElement {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlotType | undefined>(undefined);
  const latest = useRef(props.samples);
  const scheme = useComputedColorScheme();
  latest.current = props.samples;

  useEffect(() => {
    const element = holder.current;
    if (element === null) {
      return undefined;
    }
    let gone = false;
    const resized = new ResizeObserver(() =>
      plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    void Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]).then(([{ default: UPlot }]) => {
      if (!gone) {
        plot.current = new UPlot(options(element), columns(latest.current), element);
        resized.observe(element);
      }
    });
    return () => {
      gone = true;
      resized.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [scheme]);

  useEffect(() => {
    plot.current?.setData(columns(props.samples));
  }, [props.samples]);

  const last = props.samples.at(-1);
  const spoken = last === undefined ? props.label : `${props.label}: ${rate(last.value)}`;
  return <div ref={holder} className="gb-chart" role="img" aria-label={spoken} />;
}

function columns(samples: readonly Sample[]): uPlotType.AlignedData {
  return [samples.map((sample) => sample.at / 1000), samples.map((sample) => sample.value)];
}

function options(element: HTMLElement): uPlotType.Options {
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue('--gb-soft').trim();
  const line = style.getPropertyValue('--gb-line').trim();
  const curve = style.getPropertyValue('--gb-cell-busy').trim();
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false },
    scales: { y: { range: (_, __, max) => [0, Math.max(1, max * 1.15)] } },
    axes: [
      {
        ...axis,
        // Whole seconds at least, and the clock of the rest of the console.
        incrs: [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600],
        space: 80,
        values: (_, splits) => splits.map((split) => clockSeconds(split * 1000)),
      },
      { ...axis, size: 56, values: (_, splits) => splits.map((split) => rate(split)) },
    ],
    series: [{}, { stroke: curve, fill: `${curve}22`, width: 2, points: { show: false } }],
  };
}
