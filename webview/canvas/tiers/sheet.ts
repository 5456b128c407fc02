import { covers, grown, type Position } from '../geometry';
import { type Heading, type View } from './view';

/** React Flow's transform: where the drawing's origin is on the pane, and its zoom. */
export type Transform = readonly [x: number, y: number, zoom: number];

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a bitmap holds: an area of the drawing, at a zoom. It is moved with the view and painted again when it has to. */
export type Sheet = View;

/** How far a sheet reaches beyond the pane on each side, as a part of its size. */
const MARGIN = 0.2;
/** Stretched or shrunk by more than this, letters do not look like themselves any more. */
const MOST_STRETCH = 2;
/** What counting in fractions of pixels is off at most. */
const HAIR = 0.001;

/**
 * The sheet for the view, its pixels on those of the screen. While the view moves it is larger, most where the view is
 * heading; else it holds just what is seen.
 */
export function sheetFor([x, y, zoom]: Transform, pane: Size, sharpness: number, heading?: Heading): Sheet {
  const margin = heading ? MARGIN : 0;
  const whole = (pixels: number) => Math.round(pixels * sharpness) / sharpness;
  const before = (length: number, ahead: number) => whole(-margin * (1 - ahead) * length);
  const along = (length: number) => Math.ceil((1 + 2 * margin) * length * sharpness) / sharpness;
  return {
    area: {
      x: (before(pane.width, heading?.x ?? 0) - x) / zoom,
      y: (before(pane.height, heading?.y ?? 0) - y) / zoom,
      width: along(pane.width) / zoom,
      height: along(pane.height) / zoom,
    },
    zoom,
  };
}

/** Where a sheet is on the pane now, and how much larger than it was painted. */
export function placeOf(sheet: Sheet, [x, y, zoom]: Transform): Position & { readonly scale: number } {
  // What floats past the hundredth of a pixel would blur all of it.
  const rounded = (pixels: number) => Math.round(pixels * 100) / 100;
  return {
    x: rounded(sheet.area.x * zoom + x),
    y: rounded(sheet.area.y * zoom + y),
    scale: zoom / sheet.zoom,
  };
}

/** Whether a sheet still fills a view, and looks well enough while the view moves. */
export function serves(sheet: Sheet, { area, zoom }: View): boolean {
  const stretch = zoom / sheet.zoom;
  const isFit = stretch <= MOST_STRETCH && stretch >= 1 / MOST_STRETCH;
  return isFit && covers(grown(sheet.area, HAIR), area);
}

/** Whether every pixel of a sheet is one of the screen. */
export function isSharp(sheet: Sheet, transform: Transform, sharpness: number): boolean {
  const { x, y, scale } = placeOf(sheet, transform);
  return scale === 1 && [x, y].every((pixels) => Number.isInteger(pixels * sharpness));
}
