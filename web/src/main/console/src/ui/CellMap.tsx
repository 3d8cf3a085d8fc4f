import { useComputedColorScheme } from '@mantine/core';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
} from 'react';
import { integer } from '../lib/format';
import { bucketed, cellAt, layoutCells, LETTERS, UNKNOWN, type Layout } from '../lib/runs';
import { s } from '../strings';
import { paintCells, readPalette } from './paintCells';
import { COUNTS } from './states';

const HEIGHT_WIDE = 400;
const HEIGHT_NARROW = 260;
const NARROW = 600;
/** A press that moves less than this is a click. */
const DRAG_CELLS_MIN = 2;
const ZOOM_STEP = 4;

export interface CellRange {
  first: number;
  count: number;
}

interface MapProps {
  cells: Uint8Array;
  first: number;
  /** The only state to show in colour. */
  only: number | undefined;
  onOpen: (task: number) => void;
  onZoom: (range: CellRange | undefined) => void;
  onWiden: () => void;
  /** A state as one says it. */
  word: (code: number) => string;
}

/** A cell per task, on a canvas. */
export function CellMap(props: MapProps): ReactElement {
  const { cells, first, only, onOpen, onZoom, word } = props;
  const holder = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(holder);
  const scheme = useComputedColorScheme();
  const [cursor, setCursor] = useState<number>();
  const [drag, setDrag] = useState<{ from: number; to: number }>();

  const layout = useMemo(
    () => layoutCells(cells.length, width, width < NARROW ? HEIGHT_NARROW : HEIGHT_WIDE),
    [cells.length, width],
  );
  const shown = useMemo(() => bucketed(cells, layout.tasksPerCell), [cells, layout.tasksPerCell]);

  useLayoutEffect(() => {
    if (canvas.current !== null && width > 0) {
      const marks = drag ?? (cursor === undefined ? undefined : { from: cursor, to: cursor });
      paintCells(canvas.current, layout, shown, readPalette(), only, marks);
    }
  }, [layout, shown, only, scheme, width, cursor, drag]);

  useEffect(() => {
    setCursor(undefined);
    setDrag(undefined);
  }, [first, cells.length]);

  const taskRange = (from: number, to: number): CellRange => {
    const low = Math.min(from, to) * layout.tasksPerCell;
    const high = Math.min(cells.length, (Math.max(from, to) + 1) * layout.tasksPerCell);
    return { first: first + low, count: high - low };
  };
  const openCell = (cell: number) => {
    if (layout.tasksPerCell === 1) {
      onOpen(first + cell);
    } else {
      onZoom(around(taskRange(cell, cell), first, cells.length));
    }
  };
  const under = (event: PointerEvent<HTMLCanvasElement>): number | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    return cellAt(layout, event.clientX - box.left, event.clientY - box.top);
  };
  const key = (event: KeyboardEvent<HTMLCanvasElement>) => {
    const done = mapKey(event.key, cursor ?? 0, layout, {
      move: setCursor,
      open: openCell,
      zoomIn: (cell) => onZoom(around(taskRange(cell, cell), first, cells.length)),
      zoomOut: props.onWiden,
      all: () => onZoom(undefined),
    });
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const describe = (cell: number): string => {
    const range = taskRange(cell, cell);
    const code = shown[cell] ?? UNKNOWN;
    if (layout.tasksPerCell === 1) {
      return s.cells.readout(integer(range.first), word(code));
    }
    const what = code === LETTERS.indexOf('F') ? s.cells.someFailed : s.cells.mostly(word(code));
    return s.cells.readoutMany(integer(range.first), integer(range.first + range.count - 1), what);
  };
  const readout = cursor === undefined ? '' : describe(cursor);
  const height = layout.rows * layout.pitch;
  const last = first + Math.max(0, cells.length - 1);
  return (
    <div className="gb-map" ref={holder}>
      <canvas
        ref={canvas}
        style={{ height }}
        tabIndex={0}
        role="application"
        aria-roledescription={s.cells.role}
        aria-label={s.cells.label(integer(first), integer(last))}
        onKeyDown={key}
        onBlur={() => setCursor(undefined)}
        onPointerDown={(event) => {
          const cell = under(event);
          if (event.button === 0 && cell !== undefined) {
            event.currentTarget.setPointerCapture(event.pointerId);
            setDrag({ from: cell, to: cell });
          }
        }}
        onPointerMove={(event) => {
          const cell = under(event);
          setCursor(cell);
          if (drag !== undefined && cell !== undefined && cell !== drag.to) {
            setDrag({ from: drag.from, to: cell });
          }
        }}
        onPointerUp={() => {
          if (drag === undefined) {
            return;
          }
          setDrag(undefined);
          if (Math.abs(drag.to - drag.from) < DRAG_CELLS_MIN) {
            openCell(drag.from);
          } else {
            onZoom(taskRange(drag.from, drag.to));
          }
        }}
        onPointerCancel={() => setDrag(undefined)}
        onPointerLeave={() => drag === undefined && setCursor(undefined)}
      />
      <Tip layout={layout} width={width} cell={cursor} text={readout} />
      <div className="gb-hidden" aria-live="polite">
        {readout}
      </div>
      <p className="gb-map-note">
        {layout.tasksPerCell === 1 ? s.cells.one : s.cells.many(integer(layout.tasksPerCell))}
      </p>
    </div>
  );
}

