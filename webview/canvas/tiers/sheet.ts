import { boundsOf, centreOf, grown, type Position, type Rect } from '../geometry';

/** React Flow's transform: where the drawing's origin is on the pane, and its zoom. */
export type Transform = readonly [x: number, y: number, zoom: number];

/** What is painted at one zoom, in tiles that are counted from a place of the drawing. It moves with the view. */
export interface Sheet extends Position {
  readonly zoom: number;
}

/** Where zooming leads. */
export type Way = 'inwards' | 'outwards';

/** A tile's place in its sheet. */
export interface Tile {
  readonly key: string;
  readonly column: number;
  readonly row: number;
  /** In the drawing's own pixels. */
  readonly area: Rect;
}

/** Side of a tile in pixels of the page: painted in two or three milliseconds, whole at every sharpness in quarters. */
export const SIDE = 448;
/** Stretched or shrunk by more than this, letters are none any more even for the moment of a movement. */
const MOST_STRETCH = 4;
const MOST_SHRINK = 0.5;
/** Stretched or shrunk by this on the way in or out, another sheet is begun, so that it is there in time. */
const NEXT = { inwards: 2, outwards: 0.8 } as const;
/** A view that grows will have grown by this while its sheet serves. */
const AHEAD = 2;
/** What counting in fractions of pixels is off at most. */
const HAIR = 0.001;

/** Where zooming from one zoom to the other leads; undefined while it does not. */
export function wayFrom(before: number, now: number): Way | undefined {
  if (before === now) return undefined;
  return now > before ? 'inwards' : 'outwards';
}

/** A sheet for a view at rest: its pixels are those of the screen. */
export function sheetAt([x, y, zoom]: Transform): Sheet {
  return { x: -x / zoom, y: -y / zoom, zoom };
}

/** A sheet for a view that goes on zooming as it does. */
export function sheetAhead(transform: Transform, way: Way | undefined): Sheet {
  const { x, y, zoom } = sheetAt(transform);
  return { x, y, zoom: way === 'outwards' ? zoom / AHEAD : zoom };
}

/** Where a sheet's first tile is on the pane now, and how much larger than it was painted. */
export function placeOf(sheet: Sheet, [x, y, zoom]: Transform): Position & { readonly scale: number } {
  // What floats past the hundredth of a pixel would blur all of it.
  const rounded = (pixels: number) => Math.round(pixels * 100) / 100;
  return { x: rounded(sheet.x * zoom + x), y: rounded(sheet.y * zoom + y), scale: zoom / sheet.zoom };
}

/** The tiles under an area, those in its middle first. */
export function tilesOver(sheet: Sheet, area: Rect): readonly Tile[] {
  const side = SIDE / sheet.zoom;
  const first = (edge: number) => Math.floor(edge / side + HAIR);
  const last = (edge: number) => Math.ceil(edge / side - HAIR);
  const [left, top] = [first(area.x - sheet.x), first(area.y - sheet.y)];
  const [right, bottom] = [last(area.x + area.width - sheet.x), last(area.y + area.height - sheet.y)];
  const tiles: Tile[] = [];
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) {
      const [x, y] = [sheet.x + column * side, sheet.y + row * side];
      tiles.push({ key: `${column},${row}`, column, row, area: { x, y, width: side, height: side } });
    }
  }
  const middle = centreOf(area);
  const away = ({ area: tile }: Tile) => {
    const { x, y } = centreOf(tile);
    return Math.max(Math.abs(x - middle.x), Math.abs(y - middle.y));
  };
  return tiles.sort((one, other) => away(one) - away(other));
}

/** The tiles that come into view next, where that goes on from one area to the other. */
export function tilesAhead(sheet: Sheet, before: Rect, now: Rect): readonly Tile[] {
  const side = SIDE / sheet.zoom;
  const [x, y] = [Math.sign(now.x - before.x) * side, Math.sign(now.y - before.y) * side];
  const seen = new Set(tilesOver(sheet, now).map(({ key }) => key));
  const ahead = boundsOf([now, { ...now, x: now.x + x, y: now.y + y }]) ?? now;
  return tilesOver(sheet, ahead).filter(({ key }) => !seen.has(key));
}

/** The tiles that are worth keeping for who turns round. */
export function tilesNear(sheet: Sheet, area: Rect): readonly Tile[] {
  return tilesOver(sheet, grown(area, SIDE / sheet.zoom));
}

/** Whether a sheet looks well enough at a zoom while the view moves. */
export function suits(sheet: Sheet, zoom: number): boolean {
  const stretch = zoom / sheet.zoom;
  return stretch <= MOST_STRETCH && stretch >= MOST_SHRINK;
}

/** Whether the next sheet should be begun. */
export function isAgeing(sheet: Sheet, zoom: number, way: Way): boolean {
  const stretch = zoom / sheet.zoom;
  return way === 'inwards' ? stretch > NEXT.inwards : stretch < NEXT.outwards;
}

/** Whether every pixel of a sheet is one of the screen. */
export function isSharp(sheet: Sheet, transform: Transform, sharpness: number): boolean {
  const { x, y, scale } = placeOf(sheet, transform);
  return scale === 1 && [x, y].every((pixels) => Number.isInteger(pixels * sharpness));
}
