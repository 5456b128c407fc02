import type { CanvasState } from '../../state';
import { FRAME_HEADER } from '../layout';
import type { Measure } from '../measure';
import type { ProblemIndex } from '../problemIndex';
import type { Scene, SceneFrame } from '../scene';
import type { Colours } from './colours';
import { paintCards } from './paintCards';
import { paintWires } from './paintWires';
import type { Tier, View } from './view';

/** All that a painting shows; cards that are in the page cover theirs. */
export interface Picture {
  readonly scene: Scene;
  readonly view: View;
  readonly tier: Tier;
  /** Cards that the page alone shows, with their wires. */
  readonly moving: ReadonlySet<string>;
  readonly state: CanvasState;
  readonly problems: ProblemIndex;
  readonly colours: Colours;
  readonly measure: Measure;
}

/** What is drawn on. */
export type Context2D = OffscreenCanvasRenderingContext2D;

/** Below it letters are no letters any more. */
export const READABLE_ZOOM = 0.28;

/** Draws what is seen, in the drawing's own pixels. Frames shine through each other: only where none is in the page. */
export function paint(context: Context2D, picture: Picture): void {
  const { scene } = picture;
  if (picture.tier === 'far') {
    const frames = [...(scene.network ? [scene.network] : []), ...scene.frames.values()];
    frames.forEach((frame) => paintFrame(context, frame, picture));
  }
  paintWires(context, picture);
  paintCards(context, picture);
}

function paintFrame(context: Context2D, frame: SceneFrame, picture: Picture): void {
  const { colours, view, state } = picture;
  const { x, y, width, height } = frame.rect;
  const { area, zoom } = view;
  if (x > area.x + area.width || y > area.y + area.height || x + width < area.x || y + height < area.y)
    return;
  const isNetwork = frame.node === undefined;
  context.beginPath();
  context.roundRect(x, y, width, height, 10);
  context.globalAlpha = isNetwork ? 0.025 : 0.03;
  context.fillStyle = colours.text;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1;
  context.strokeStyle = state.selection.nodes.has(frame.id)
    ? colours.focus
    : isNetwork
      ? colours.line
      : colours.strong;
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
