import { contains, grown, type Rect } from '../geometry';
import type { Measure } from '../measure';
import type { SceneWire } from '../scene';
import type { Colours } from './colours';
import type { Display } from './display';
import { READABLE_ZOOM, type Context2D } from './paint';
import { piecesOf, stretchesIn, type Piece } from './pieces';

/** From here on a wire's curves and bends can be seen. */
const CURVES = 0.5;
/** From here on its arrow and its text. */
const TEXT = 0.5;
/** An arrow reaches so far from its tip. */
const ARROW = 8;
/** One path of all lines of a colour would take longer than several. */
const BATCH = 200;

/** The wires that are seen, those of one colour together. */
export function paintWires(context: Context2D, display: Display, zoom: number, measure: Measure): void {
  const { wires, colours, area } = display;
  if (wires.length === 0) return;
  const byColour = new Map<string, SceneWire[]>();
  for (const { wire, colour } of wires) {
    const list = byColour.get(colour);
    if (list) list.push(wire);
    else byColour.set(colour, [wire]);
  }
  // Never thinner than a pixel of the screen.
  context.lineWidth = Math.max(1.4, 1 / zoom);
  for (const [colour, ofColour] of byColour) {
    context.strokeStyle = colour;
    // Thousands of them at once are a veil that cards shine through.
    context.globalAlpha = zoom < READABLE_ZOOM && isQuiet(colour, colours) ? 0.35 : 1;
    if (zoom >= CURVES) ofColour.forEach((wire) => strokeExactly(context, wire, area));
    else strokeRoughly(context, ofColour);
  }
  context.globalAlpha = 1;
  if (zoom < TEXT) return;
  context.font = `11px ${colours.mono}`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  for (const { wire } of wires) if (wire.label) paintLabel(context, wire, colours, measure);
}

function isQuiet(colour: string, { line, strong }: Colours): boolean {
  return colour === line || colour === strong;
}

/** Of lines by what the page would show; cut once. */
const pieces = new WeakMap<SceneWire['path'], readonly Piece[]>();

/** As the page would draw it, what of it is seen: dashes of a line across the whole drawing take a millisecond. */
function strokeExactly(context: Context2D, { path, look }: SceneWire, area: Rect): void {
  const all = pieces.get(path) ?? piecesOf(path.line);
  pieces.set(path, all);
  const isDashed = look === 'registration';
  if (isDashed) context.setLineDash([4, 4]);
  for (const stretch of stretchesIn(all, area)) {
    context.lineDashOffset = stretch[0]?.before ?? 0;
    context.beginPath();
    stretch.forEach(({ from, bends: [one, two], to }, index) => {
      if (index === 0) context.moveTo(from.x, from.y);
      if (one && two) context.bezierCurveTo(one.x, one.y, two.x, two.y, to.x, to.y);
      else if (one) context.quadraticCurveTo(one.x, one.y, to.x, to.y);
      else context.lineTo(to.x, to.y);
    });
    context.stroke();
  }
  if (isDashed) context.setLineDash([]);
  const end = path.points.at(-1);
  if (end && contains(grown(area, ARROW), end)) context.stroke(new Path2D(path.arrow));
}

function strokeRoughly(context: Context2D, wires: readonly SceneWire[]): void {
  for (let start = 0; start < wires.length; start += BATCH) {
    context.beginPath();
    for (const { path } of wires.slice(start, start + BATCH)) {
      path.points.forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    }
    context.stroke();
  }
}

function paintLabel(
  context: Context2D,
  { label, path }: SceneWire,
  colours: Colours,
  measure: Measure,
): void {
  const { x, y } = path.label;
  const width = measure(label, 'mono') + 16;
  context.beginPath();
  context.roundRect(x - width / 2, y - 9, width, 18, 9);
  context.fillStyle = colours.ground;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = colours.line;
  context.stroke();
  context.fillStyle = colours.muted;
  context.fillText(label, x, y);
}
