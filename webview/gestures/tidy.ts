import type { Registry } from '../../src/kinds/index';
import type { Edit } from '../../src/model/edit';
import type { Topology } from '../../src/model/topology';
import { layout, type Placed } from '../canvas/layout';
import type { Measure } from '../canvas/measure';

/** What tidying up would do. */
export interface Tidying {
  readonly edit: Edit;
  /** How many of the cards that it moves were placed by hand. */
  readonly byHand: number;
}

/**
 * Lays out everything, or the chosen cards around those that stay, as if nobody had placed them; undefined where all
 * stand as they would.
 */
export function tidy(
  chosen: ReadonlySet<string> | undefined,
  topology: Topology,
  placed: Placed,
  registry: Registry,
  measure: Measure,
): Tidying | undefined {
  const stays = ([id]: readonly [string, unknown]) => chosen !== undefined && !chosen.has(id);
  const loose = { ...topology, positions: new Map([...topology.positions].filter(stays)) };
  const ideal = layout(loose, registry, measure, new Map([...placed].filter(stays)));
  const moved = [...ideal].filter(([id, { x, y }]) => {
    const before = placed.get(id);
    return before?.x !== x || before.y !== y;
  });
  if (moved.length === 0) return undefined;
  return {
    edit: {
      type: 'move',
      positions: Object.fromEntries(moved.map(([id, { x, y }]) => [id, [x, y] as const])),
    },
    byHand: moved.filter(([id]) => topology.positions.has(id)).length,
  };
}
