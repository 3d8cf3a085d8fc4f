import type { ReactElement } from 'react';

/** Drawn on a 16 by 16 grid with strokes, in the colour of the text. */
const PATHS = {
  wait: 'M8 4.5V8l2.3 1.6M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z',
  play: 'M5 3.5v9l7.5-4.5Z',
  lock: 'M4.5 7.2h7v5.3h-7ZM6 7V5.3a2 2 0 0 1 4 0V7',
  check: 'M3 8.6 6.4 12 13 4.6',
  cross: 'M4 4l8 8M12 4l-8 8',
  stop: 'M4.3 4.3h7.4v7.4H4.3Z',
  link: 'M6.8 9.2 9.2 6.8M7.5 4.7l1.2-1.2a2.7 2.7 0 0 1 3.8 3.8l-1.2 1.2M8.5 11.3l-1.2 1.2a2.7 2.7 0 0 1-3.8-3.8l1.2-1.2',
  coins: 'M8 2.5c2.9 0 5 .9 5 2.1S10.900 6.700 8 6.700 3 5.800 3 4.600 5.100 2.500 8 2.500ZM3 4.600v6.800c0 1.200 2.100 2.100 5 2.100s5-.9 5-2.100V4.600M3 8c0 1.200 2.100 2.100 5 2.100S13 9.200 13 8',
  dot: 'M10.500 8a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0Z',
  circle: 'M13 8A5 5 0 1 1 3 8a5 5 0 0 1 10 0Z',
  drain: 'M8 2.500v7M5 7l3 3 3-3M3.500 13h9',
  ban: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM3.800 3.800l8.400 8.400',
  search: 'M11 7A4 4 0 1 1 3 7a4 4 0 0 1 8 0ZM10 10l3.500 3.500',
  sun: 'M10.800 8a2.800 2.800 0 1 1-5.600 0 2.800 2.800 0 0 1 5.600 0ZM8 1.500v1.300M8 13.200v1.300M1.500 8h1.300M13.200 8h1.300M3.400 3.400l.9.9M11.700 11.700l.9.9M12.600 3.400l-.9.9M4.300 11.700l-.9.9',
  moon: 'M13 9.600A5.500 5.500 0 0 1 6.400 3 5.500 5.500 0 1 0 13 9.600Z',
  home: 'M2.500 7.500 8 3l5.500 4.500M4 6.500V13h8V6.500',
  bags: 'M2.500 5 8 2.500 13.500 5v6L8 13.500 2.500 11ZM2.500 5 8 7.500 13.500 5M8 7.500v6',
  workers: 'M2.500 3h11v4h-11ZM2.500 9h11v4h-11ZM5 5h.01M5 11h.01',
  deals: 'M4 2.500h8v11l-2-1.300-2 1.300-2-1.300-2 1.300ZM6 5.500h4M6 8h4',
  apps: 'M2.500 2.500h4.500v4.500H2.500ZM9 2.500h4.500v4.500H9ZM2.500 9h4.500v4.500H2.500ZM9 9h4.500v4.500H9Z',
  pools: 'M2 6.500c1.500 0 1.500-1 3-1s1.500 1 3 1 1.500-1 3-1 1.500 1 3 1M2 10.500c1.500 0 1.500-1 3-1s1.500 1 3 1 1.500-1 3-1 1.500 1 3 1',
  keyboard: 'M1.500 4h13v8h-13ZM4 6.500h.01M6.700 6.500h.01M9.300 6.500h.01M12 6.500h.01M5 9.500h6',
  out: 'M6.500 3H3v10h3.500M6.500 8H14M11 5l3 3-3 3',
  copy: 'M5.500 5.500h7.500v7.500H5.500ZM3 10.500V3h7.500',
  download: 'M8 2.500v7.500M4.800 7 8 10.200 11.200 7M3 13.300h10',
  left: 'M10 3.500 5.500 8l4.500 4.500',
  right: 'M6 3.500 10.500 8 6 12.500',
  first: 'M12 3.500 7.500 8l4.500 4.500M4.500 3.500v9',
  plus: 'M8 3.500v9M3.500 8h9',
  minus: 'M3.500 8h9',
  columns: 'M2.500 3h11v10h-11ZM6.200 3v10M9.800 3v10',
  up: 'M8 12.500v-9M4.500 7 8 3.500 11.500 7',
  down: 'M8 3.500v9M4.500 9 8 12.500 11.500 9',
  alert: 'M8 2.500 14 13H2ZM8 6.500v3M8 11.300h.01',
  menu: 'M2.500 4.500h11M2.500 8h11M2.500 11.500h11',
  poll: 'M13 6.500A5.200 5.200 0 0 0 3.500 5.500M3 3v2.800h2.800M3 9.500a5.200 5.200 0 0 0 9.500 1M13 13v-2.800h-2.800',
  info: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 7.200v3.600M8 5.200h.01',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }): ReactElement {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} fill={name === 'dot' ? 'currentColor' : 'none'} />
    </svg>
  );
}
