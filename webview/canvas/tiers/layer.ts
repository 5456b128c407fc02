import type { Rect } from '../geometry';
import { isBlank, isSameDisplay, type Display } from './display';
import type { Context2D } from './paint';
import { placeOf, SIDE, type Sheet, type Tile, type Transform } from './sheet';

/** How a tile gets what is on it. */
export interface Painter {
  displayOf(area: Rect): Display;
  /** In the drawing's own pixels. */
  paint(context: Context2D, display: Display, zoom: number): void;
}

/** A sheet in the page: an element with a canvas for each tile that has something on it. */
export interface Layer {
  readonly sheet: Sheet;
  /** Pixels of the screen in one of the page. */
  readonly sharpness: number;
  readonly element: HTMLElement;
  place(transform: Transform): void;
  /** Every tile may look different now. */
  doubt(): void;
  /** Paints those of the tiles that never were. */
  fill(tiles: readonly Tile[]): void;
  /** Brings the first of the tiles that needs it up to date; false when all of them are. */
  renewNext(tiles: readonly Tile[]): boolean;
  /** Forgets all other tiles. */
  keep(tiles: readonly Tile[]): void;
}

/** Canvases that no tile has at the moment: making one costs about as much as painting it. */
export type Spares = HTMLCanvasElement[];

/** More of them are given away for good. */
const MOST_SPARES = 32;

interface Painted {
  readonly canvas: HTMLCanvasElement | undefined;
  readonly display: Display;
}

export function createLayer(sheet: Sheet, sharpness: number, painter: Painter, spares: Spares): Layer {
  const element = document.createElement('div');
  element.className = 'sheet';
  const painted = new Map<string, Painted>();
  const doubted = new Set<string>();
  const side = Math.ceil(SIDE * sharpness);
  // Drawn aside and handed over: what stays on the page as a drawing is copied with every frame, changed or not.
  const board = new OffscreenCanvas(side, side);
  const context = board.getContext('2d');

  function newCanvas({ column, row }: Tile): HTMLCanvasElement {
    const canvas = spares.pop() ?? document.createElement('canvas');
    canvas.style.left = `${column * SIDE}px`;
    canvas.style.top = `${row * SIDE}px`;
    canvas.style.width = canvas.style.height = `${side / sharpness}px`;
    element.append(canvas);
    return canvas;
  }

  function giveBack(canvas: HTMLCanvasElement | undefined): void {
    canvas?.remove();
    if (canvas && spares.length < MOST_SPARES) spares.push(canvas);
  }

  function draw(tile: Tile, display: Display): void {
    const before = painted.get(tile.key)?.canvas;
    if (!context || isBlank(display)) {
      giveBack(before);
      painted.set(tile.key, { canvas: undefined, display });
      return;
    }
    const canvas = before ?? newCanvas(tile);
    const scale = sheet.zoom * sharpness;
    context.setTransform(scale, 0, 0, scale, -tile.area.x * scale, -tile.area.y * scale);
    painter.paint(context, display, sheet.zoom);
    canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(board.transferToImageBitmap());
    painted.set(tile.key, { canvas, display });
  }

  function renew(tile: Tile): void {
    doubted.delete(tile.key);
    const display = painter.displayOf(tile.area);
    const before = painted.get(tile.key);
    if (!before || !isSameDisplay(before.display, display)) draw(tile, display);
  }

  /** Whoever is doubted again stays where it stands, so that everyone's turn comes. */
  function longestDoubted(tiles: readonly Tile[]): Tile | undefined {
    if (doubted.size === 0) return undefined;
    const byKey = new Map(tiles.map((tile) => [tile.key, tile]));
    const key = [...doubted].find((one) => byKey.has(one));
    return key === undefined ? undefined : byKey.get(key);
  }

  return {
    sheet,
    sharpness,
    element,
    place(transform) {
      const { x, y, scale } = placeOf(sheet, transform);
      element.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    },
    doubt() {
      for (const key of painted.keys()) doubted.add(key);
    },
    fill(tiles) {
      tiles.filter(({ key }) => !painted.has(key)).forEach(renew);
    },
    renewNext(tiles) {
      const next = tiles.find(({ key }) => !painted.has(key)) ?? longestDoubted(tiles);
      if (next) renew(next);
      return next !== undefined;
    },
    keep(tiles) {
      const kept = new Set(tiles.map(({ key }) => key));
      for (const [key, { canvas }] of painted) {
        if (kept.has(key)) continue;
        giveBack(canvas);
        painted.delete(key);
        doubted.delete(key);
      }
    },
  };
}
