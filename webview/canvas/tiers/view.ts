import { covers, grown, type Position, type Rect } from '../geometry';
import type { Scene } from '../scene';

/** What cards are in the page: whole, as titles alone, or not at all but painted. */
export type Tier = 'near' | 'middle' | 'far';

/** The part of the drawing that is seen, in its own pixels. */
export interface View {
  readonly area: Rect;
  readonly zoom: number;
}

/** What stays the same while the view moves a little: where elements are wanted, and which. */
export interface Window {
  readonly area: Rect;
  readonly tier: Tier;
}

/** From this many cards and frames on a drawing has a window and tiers; below it all of it is in the page. */
const LARGE = 80;

export function isLarge({ cards, frames }: Pick<Scene, 'cards' | 'frames'>): boolean {
  return cards.size + frames.size > LARGE;
}

/** Where tiers meet. One leaves a tier a little later than one enters it, so that no zoom lies between two. */
const NEAR = { enter: 0.8, leave: 0.75 } as const;
const MIDDLE = { enter: 0.44, leave: 0.4 } as const;
/** How far a window reaches beyond the view on each side, as a part of its width; all of it where the view is heading. */
const MARGIN = 0.12;
/** A window so many times as large as the view holds too much. */
const TOO_LARGE = 2.5;

/** The view of React Flow's transform and the size of its pane. */
export function viewOf(
  [x, y, zoom]: readonly [x: number, y: number, zoom: number],
  width: number,
  height: number,
): View {
  return { area: { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }, zoom };
}

/** Which way a view goes: below 0 to the left or up, above to the right or down; 0 is nowhere, 1 all the way. */
export type Heading = Position;
/** Something is left behind for who turns round. */
const AHEAD = 0.9;
const NOWHERE: Heading = { x: 0, y: 0 };

/** The sides on which a view leaves an area; who grows beyond two of them heads for none. */
export function headingOf(left: Rect, { x, y, width, height }: Rect): Heading {
  const beyond = (start: number, end: number) => AHEAD * (Number(end > 0) - Number(start < 0));
  return {
    x: beyond(x - left.x, x + width - left.x - left.width),
    y: beyond(y - left.y, y + height - left.y - left.height),
  };
}

/** The tier of a zoom; near a border the one before. */
export function tierAt(zoom: number, before?: Tier): Tier {
  const isNear = zoom >= (before === 'near' ? NEAR.leave : NEAR.enter);
  if (isNear) return 'near';
  return zoom >= (before === undefined || before === 'far' ? MIDDLE.enter : MIDDLE.leave) ? 'middle' : 'far';
}

/** The window of a view: the one before for as long as it serves, so that most moves change nothing in the page. */
export function windowAt({ area, zoom }: View, before?: Window): Window {
  const tier = tierAt(zoom, before?.tier);
  if (before?.tier === tier && serves(before.area, area)) return before;
  const side = area.width * MARGIN;
  const { x, y } = before ? headingOf(before.area, area) : NOWHERE;
  const around = grown(area, side);
  return { area: { ...around, x: around.x + x * side, y: around.y + y * side }, tier };
}

function serves(window: Rect, view: Rect): boolean {
  return covers(window, view) && window.width * window.height <= TOO_LARGE * view.width * view.height;
}
