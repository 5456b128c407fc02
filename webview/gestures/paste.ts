import type { Registry } from '../../src/kinds/index';
import type { Kind } from '../../src/kinds/kind';
import type { Edit } from '../../src/model/edit';
import { environmentsOf } from '../../src/model/environment';
import {
  isSameJson,
  applyChanges,
  type JsonChange,
  type JsonObject,
  type JsonValue,
} from '../../src/model/json';
import { kindOf, mentions } from '../../src/model/mentions';
import { acceptedEdge, EDGE_MEMBERS, type Topology, type TopologyEdge } from '../../src/model/topology';
import { CARD_HEIGHT } from '../canvas/cardText';
import { GRID, overlaps, snapped, type Position, type Rect } from '../canvas/geometry';
import { DEFAULT_LISTENER } from './connect';
import { freeId } from './newCard';
import { EMPTY_FRAME } from '../canvas/layout';
import type { Scene } from '../canvas/scene';
import type { Clip } from './clipboard';
import { createSequence } from './sequence';

/** No card is wider, so what is placed with it covers nothing. */
const WIDEST = 280;

/**
 * Puts copied cards into a drawing, the top left of them at a point, or below it where something stands there. Ids are
 * made unique; what a card or wire names is kept where it comes along or is here.
 */
export function paste(
  clip: Clip,
  topLeft: Position,
  topology: Topology,
  registry: Registry,
  scene: Scene,
): { readonly edit: Edit; readonly ids: readonly string[] } | undefined {
  const ids = newIds(clip, topology);
  const { nodes, edges } = rewritten(clip, ids, topology, registry);
  const positions = positionsOf(clip, topLeft, registry, scene);
  const sequence = createSequence(topology, registry);
  for (const [old, id] of ids) {
    const node = unnamed(nodes[old] ?? {}, old !== id, topology, registry);
    const position = positions.get(old);
    sequence.add({ type: 'addNode', id, node, ...(position && { position }) });
  }
  // Of environments that are here too, and only into the base: what is pasted into one is written there alone.
  const shared = topology.environment === undefined ? environmentsOf(topology.file) : [];
  for (const name of shared) {
    for (const [old, value] of Object.entries(clip.environments?.[name] ?? {})) {
      const id = ids.get(old);
      const path = ['environments', name, 'nodes', id ?? ''];
      if (id !== undefined) sequence.add({ type: 'setField', target: { document: true }, path, value });
    }
  }
  const added = new Set(ids.values());
  for (const edge of edges.filter((edge) => isKept(edge, added, sequence.topology, topology.edges))) {
    sequence.add({ type: 'connect', edge });
  }
  const edit = sequence.edit();
  return edit && { edit, ids: [...added] };
}

/** The id that each copied node gets: its own where that is free. */
function newIds(clip: Clip, topology: Topology): ReadonlyMap<string, string> {
  const taken = new Set([...topology.nodes.keys(), ...topology.elsewhere]);
  const ids = new Map<string, string>();
  for (const old of Object.keys(clip.nodes)) {
    const [, stem = old, count = '1'] = /^(.*?)(?:-(\d+))?$/.exec(old) ?? [];
    const id = taken.has(old) ? freeId(stem, taken, Number(count) + 1) : old;
    taken.add(id);
    ids.set(old, id);
  }
  return ids;
}

/** The copied document with every mention of a node under its new id; mentions of what is not here are gone. */
function rewritten(
  clip: Clip,
  ids: ReadonlyMap<string, string>,
  topology: Topology,
  registry: Registry,
): Pick<Clip, 'nodes' | 'edges'> {
  const document: JsonValue = { nodes: clip.nodes, edges: clip.edges };
  const changes = mentions(document, registry).flatMap(({ path, id }): JsonChange[] => {
    const now = ids.get(id);
    if (now !== undefined) return [{ op: 'set', path, value: now }];
    const isEnd = path[0] === 'edges' && path.length === 3;
    return isEnd || topology.nodes.has(id) ? [] : [{ op: 'remove', path }];
  });
  // The changes keep the shape; ends are never removed.
  return applyChanges(document, changes) as unknown as Pick<Clip, 'nodes' | 'edges'>;
}

