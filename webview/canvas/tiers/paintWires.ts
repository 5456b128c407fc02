import { wireStatus } from '../health';
import type { SceneWire } from '../scene';
import type { Colours } from './colours';
import { isMoving } from './moving';
import { READABLE_ZOOM, type Context2D, type Picture } from './paint';

/** From here on a wire's curves and bends can be seen. */
const CURVES = 0.5;
/** From here on its arrow and its text. */
const TEXT = 0.5;
/** One path of all lines of a colour would take longer than several. */
const BATCH = 200;

/** The wires that are seen, those of one colour together. */
export function paintWires(context: Context2D, picture: Picture): void {
  const { view, colours } = picture;
  const seen = wiresSeen(picture);
  if (seen.length === 0) return;
  const byColour = new Map<string, SceneWire[]>();
  for (const wire of seen) {
    const colour = colourOf(wire, picture);
    const list = byColour.get(colour);
    if (list) list.push(wire);
    else byColour.set(colour, [wire]);
  }
  // Never thinner than a pixel of the screen.
  context.lineWidth = Math.max(1.4, 1 / view.zoom);
  for (const [colour, wires] of byColour) {
    context.strokeStyle = colour;
    // Thousands of them at once are a veil that cards shine through.
    context.globalAlpha = view.zoom < READABLE_ZOOM && isQuiet(colour, colours) ? 0.35 : 1;
    if (view.zoom >= CURVES) wires.forEach((wire) => strokeExactly(context, wire));
    else strokeRoughly(context, wires);
  }
  context.globalAlpha = 1;
  if (view.zoom < TEXT) return;
  context.font = `11px ${colours.mono}`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  for (const { label, path } of seen) if (label) paintLabel(context, label, path.label, picture);
}

function isQuiet(colour: string, { line, strong }: Colours): boolean {
  return colour === line || colour === strong;
}

function wiresSeen({ scene, view, state, moving }: Picture): readonly SceneWire[] {
  const keys = new Set(scene.wiresIn(view.area));
  // The one whose end is being dragged is drawn to the pointer instead.
  const isElsewhere = (wire: SceneWire) => wire.key === state.rewiring?.key || isMoving(wire, moving);
  return scene.wires.filter((wire) => keys.has(wire.key) && !isElsewhere(wire));
}

function colourOf({ key, edge, look }: SceneWire, { state, colours }: Picture): string {
  const { status, selection } = state;
  if (selection.edges.has(key)) return colours.focus;
  if (!status) return look === 'registration' ? colours.line : colours.strong;
  const health = wireStatus(status, edge)?.state;
  if (health === 'broken' || status.brokenHop === edge.key) return colours.bad;
  if (health === 'ok') return colours.good;
  if (health === 'pending' || health === 'degraded') return colours.warn;
  return look === 'registration' ? colours.line : colours.strong;
}

/** Lines and arrows by what the page would show; parsed once. */
const shapes = new WeakMap<SceneWire['path'], Path2D>();

function strokeExactly(context: Context2D, { path, look }: SceneWire): void {
  let shape = shapes.get(path);
  if (!shape) {
    shape = new Path2D(path.line);
    shapes.set(path, shape);
  }
  if (look === 'registration') context.setLineDash([4, 4]);
  context.stroke(shape);
  context.setLineDash([]);
  context.stroke(new Path2D(path.arrow));
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
  label: string,
  { x, y }: { readonly x: number; readonly y: number },
  { colours, measure }: { readonly colours: Colours; readonly measure: Picture['measure'] },
): void {
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
