import type { StatusMessage } from '../../src/model/protocol';
import type { Topology, TopologyEdge, TopologyNode } from '../../src/model/topology';
import { CARD_HEIGHT, createCardTexts, frameOf, type CardText } from './cardText';
import { frameAround, networkAround } from './frames';
import { boundsOf, type Position, type Rect } from './geometry';
import { createGrid } from './grid';
import type { Placed } from './layout';
import type { Measure } from './measure';
import { createWiring } from './wiring';
import type { Look, WirePath } from './wires';

/** A card with its place. */
export interface SceneCard {
  readonly id: string;
  readonly rect: Rect;
  readonly text: CardText;
  readonly node: TopologyNode;
}

/** A frame around cards; `node` is absent for the network, which is no node. */
export interface SceneFrame {
  readonly id: string;
  readonly rect: Rect;
  readonly title: string;
  readonly shownTitle: string;
  readonly facts: string;
  readonly node: TopologyNode | undefined;
  readonly members: readonly string[];
}

export interface SceneWire {
  readonly key: string;
  readonly edge: TopologyEdge;
  readonly path: WirePath;
  readonly look: Look;
  readonly label: string;
  /** How many wires join the same two cards before this one. */
  readonly twin: number;
}

/** A node of the account that the file no longer has: a plan deletes it. */
export interface SceneGhost {
  readonly id: string;
  readonly rect: Rect;
}

/** Everything that is drawn, with its place: a function of the document and of nothing in the page. */
export interface Scene {
  readonly cards: ReadonlyMap<string, SceneCard>;
  readonly frames: ReadonlyMap<string, SceneFrame>;
  readonly network: SceneFrame | undefined;
  readonly wires: readonly SceneWire[];
  readonly ghosts: readonly SceneGhost[];
  readonly bounds: Rect | undefined;
  /** Ids of cards, and wires, that touch an area, for as long as this is the newest scene of its maker. */
  readonly cardsIn: (area: Rect) => Iterable<string>;
  readonly wiresIn: (area: Rect) => readonly SceneWire[];
}

/** Id of the network's frame; no node can have it. */
export const NETWORK = '@network';

/** What scenes are made of. While cards are dragged, those stand where the pointer has them and frames follow. */
export type MakeScene = (
  topology: Topology,
  placed: Placed,
  drag: ReadonlyMap<string, Position>,
  plan: StatusMessage['plan'],
) => Scene;

