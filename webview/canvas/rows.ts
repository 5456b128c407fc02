import type { Topology } from '../../src/model/topology';
import type { Block } from './layout';

/** A few sweeps settle chains and trees; more change little. */
const SWEEPS = 4;

/** A block's height, and the middle of each of its members below its top. */
export interface Shape {
  readonly height: number;
  readonly centres: readonly number[];
}

/** A block while its row is sought. */
interface Body {
  readonly block: Block;
  readonly spots: ReadonlyMap<string, Spot>;
  /** Ends of its traffic. */
  readonly ends: End[];
  height: number;
  /** Where its middle is, and where it would rather be. */
  centre: number;
  wanted: number;
}

/** A member of a block, with its middle below the top of the block. */
interface Spot {
  readonly body: Body;
  below: number;
}

/** One wire as seen from one of its ends. */
interface End {
  readonly own: Spot;
  readonly other: Spot;
  /** The other end is the wire's target. */
  readonly leaves: boolean;
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
  const shape = (body: Body) => {
    const { height, centres } = shapeOf(body.block);
    body.height = height;
    body.block.members.forEach((id, index) => {
      const spot = body.spots.get(id);
      if (spot) spot.below = centres[index] ?? 0;
    });
  };
  const bodies = bodiesOf(blocks.values(), topology);
  for (const body of bodies.values()) shape(body);
  const registries = new Set(
    topology.edges.flatMap(({ to, accepted }) => (accepted?.look === 'registration' ? [to] : [])),
  );
  const isNames = ({ ends, block }: Body) =>
    ends.length === 0 && block.members.some((id) => registries.has(id));
  const bodiesIn = (column: readonly Block[]) => column.flatMap(({ id }) => bodies.get(id) ?? []);
  const all = columns.map(bodiesIn);
  const wired = all.map((column) => column.filter((body) => !isNames(body)));

  for (const column of wired) {
    let y = 0;
    for (const body of column) {
      body.centre = y + body.height / 2;
      y += body.height + gap;
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const column of sweep % 2 === 0 ? wired : wired.toReversed()) {
      for (const body of column) body.wanted = wantedCentre(body) ?? body.centre;
      for (const body of column) {
        if (body.block.members.length < 2) continue;
        sortMembers(body);
        shape(body);
      }
      column.sort((a, b) => a.wanted - b.wanted);
      settle(column, gap);
    }
  }
  // Last from right to left, towards targets alone: a door stands before what it leads to, and a chain is straight.
  for (const column of wired.toReversed()) {
    for (const body of column) body.wanted = wantedCentre(body, true) ?? body.centre;
    settle(column, gap);
  }
  return tops(
    wired.flat(),
    all.map((column) => column.filter(isNames)),
    gap,
  );
}

function bodiesOf(blocks: Iterable<Block>, { edges }: Topology): ReadonlyMap<string, Body> {
  const bodies = new Map<string, Body>();
  const spots = new Map<string, Spot>();
  for (const block of blocks) {
    const own = new Map<string, Spot>();
    const body: Body = { block, spots: own, ends: [], height: 0, centre: 0, wanted: 0 };
    for (const id of block.members) own.set(id, { body, below: 0 });
    for (const [id, spot] of own) spots.set(id, spot);
    bodies.set(block.id, body);
  }
  for (const { from, to, accepted } of edges) {
    const [source, target] = [spots.get(from), spots.get(to)];
    if (!source || !target || source.body === target.body || accepted?.look !== undefined) continue;
    source.body.ends.push({ own: source, other: target, leaves: true });
    target.body.ends.push({ own: target, other: source, leaves: false });
  }
  return bodies;
}

function middleOf({ body, below }: Spot): number {
  return body.centre - body.height / 2 + below;
}

/** Where the block would stand if it were alone in its column: its own ends in the middle of the others. */
function wantedCentre({ ends, spots }: Body, targetsOnly = false): number | undefined {
  let [others, own, count] = [0, 0, 0];
  for (const end of ends) {
    if (targetsOnly && !end.leaves) continue;
    others += middleOf(end.other);
    own += middleOf(end.own);
    count += 1;
  }
  if (count === 0) return undefined;
  let middle = 0;
  for (const spot of spots.values()) middle += middleOf(spot);
  return (others - own) / count + middle / spots.size;
}

/** Members in the order of what leads to them. */
function sortMembers({ block, ends, spots }: Body): void {
  const sums = new Map<Spot | undefined, [sum: number, count: number]>();
  for (const { own, other, leaves } of ends) {
    if (leaves) continue;
    const [sum, count] = sums.get(own) ?? [0, 0];
    sums.set(own, [sum + middleOf(other), count + 1]);
  }
  const mean = (id: string) => {
    const [sum, count] = sums.get(spots.get(id)) ?? [0, 0];
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
function settle(column: readonly Body[], gap: number): void {
  interface Run {
    readonly top: number;
    readonly length: number;
    readonly wishes: number;
    /** The first block of the column that is part of it, and how many follow. */
    readonly first: number;
    readonly count: number;
  }
  const runs: Run[] = [];
  column.forEach(({ height, wanted }, index) => {
    const top = wanted - height / 2;
    let run: Run = { top, length: height, wishes: top, first: index, count: 1 };
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
    for (const body of column.slice(first, first + count)) {
      body.centre = y + body.height / 2;
      y += body.height + gap;
    }
  }
}

/** The highest stands at the top; what keeps names, below the lowest. */
function tops(
  wired: readonly Body[],
  names: readonly (readonly Body[])[],
  gap: number,
): ReadonlyMap<string, number> {
  const top = new Map<string, number>();
  const least = wired.reduce((one, { centre, height }) => Math.min(one, centre - height / 2), 0);
  let bottom = 0;
  for (const { block, centre, height } of wired) {
    const y = centre - height / 2 - least;
    top.set(block.id, y);
    bottom = Math.max(bottom, y + height);
  }
  for (const column of names) {
    let y = bottom + 2 * gap;
    for (const { block, height } of column) {
      top.set(block.id, y);
      y += height + gap;
    }
  }
  return top;
}
