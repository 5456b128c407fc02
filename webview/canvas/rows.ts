import type { Topology } from '../../src/model/topology';
import type { Block } from './layout';

/** A few sweeps settle chains and trees; more change little. */
const SWEEPS = 4;

/** A block's height, and the middle of each of its members below its top. */
export interface Shape {
  readonly height: number;
  readonly centres: readonly number[];
}

/**
 * Top of every block. Blocks are sorted by the middle of what they are wired to, then pulled there as far as their
 * neighbours in the column allow, so that a chain is one straight line. What only keeps names stands below all else.
 */
export function assignRows(
  columns: readonly Block[][],
  blocks: ReadonlyMap<string, Block>,
  topology: Topology,
  shapeOf: (block: Block) => Shape,
  gap: number,
): ReadonlyMap<string, number> {
  const blockOf = new Map<string, string>();
  for (const block of blocks.values()) for (const id of block.members) blockOf.set(id, block.id);
  const wires = wiresBetween(topology, blockOf);
  const registries = new Set(
    topology.edges.flatMap(({ to, accepted }) => (accepted?.look === 'registration' ? [to] : [])),
  );
  const isNames = (block: Block) => !wires.has(block.id) && block.members.some((id) => registries.has(id));
  const bodies = columns.map((column) => column.filter((block) => !isNames(block)));

  const heights = new Map<string, number>();
  /** The middle of a member below the top of its block. */
  const offsets = new Map<string, number>();
  const shape = (block: Block) => {
    const { height, centres } = shapeOf(block);
    heights.set(block.id, height);
    block.members.forEach((id, index) => offsets.set(id, centres[index] ?? 0));
  };
  for (const block of blocks.values()) shape(block);
  const height = (id: string) => heights.get(id) ?? 0;

  const centre = new Map<string, number>();
  const memberCentre = (id: string) => {
    const block = blockOf.get(id) ?? id;
    return (centre.get(block) ?? 0) - height(block) / 2 + (offsets.get(id) ?? 0);
  };
  for (const column of bodies) {
    let y = 0;
    for (const { id } of column) {
      centre.set(id, y + height(id) / 2);
      y += height(id) + gap;
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const ordered = sweep % 2 === 0 ? bodies : bodies.toReversed();
    for (const column of ordered) {
      const wanted = new Map(
        column.map((block) => [
          block.id,
          wantedCentre(block, wires, memberCentre) ?? centre.get(block.id) ?? 0,
        ]),
      );
      for (const block of column) {
        sortMembers(block, wires, memberCentre);
        shape(block);
      }
      column.sort((a, b) => (wanted.get(a.id) ?? 0) - (wanted.get(b.id) ?? 0));
      settle(column, wanted, height, gap, centre);
    }
  }
  // Last from right to left, towards targets alone: a door stands before what it leads to, and a chain is straight.
  for (const column of bodies.toReversed()) {
    const wanted = new Map(
      column.map((block) => [
        block.id,
        wantedCentre(block, wires, memberCentre, true) ?? centre.get(block.id) ?? 0,
      ]),
    );
    settle(column, wanted, height, gap, centre);
  }
  return tops(columns, bodies, isNames, centre, height, gap);
}

/** Ends of the traffic of each block: the card here, the card there. */
type Wires = ReadonlyMap<string, readonly End[]>;

interface End {
  readonly own: string;
  readonly other: string;
  /** The other end is the wire's target. */
  readonly leaves: boolean;
}

function wiresBetween(topology: Topology, blockOf: ReadonlyMap<string, string>): Wires {
  const wires = new Map<string, End[]>();
  const note = (own: string, other: string, leaves: boolean) => {
    const block = blockOf.get(own) ?? own;
    const list = wires.get(block);
    if (list) list.push({ own, other, leaves });
    else wires.set(block, [{ own, other, leaves }]);
  };
  for (const { from, to, accepted } of topology.edges) {
    const [source, target] = [blockOf.get(from), blockOf.get(to)];
    if (source === undefined || target === undefined || source === target) continue;
    if (accepted?.look !== undefined) continue;
    note(from, to, true);
    note(to, from, false);
  }
  return wires;
}

/** Where the block would stand if it were alone in its column: its own ends in the middle of the others. */
function wantedCentre(
  block: Block,
  wires: Wires,
  memberCentre: (id: string) => number,
  targetsOnly = false,
): number | undefined {
  let [others, own, count] = [0, 0, 0];
  for (const end of wires.get(block.id) ?? []) {
    if (targetsOnly && !end.leaves) continue;
    others += memberCentre(end.other);
    own += memberCentre(end.own);
    count += 1;
  }
  if (count === 0) return undefined;
  let middle = 0;
  for (const id of block.members) middle += memberCentre(id);
  return (others - own) / count + middle / block.members.length;
}

/** Members in the order of what leads to them. */
function sortMembers(block: Block, wires: Wires, memberCentre: (id: string) => number): void {
  if (block.members.length < 2) return;
  const sums = new Map<string, [sum: number, count: number]>();
  for (const { own, other, leaves } of wires.get(block.id) ?? []) {
    if (leaves) continue;
    const [sum, count] = sums.get(own) ?? [0, 0];
    sums.set(own, [sum + memberCentre(other), count + 1]);
  }
  const mean = (id: string) => {
    const [sum, count] = sums.get(id) ?? [0, 0];
    return count === 0 ? Infinity : sum / count;
  };
  const index = new Map(block.members.map((id, place) => [id, place]));
  const order = (id: string) => index.get(id) ?? 0;
  block.members.sort((a, b) => {
    const [left, right] = [mean(a), mean(b)];
    return left === right ? order(a) - order(b) : left - right;
  });
}

/**
 * Moves the blocks of a column as near to where they want to be as their order and heights allow (least squares: blocks
 * that press on each other move as one, to the mean of their wishes).
 */
function settle(
  column: readonly Block[],
  wanted: ReadonlyMap<string, number>,
  height: (id: string) => number,
  gap: number,
  centre: Map<string, number>,
): void {
  interface Run {
    readonly top: number;
    readonly length: number;
    readonly wishes: number;
    /** The first block of the column that is part of it, and how many follow. */
    readonly first: number;
    readonly count: number;
  }
  const runs: Run[] = [];
  column.forEach(({ id }, index) => {
    const top = (wanted.get(id) ?? 0) - height(id) / 2;
    let run: Run = { top, length: height(id), wishes: top, first: index, count: 1 };
    for (let above = runs.at(-1); above && above.top + above.length + gap > run.top; above = runs.at(-1)) {
      runs.pop();
      const offset = above.length + gap;
      const wishes = above.wishes + run.wishes - offset * run.count;
      const count = above.count + run.count;
      run = { top: wishes / count, length: offset + run.length, wishes, first: above.first, count };
    }
    runs.push(run);
  });
  for (const { top, first, count } of runs) {
    let y = top;
    for (const { id } of column.slice(first, first + count)) {
      centre.set(id, y + height(id) / 2);
      y += height(id) + gap;
    }
  }
}

function tops(
  columns: readonly Block[][],
  bodies: readonly Block[][],
  isNames: (block: Block) => boolean,
  centre: ReadonlyMap<string, number>,
  height: (id: string) => number,
  gap: number,
): ReadonlyMap<string, number> {
  const top = new Map<string, number>();
  for (const { id } of bodies.flat()) top.set(id, (centre.get(id) ?? 0) - height(id) / 2);
  const least = Array.from(top.values()).reduce((one, other) => Math.min(one, other), 0);
  for (const [id, y] of top) top.set(id, y - least);
  let bottom = 0;
  for (const [id, y] of top) bottom = Math.max(bottom, y + height(id));
  for (const column of columns) {
    let y = bottom + 2 * gap;
    for (const block of column) {
      if (!isNames(block)) continue;
      top.set(block.id, y);
      y += height(block.id) + gap;
    }
  }
  return top;
}
