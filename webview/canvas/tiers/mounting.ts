import { centreOf } from '../geometry';
import type { Scene } from '../scene';
import type { Window } from './view';

/** As what a card is in the page. */
export type Form = 'card' | 'title';

/** What has to be in the page wherever it is: selected, dragged, focused, renamed, under the pointer. */
export interface Held {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  /** Cards that the page alone shows, with their wires. */
  readonly moving: ReadonlySet<string>;
  /** Its name is a field now, which only a whole card has. */
  readonly renaming: string | undefined;
}

/** Cards in the page; the painting shows all others. */
export interface Mounted {
  readonly cards: ReadonlyMap<string, Form>;
  /** False while more of them are to come with the next frames. */
  readonly isComplete: boolean;
}

/** So many cards at most, nearest to the middle first: elements cost with every frame. */
const MOST = { card: 64, title: 160 } as const satisfies Record<Form, number>;
/** So many new ones in one frame: mounting is what makes a frame late. */
const AT_ONCE = { card: 10, title: 40 } as const satisfies Record<Form, number>;

/** Mounts a drawing's cards, a few more with every call; without a window all of them, at once and whole. */
export function createMounting() {
  let mounted: Mounted = { cards: new Map(), isComplete: true };
  return (scene: Scene, window: Window | undefined, held: Held): Mounted => {
    mounted = window
      ? mountNext(mounted.cards, scene, window, held)
      : { cards: new Map(Array.from(scene.cards.keys(), (id) => [id, 'card'])), isComplete: true };
    return mounted;
  };
}

/** One step from the cards that are in the page to those that should be. */
export function mountNext(
  before: ReadonlyMap<string, Form>,
  scene: Scene,
  window: Window,
  held: Held,
): Mounted {
  const form: Form = window.tier === 'near' ? 'card' : 'title';
  const cards = new Map<string, Form>();
  const wanted = new Set(window.tier === 'far' ? [] : nearest(scene, window, MOST[form]));
  // In the order of before, so that the page moves nothing.
  for (const [id, was] of before) {
    if (scene.cards.has(id) && (wanted.has(id) || held.nodes.has(id))) cards.set(id, was);
  }
  for (const id of held.nodes) {
    if (scene.cards.has(id)) cards.set(id, held.renaming === id ? 'card' : form);
  }
  let room: number = AT_ONCE[form];
  for (const id of wanted) {
    if (cards.get(id) === form || held.nodes.has(id)) continue;
    if (room === 0) return { cards, isComplete: false };
    cards.set(id, form);
    room -= 1;
  }
  return { cards, isComplete: true };
}

function nearest(scene: Scene, { area }: Window, most: number): string[] {
  const ids = [...scene.cardsIn(area)];
  if (ids.length <= most) return ids;
  const middle = centreOf(area);
  const distance = (id: string) => {
    const { x, y } = centreOf(scene.cards.get(id)?.rect ?? area);
    return Math.max(Math.abs(x - middle.x) / area.width, Math.abs(y - middle.y) / area.height);
  };
  return ids
    .map((id) => ({ id, away: distance(id) }))
    .sort((a, b) => a.away - b.away)
    .slice(0, most)
    .map(({ id }) => id);
}
