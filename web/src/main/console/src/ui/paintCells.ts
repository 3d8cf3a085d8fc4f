import { LETTERS, UNKNOWN, type Layout, type Letter } from '../lib/runs';

/** Opaque colours as canvas pixels (little-endian ABGR). */
export interface Palette {
  states: number[];
  dim: number;
  ground: number;
  ink: number;
}

const NAMES: Record<Letter, string> = {
  C: '--gb-cell-good',
  F: '--gb-cell-bad',
  S: '--gb-cell-sealed',
  L: '--gb-cell-busy',
  W: '--gb-cell-wait',
  X: '--gb-cell-ended',
};
/** From this pitch on a cell has room for its state's mark. */
const MARK_PITCH = 10;
/** Up to this pitch failed cells are drawn larger than they are. */
const SMALL_PITCH = 4;
const ENLARGED = 7;
const FAILED = LETTERS.indexOf('F');
const SEALED = LETTERS.indexOf('S');
const LEASED = LETTERS.indexOf('L');

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => pixel(style.getPropertyValue(name).trim());
  return {
    states: LETTERS.map((letter) => colour(NAMES[letter])),
    dim: colour('--gb-cell-dim'),
    ground: colour('--gb-card'),
    ink: colour('--gb-ink'),
  };
}

/** #rgb (a minifier shortens) or #rrggbb as a pixel. */
export function pixel(hex: string): number {
  const digits = hex.slice(1);
  const full = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  const rgb = Number.parseInt(full, 16);
  const red = (rgb >> 16) & 255;
  const green = (rgb >> 8) & 255;
  const blue = rgb & 255;
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/**
 * Draws all cells by writing pixels: 100,000 cells take a few milliseconds. Large cells carry a
 * mark as well as a colour: failed a cross, sealed a bar, leased a dot.
 */
export function paintCells(
  canvas: HTMLCanvasElement,
  layout: Layout,
  cells: Uint8Array,
  palette: Palette,
  only: number | undefined,
  marked: { from: number; to: number } | undefined,
): void {
  const scale = Math.max(1, Math.round(devicePixelRatio));
  const width = Math.max(1, layout.columns * layout.pitch * scale);
  const height = Math.max(1, layout.rows * layout.pitch * scale);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  canvas.style.width = `${layout.columns * layout.pitch}px`;
  const context = canvas.getContext('2d');
  if (context === null) {
    return;
  }
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer).fill(palette.ground);
  const pitch = layout.pitch * scale;
  const side = (layout.pitch - layout.gap) * scale;
  const low = marked === undefined ? -1 : Math.min(marked.from, marked.to);
  const high = marked === undefined ? -1 : Math.max(marked.from, marked.to);
  for (let cell = 0; cell < cells.length; cell += 1) {
    const code = cells[cell] ?? UNKNOWN;
    const dimmed = code === UNKNOWN || (only !== undefined && code !== only);
    const colour = dimmed ? palette.dim : (palette.states[code] ?? palette.dim);
    const left = (cell % layout.columns) * pitch;
    const top = Math.floor(cell / layout.columns) * pitch;
    fill(pixels, width, left, top, side, colour);
    if (!dimmed && layout.pitch >= MARK_PITCH) {
      mark(pixels, width, left, top, side, code, palette.ground);
    }
    if (cell >= low && cell <= high) {
      frame(pixels, width, left, top, side, palette.ink);
    }
  }
  if (layout.pitch <= SMALL_PITCH && (only === undefined || only === FAILED)) {
    enlargeFailed(pixels, width, height, layout, cells, palette, scale);
  }
  context.putImageData(image, 0, 0);
}

/** Among tens of thousands of cells of two pixels a failed one would be overlooked. */
function enlargeFailed(
  pixels: Uint32Array,
  width: number,
  height: number,
  layout: Layout,
  cells: Uint8Array,
  palette: Palette,
  scale: number,
): void {
  const side = ENLARGED * scale;
  const lap = Math.floor((side - layout.pitch * scale) / 2);
  for (let cell = cells.indexOf(FAILED); cell >= 0; cell = cells.indexOf(FAILED, cell + 1)) {
    const left = (cell % layout.columns) * layout.pitch * scale - lap;
    const top = Math.floor(cell / layout.columns) * layout.pitch * scale - lap;
    const x = Math.min(Math.max(0, left), width - side);
    const y = Math.min(Math.max(0, top), height - side);
    if (x >= 0 && y >= 0) {
      fill(pixels, width, x, y, side, palette.ground);
      fill(pixels, width, x + scale, y + scale, side - 2 * scale, palette.states[FAILED] ?? 0);
    }
  }
}

function fill(pixels: Uint32Array, width: number, left: number, top: number, side: number, colour: number): void {
  for (let y = 0; y < side; y += 1) {
    const start = (top + y) * width + left;
    pixels.fill(colour, start, start + side);
  }
}

function frame(pixels: Uint32Array, width: number, left: number, top: number, side: number, colour: number): void {
  const thick = Math.max(1, Math.min(2, Math.floor(side / 3)));
  for (let y = 0; y < side; y += 1) {
    const start = (top + y) * width + left;
    if (y < thick || y >= side - thick) {
      pixels.fill(colour, start, start + side);
    } else {
      pixels.fill(colour, start, start + thick);
      pixels.fill(colour, start + side - thick, start + side);
    }
  }
}

function mark(
  pixels: Uint32Array,
  width: number,
  left: number,
  top: number,
  side: number,
  code: number,
  colour: number,
): void {
  const near = Math.floor(side * 0.28);
  const far = side - near;
  const thick = Math.max(1, Math.round(side / 9));
  for (let y = near; y < far; y += 1) {
    const row = (top + y) * width + left;
    if (code === FAILED) {
      pixels.fill(colour, row + y, row + Math.min(far, y + thick));
      pixels.fill(colour, row + Math.max(near, side - y - thick), row + side - y);
    } else if (code === SEALED && Math.abs(y - side / 2) <= thick) {
      pixels.fill(colour, row + near, row + far);
    } else if (code === LEASED && Math.abs(y - side / 2) <= thick) {
      const half = Math.floor(side / 2);
      pixels.fill(colour, row + half - thick, row + half + thick);
    }
  }
}
