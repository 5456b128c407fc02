import { wireStatus } from '../health';
import { grown, overlaps, type Rect } from '../geometry';
import type { ProblemIndex } from '../problemIndex';
import type { Scene, SceneCard, SceneFrame, SceneWire } from '../scene';
import type { CanvasState } from '../../state';
import type { Colours } from './colours';
import { lookOf, type CardLook } from './look';
import { isMoving } from './moving';
import type { Tier } from './view';

/** All that a painting depends on; cards that are in the page cover theirs. */
export interface Picture {
  readonly scene: Scene;
  readonly tier: Tier;
  /** Cards that the page alone shows, with their wires. */
  readonly moving: ReadonlySet<string>;
  readonly state: Pick<CanvasState, 'status' | 'selection' | 'rewiring' | 'discardedPlan'>;
  readonly problems: ProblemIndex;
  readonly colours: Colours;
}

export interface ShownCard {
  readonly card: SceneCard;
  readonly look: CardLook;
  readonly isSelected: boolean;
  readonly problems: number;
}

export interface ShownWire {
  readonly wire: SceneWire;
  readonly colour: string;
}

export interface ShownFrame {
  readonly frame: SceneFrame;
  readonly isSelected: boolean;
}

/** What is painted of an area, and all that decides how it looks: two that are the same are painted the same. */
export interface Display {
  readonly area: Rect;
  readonly tier: Tier;
  readonly colours: Colours;
  readonly frames: readonly ShownFrame[];
  readonly wires: readonly ShownWire[];
  readonly cards: readonly ShownCard[];
}

/** Badges and dots reach so far beyond a card's edge. */
const BEYOND = 12;
const NONE = [] as const;

/** What is seen of a picture in an area. Frames shine through each other: only where none is in the page. */
export function displayOf(picture: Picture, area: Rect): Display {
  const { scene, tier, moving, state, problems, colours } = picture;
  const { selection } = state;
  const frames = tier === 'far' ? [...(scene.network ? [scene.network] : []), ...scene.frames.values()] : [];
  const cards: ShownCard[] = [];
  for (const id of scene.cardsIn(grown(area, BEYOND))) {
    const card = scene.cards.get(id);
    if (!card || moving.has(id)) continue;
    const own = problems.byNode.get(id) ?? NONE;
    const look = lookOf(id, state, own);
    cards.push({ card, look, isSelected: selection.nodes.has(id), problems: own.length });
  }
  return {
    area,
    tier,
    colours,
    frames: frames
      .filter(({ rect }) => overlaps(rect, area))
      .map((frame) => ({ frame, isSelected: selection.nodes.has(frame.id) })),
    wires: wiresIn(picture, area).map((wire) => ({ wire, colour: colourOf(wire, picture) })),
    cards,
  };
}

/** Whether nothing would look different. */
export function isSameDisplay(one: Display, other: Display): boolean {
  return (
    one.tier === other.tier &&
    one.colours === other.colours &&
    isSameList(one.frames, other.frames, (a, b) => a.frame === b.frame && a.isSelected === b.isSelected) &&
    isSameList(one.wires, other.wires, (a, b) => a.wire === b.wire && a.colour === b.colour) &&
    isSameList(
      one.cards,
      other.cards,
      (a, b) =>
        a.card === b.card && a.look === b.look && a.isSelected === b.isSelected && a.problems === b.problems,
    )
  );
}

/** Whether nothing is painted at all. */
export function isBlank({ frames, wires, cards }: Display): boolean {
  return frames.length + wires.length + cards.length === 0;
}

function isSameList<T>(
  one: readonly T[],
  other: readonly T[],
  isSame: (one: T, other: T) => boolean,
): boolean {
  return (
    one.length === other.length &&
    one.every((entry, index) => {
      const beside = other[index];
      return beside !== undefined && isSame(entry, beside);
    })
  );
}

function wiresIn({ scene, state, moving }: Picture, area: Rect): readonly SceneWire[] {
  // The one whose end is being dragged is drawn to the pointer instead.
  return scene.wiresIn(area).filter((wire) => wire.key !== state.rewiring?.key && !isMoving(wire, moving));
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