/** A copy has no past in the account, and no name that somebody else has; where a name is required, it stays. */
function unnamed(node: JsonObject, isCopy: boolean, topology: Topology, registry: Registry): JsonObject {
  const kind = kindOf(node, registry);
  const isTaken = [...topology.nodes.values()].some(
    (other) => other.kind === kind && other.raw.name !== undefined && other.raw.name === node.name,
  );
  const drop = [...(isCopy ? ['formerly'] : []), ...(isTaken && canBeUnnamed(kind) ? ['name'] : [])];
  return Object.fromEntries(Object.entries(node).filter(([member]) => !drop.includes(member)));
}

function canBeUnnamed(kind: Kind | undefined): boolean {
  const name = kind?.schema.shape.name as { safeParse(value: unknown): { success: boolean } } | undefined;
  return name?.safeParse(undefined).success === true;
}

/**
 * Whether a copied wire is drawn. One from a card that was here before is that card's, and is drawn only if the card
 * does not say the same to somebody else: after a cut, not after a copy.
 */
function isKept(
  edge: Clip['edges'][number],
  added: ReadonlySet<string>,
  now: Topology,
  before: readonly TopologyEdge[],
): boolean {
  const accepted = acceptedEdge(now.nodes.get(edge.from)?.kind, now.nodes.get(edge.to)?.kind);
  if (!accepted) return false;
  if (added.has(edge.from)) return true;
  const listener = (raw: JsonObject) => raw.listener ?? DEFAULT_LISTENER;
  return !before.some(
    ({ from, raw, accepted: other }) =>
      from === edge.from &&
      other?.capability === accepted.capability &&
      (accepted.byListener ? listener(raw) === listener(edge) : isSameJson(saidBy(raw), saidBy(edge))),
  );
}

function saidBy(edge: JsonObject): JsonObject {
  const own = Object.entries(edge).filter(([member]) => !EDGE_MEMBERS.some((end) => end === member));
  return Object.fromEntries(own);
}

/** Where each card comes to stand, as far from the others as it was; together moved down until they cover nothing. */
function positionsOf(
  clip: Clip,
  topLeft: Position,
  registry: Registry,
  scene: Scene,
): ReadonlyMap<string, readonly [number, number]> {
  const mentioned = new Set(mentions({ nodes: clip.nodes }, registry).map(({ id }) => id));
  const placed = Object.entries(clip.nodes).flatMap(([id, node]): { id: string; rect: Rect }[] => {
    const at = clip.layout[id];
    const isFrame = kindOf(node, registry)?.place === 'frame';
    // A frame is drawn around its cards; a place of its own it needs without any.
    if (!at || (isFrame && mentioned.has(id))) return [];
    const size = isFrame ? EMPTY_FRAME : { width: WIDEST, height: CARD_HEIGHT };
    return [{ id, rect: { x: at[0], y: at[1], ...size } }];
  });
  const left = Math.min(...placed.map(({ rect }) => rect.x));
  const top = Math.min(...placed.map(({ rect }) => rect.y));
  const [x, y] = snapped(topLeft);
  const dx = x - left;
  let dy = y - top;
  const others = [...scene.cards.values()].map(({ rect }) => rect);
  for (;;) {
    const shift = { x: dx, y: dy };
    const hits = placed.flatMap(({ rect }) => {
      const here = { ...rect, x: rect.x + shift.x, y: rect.y + shift.y };
      return others.filter((other) => overlaps(here, other, GRID)).map((other) => ({ here, other }));
    });
    if (hits.length === 0) break;
    const [, below] = snapped({
      x: 0,
      y: Math.max(...hits.map(({ here, other }) => other.y + other.height + 2 * GRID - here.y)) + GRID / 2,
    });
    dy += Math.max(GRID, below);
  }
  return new Map(placed.map(({ id, rect }) => [id, [rect.x + dx, rect.y + dy] as const]));
}