/** Makes one scene after the other; what did not change between two is the same in both, and costs nothing. */
export function createSceneMaker(measure: Measure): MakeScene {
  const textsOf = createCardTexts(measure);
  const grid = createGrid<string>();
  const lay = createWiring();
  let cards: ReadonlyMap<string, SceneCard> = new Map();
  let frames: ReadonlyMap<string, SceneFrame> = new Map();
  let groups: Groups | undefined;
  let last: Places | undefined;
  const rectOf = (id: string) => cards.get(id)?.rect;
  const obstacles = (area: Rect) => Array.from(grid.touching(area), (id) => rectOf(id) ?? area);

  return (topology, placed, drag, plan) => {
    const texts = textsOf(topology);
    if (groups?.topology !== topology) groups = groupsOf(topology, texts);
    const { ids, members, frameOfCard } = groups;
    const at = (id: string) => drag.get(id) ?? placed.get(id) ?? ORIGIN;

    const before = cards;
    const touched = { cards: new Set<string>(), areas: [] as Rect[] };
    const touch = (id: string, rect: Rect | undefined) => {
      const old = before.get(id)?.rect;
      touched.cards.add(id);
      for (const area of [old, rect]) if (area) touched.areas.push(area);
      grid.put(id, rect ? [rect] : []);
    };
    // With every step of a drag only what is dragged, or was, stands elsewhere.
    const dragged = last?.topology === topology && last.placed === placed ? last.drag : undefined;
    const looked = dragged ? [...dragged.keys(), ...drag.keys()].filter((id) => before.has(id)) : ids;
    last = { topology, placed, drag };
    const next = new Map(dragged ? before : []);
    for (const id of looked) {
      const [node, text] = [topology.nodes.get(id), texts.get(id)];
      if (!node || !text) continue;
      const [old, { x, y }] = [before.get(id), at(id)];
      const stays = old?.rect.x === x && old.rect.y === y && old.rect.width === text.width;
      if (stays && old.node === node && old.text === text) {
        next.set(id, old);
        continue;
      }
      const rect = stays ? old.rect : { x, y, width: text.width, height: CARD_HEIGHT };
      next.set(id, { id, node, text, rect });
      if (!stays) touch(id, rect);
    }
    if (!dragged) for (const id of before.keys()) if (!next.has(id)) touch(id, undefined);
    cards = next;

    const stirred = new Set([...touched.cards].map((id) => frameOfCard.get(id)));
    const nextFrames = new Map<string, SceneFrame>();
    for (const [id, own] of members) {
      const [old, place] = [frames.get(id), at(id)];
      const isSame = old?.members === own && old.node === topology.nodes.get(id) && !stirred.has(id);
      const stays = isSame && (own.length > 0 || (old.rect.x === place.x && old.rect.y === place.y));
      const frame = stays ? old : frameAround(id, own, place, topology, texts, cards, measure);
      if (frame) nextFrames.set(id, frame);
    }
    frames = nextFrames;

    const { wires, touching } = lay(topology, cards, obstacles, touched, drag.size > 0);
    const network = networkAround(topology, cards, frames, touching, measure);
    const drawn = boundsOf([
      ...Array.from(cards.values(), ({ rect }) => rect),
      ...Array.from(frames.values(), ({ rect }) => rect),
      ...(network ? [network.rect] : []),
    ]);
    const ghosts = ghostsOf(topology, plan, drawn);
    return {
      cards,
      frames,
      network,
      wires,
      ghosts,
      bounds: boundsOf([...(drawn ? [drawn] : []), ...ghosts.map(({ rect }) => rect)]),
      cardsIn: grid.touching,
      wiresIn: touching,
    };
  };
}

/** A scene by itself, with nothing before it. */
export function createScene(
  ...[topology, placed, drag, plan, measure]: [...Parameters<MakeScene>, Measure]
): Scene {
  return createSceneMaker(measure)(topology, placed, drag, plan);
}

/** What says where a card stands. */
interface Places {
  readonly topology: Topology;
  readonly placed: Placed;
  readonly drag: ReadonlyMap<string, Position>;
}

const ORIGIN: Position = { x: 0, y: 0 };

/** Which nodes are cards, and which of them stand in which frame. */
interface Groups {
  readonly topology: Topology;
  readonly ids: readonly string[];
  readonly members: ReadonlyMap<string, readonly string[]>;
  readonly frameOfCard: ReadonlyMap<string, string>;
}

function groupsOf(topology: Topology, texts: ReadonlyMap<string, CardText>): Groups {
  const ids: string[] = [];
  const members = new Map<string, string[]>();
  const frameOfCard = new Map<string, string>();
  for (const [id, node] of topology.nodes) {
    if (node.kind?.place === 'frame') {
      members.set(id, members.get(id) ?? []);
      continue;
    }
    if (!texts.has(id)) continue;
    ids.push(id);
    const frame = frameOf(node, topology);
    if (frame === undefined) continue;
    frameOfCard.set(id, frame);
    const own = members.get(frame);
    if (own) own.push(id);
    else members.set(frame, [id]);
  }
  return { topology, ids, members, frameOfCard };
}

const GHOST_WIDTH = 208;

function ghostsOf(topology: Topology, plan: StatusMessage['plan'], bounds: Rect | undefined): SceneGhost[] {
  const gone = Object.entries(plan?.nodes ?? {})
    .filter(([id, { mark }]) => mark === 'delete' && id !== NETWORK && !topology.nodes.has(id))
    .map(([id]) => id);
  const x = bounds?.x ?? 0;
  const y = bounds ? bounds.y + bounds.height + 48 : 0;
  return gone.map((id, index) => ({
    id,
    rect: { x: x + index * (GHOST_WIDTH + 32), y, width: GHOST_WIDTH, height: CARD_HEIGHT },
  }));
}
