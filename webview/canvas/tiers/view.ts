import { grown, type Rect } from '../geometry';
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
/** How far a window reaches beyond the view, as a part of its width. */
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
  return { area: grown(area, area.width * MARGIN), tier };
}

function serves(window: Rect, view: Rect): boolean {
  return (
    window.x <= view.x &&
    window.y <= view.y &&
    window.x + window.width >= view.x + view.width &&
    window.y + window.height >= view.y + view.height &&
    window.width * window.height <= TOO_LARGE * view.width * view.height
  );
}