function Tip(props: {
  layout: Layout;
  width: number;
  cell: number | undefined;
  text: string;
}): ReactElement | null {
  if (props.cell === undefined) {
    return null;
  }
  const { columns, pitch } = props.layout;
  const x = (props.cell % columns) * pitch + pitch / 2;
  const y = Math.floor(props.cell / columns) * pitch;
  const left = Math.min(Math.max(x, 90), Math.max(90, props.width - 90));
  return (
    <div className="gb-map-tip" style={{ left, top: y }} aria-hidden="true">
      {props.text}
    </div>
  );
}

function useWidth(holder: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0);
  const measure = useCallback(() => setWidth(Math.floor(holder.current?.clientWidth ?? 0)), [holder]);
  useLayoutEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    if (holder.current !== null) {
      observer.observe(holder.current);
    }
    return () => observer.disconnect();
  }, [holder, measure]);
  return width;
}

/** A quarter of what is shown, about a range. */
export function around(range: CellRange, first: number, count: number): CellRange {
  const wanted = Math.min(count, Math.max(range.count, Math.ceil(count / ZOOM_STEP)));
  const middle = range.first + Math.floor(range.count / 2);
  const start = Math.min(Math.max(first, middle - Math.floor(wanted / 2)), first + count - wanted);
  return { first: start, count: wanted };
}

interface MapActions {
  move: (cell: number) => void;
  open: (cell: number) => void;
  zoomIn: (cell: number) => void;
  zoomOut: () => void;
  all: () => void;
}

function mapKey(key: string, cell: number, layout: Layout, actions: MapActions): boolean {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -layout.columns,
    ArrowDown: layout.columns,
    PageUp: -10 * layout.columns,
    PageDown: 10 * layout.columns,
    Home: -cell,
    End: layout.cells - 1 - cell,
  };
  const step = steps[key];
  if (step !== undefined) {
    actions.move(Math.min(Math.max(0, cell + step), layout.cells - 1));
    return true;
  }
  const others: Record<string, () => void> = {
    Enter: () => actions.open(cell),
    '+': () => actions.zoomIn(cell),
    '-': actions.zoomOut,
    '0': actions.all,
  };
  const other = others[key];
  other?.();
  return other !== undefined;
}

/** The word for a code of a cell. */
export function cellWord(code: number): string {
  const letter = LETTERS[code];
  const entry = COUNTS.find((each) => each.letter === letter);
  return entry === undefined ? s.cells.unknown : s.counts[entry.key].toLowerCase();
}
