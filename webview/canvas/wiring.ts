import type { Topology } from '../../src/model/topology';
import type { Rect } from './geometry';
import { createGrid } from './grid';
import { shortLabel } from './layout';
import type { SceneCard, SceneWire } from './scene';
import { routeWire, type Look, type Obstacles, type WirePath } from './wires';

/** Half the room that a wire's text may take beside its middle. */
const LABEL = { x: 150, y: 12 } as const;
/** A little more than the width of a line, and of its arrow. */
const REACH = 8;

/** The wires of a scene; those that nothing happened to stay the very same ones. */
interface Wiring {
  readonly wires: readonly SceneWire[];
  /** Those with line or text in an area, in their order. */
  readonly touching: (area: Rect) => readonly SceneWire[];
}

/** While cards are dragged, the wires of others make way in drawings of so many; in larger ones they do with the drop. */
const MOST_LIVE = 200;

/** Lays wires, and after a change only those that it can have touched. */
export function createWiring(): Lay {
  /** Keys of wires by the place that line and text take. */
  const grid = createGrid<string>();
  /** Keys of wires by where cards would be in their way. */
  const watched = createGrid<string>();
  const owed = new Set<string>();
  let wires: readonly SceneWire[] = [];
  let indexByKey: ReadonlyMap<string, number> = new Map();
  let byCard: ReadonlyMap<string, readonly number[]> = new Map();
  let topology: Topology | undefined;

  const route = (key: string, source: Rect, target: Rect, look: Look, twin: number, obstacles: Obstacles) => {
    const areas: Rect[] = [];
    const path = routeWire(
      source,
      target,
      look,
      (area) => {
        areas.push(area);
        return obstacles(area);
      },
      twin,
    );
    grid.put(key, piecesOf(path));
    watched.put(key, areas);
    owed.delete(key);
    return path;
  };

  /** All wires of a document; what has not changed since the one before is kept. */
  const layAll = (now: Topology, cards: Cards, obstacles: Obstacles, stale: ReadonlySet<string>) => {
    const before = new Map(wires.map((wire) => [wire.key, wire]));
    const twins = new Map<string, number>();
    const next = new Map<string, SceneWire>();
    for (const edge of now.edges) {
      const [source, target] = [cards.get(edge.from), cards.get(edge.to)];
      if (!source || !target || source === target) continue;
      const pair = `${edge.from}--${edge.to}`;
      const twin = twins.get(pair) ?? 0;
      twins.set(pair, twin + 1);
      // Two edges of one key are a fault of the file; both are drawn all the same.
      const key =
        twin > 0 && (edge.key === pair || next.has(edge.key)) ? `${edge.key}#${edge.index}` : edge.key;
      const look = edge.accepted?.look ?? 'traffic';
      const old = before.get(key);
      const stays = old?.twin === twin && old.look === look && !stale.has(key);
      const path = stays ? old.path : route(key, source.rect, target.rect, look, twin, obstacles);
      next.set(
        key,
        stays && old.edge === edge ? old : { key, edge, path, look, label: shortLabel(edge), twin },
      );
    }
    for (const key of before.keys()) {
      if (next.has(key)) continue;
      grid.put(key, []);
      watched.put(key, []);
    }
    wires = [...next.values()];
    topology = now;
    indexByKey = new Map(wires.map(({ key }, index) => [key, index]));
    byCard = ends(wires);
  };

  const layAgain = (keys: Iterable<string>, cards: Cards, obstacles: Obstacles) => {
    const next = [...wires];
    for (const key of keys) {
      const index = indexByKey.get(key) ?? -1;
      const wire = next[index];
      const [source, target] = [cards.get(wire?.edge.from ?? ''), cards.get(wire?.edge.to ?? '')];
      if (!wire || !source || !target) continue;
      const path = route(key, source.rect, target.rect, wire.look, wire.twin, obstacles);
      next[index] = { ...wire, path };
    }
    wires = next;
  };

  const touching = (area: Rect): SceneWire[] =>
    [...grid.touching(area)]
      .flatMap((key) => indexByKey.get(key) ?? [])
      .sort((one, other) => one - other)
      .flatMap((index) => wires[index] ?? []);

  return (now, cards, obstacles, touched, isDragging) => {
    const own = new Set<string>();
    for (const id of touched.cards) {
      for (const index of byCard.get(id) ?? []) own.add(wires[index]?.key ?? '');
    }
    for (const area of touched.areas) for (const key of watched.touching(area)) owed.add(key);
    if (now !== topology) {
      layAll(now, cards, obstacles, new Set([...own, ...owed]));
      owed.clear();
    } else if (own.size + owed.size > 0) {
      const making = isDragging && wires.length > MOST_LIVE ? [] : owed;
      layAgain(new Set([...own, ...making]), cards, obstacles);
    }
    return { wires, touching };
  };
}

type Cards = ReadonlyMap<string, SceneCard>;

type Lay = (
  topology: Topology,
  cards: Cards,
  obstacles: Obstacles,
  touched: Touched,
  isDragging: boolean,
) => Wiring;

/** Cards that came, went or moved, and where they were and are. */
export interface Touched {
  readonly cards: ReadonlySet<string>;
  readonly areas: readonly Rect[];
}

function ends(wires: readonly SceneWire[]): ReadonlyMap<string, readonly number[]> {
  const byCard = new Map<string, number[]>();
  wires.forEach(({ edge }, index) => {
    for (const id of [edge.from, edge.to]) {
      const list = byCard.get(id);
      if (list) list.push(index);
      else byCard.set(id, [index]);
    }
  });
  return byCard;
}

function piecesOf({ points, label }: WirePath): Rect[] {
  const pieces: Rect[] = [
    { x: label.x - LABEL.x, y: label.y - LABEL.y, width: 2 * LABEL.x, height: 2 * LABEL.y },
  ];
  points.forEach((point, index) => {
    const next = points[index + 1];
    if (!next) return;
    pieces.push({
      x: Math.min(point.x, next.x) - REACH,
      y: Math.min(point.y, next.y) - REACH,
      width: Math.abs(point.x - next.x) + 2 * REACH,
      height: Math.abs(point.y - next.y) + 2 * REACH,
    });
  });
  return pieces;
}
