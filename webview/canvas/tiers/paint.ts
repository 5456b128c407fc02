import { FRAME_HEADER } from '../layout';
import type { Measure } from '../measure';
import type { Display, ShownFrame } from './display';
import { paintCards } from './paintCards';
import { paintWires } from './paintWires';

/** What is drawn on. */
export type Context2D = OffscreenCanvasRenderingContext2D;

/** Below it letters are no letters any more. */
export const READABLE_ZOOM = 0.28;

/** Draws what is seen, in the drawing's own pixels, as it looks at a zoom. */
export function paint(context: Context2D, display: Display, zoom: number, measure: Measure): void {
  display.frames.forEach((frame) => paintFrame(context, frame, display, zoom));
  paintWires(context, display, zoom, measure);
  paintCards(context, display, zoom, measure);
}

function paintFrame(
  context: Context2D,
  { frame, isSelected }: ShownFrame,
  { colours }: Display,
  zoom: number,
): void {
  const { x, y, width, height } = frame.rect;
  const isNetwork = frame.node === undefined;
  context.beginPath();
  context.roundRect(x, y, width, height, 10);
  context.globalAlpha = isNetwork ? 0.025 : 0.03;
  context.fillStyle = colours.text;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1;
  context.strokeStyle = isSelected ? colours.focus : isNetwork ? colours.line : colours.strong;
  if (!isNetwork && zoom >= READABLE_ZOOM) context.setLineDash([4, 3]);
  context.stroke();
  context.setLineDash([]);
  if (zoom < READABLE_ZOOM) return;
  context.font = `600 13px ${colours.font}`;
  context.fillStyle = isNetwork ? colours.muted : colours.text;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillText(frame.shownTitle, x + (isNetwork ? 16 : 34), y + FRAME_HEADER / 2 + (isNetwork ? 2 : 0));
}
