import type { Registry } from '../../src/kinds/index';
import type { Topology, TopologyEdge, TopologyNode } from '../../src/model/topology';
import { CARD_HEIGHT, createCardTexts, frameOf } from './cardText';
import { assignColumns } from './columns';
import { GRID, grown, type Position, type Rect } from './geometry';
import { createGrid } from './grid';
import type { Measure } from './measure';
import { assignRows, type Shape } from './rows';

/** Top left of every card, and of every frame that holds none. */
export type Placed = ReadonlyMap<string, Position>;

/** What stands in one column as one: a card, or a frame with its cards below each other. */
export interface Block {
  readonly id: string;
  /** Cards from top to bottom; of an empty frame, the frame itself. */
  members: string[];
  readonly isFrame: boolean;
  readonly outside: boolean;
}

/** Space around the cards of a frame. */
export const FRAME_PADDING = 16;
export const FRAME_HEADER = 32;
export const EMPTY_FRAME = { width: 240, height: 128 } as const;
/** Space around everything in the network. */
export const NETWORK_PADDING = 48;
export const NETWORK_HEADER = 48;

const COLUMN_GAP = 64;
const ROW_GAP = 32;
/** Where a call leads from one card to the next: room for the name of its variable. */
const CALL_GAP = 64;
/** Room beside the text of a wire for its bends and arrow. */
const LABEL_MARGIN = 48;

/**
 * Where every card stands. Positions of the file are sacred, those of `before` stay, so that nothing jumps while one
 * draws; all others follow the request from left to right: columns by the longest path, one frame in one column, rows
 * by the middle of what they are wired to. Deterministic, and linear in nodes and wires.
 */
export function layout(topology: Topology, registry: Registry, measure: Measure, before: Placed): Placed {
  const fixed = new Map<string, Position>();
  for (const id of topology.nodes.keys()) {
    const written = topology.positions.get(id);
    const position = written ? { x: written[0], y: written[1] } : before.get(id);
    if (position) fixed.set(id, position);
  }
  if (isPlaced(fixed, topology)) return fixed;
  const size = sizesOf(topology, measure);
  const ideal = layered(topology, registry, measure, size);
  return fixed.size === 0 ? ideal : fitIn(ideal, fixed, topology, size);
}

/** Whether everything has its place; a frame around cards needs none of its own. */
function isPlaced(fixed: Placed, topology: Topology): boolean {
  const filled = new Set<string>();
  for (const node of topology.nodes.values()) {
    if (node.kind?.place === 'frame') continue;
    if (!fixed.has(node.id)) return false;
    const frame = frameOf(node, topology);
    if (frame !== undefined) filled.add(frame);
  }
  return [...topology.nodes.keys()].every((id) => fixed.has(id) || filled.has(id));
}

type Size = (id: string) => { readonly width: number; readonly height: number };

function layered(topology: Topology, registry: Registry, measure: Measure, size: Size): Placed {
  const blocks = blocksOf(topology, registry);
  const columns = assignColumns(blocks, topology);
  const gapBetween = gaps(topology);
  const shapeOf = ({ members, isFrame }: Block): Shape => {
    const isFilled = isFrame && !isEmptyFrame(members, topology);
    let y = isFilled ? FRAME_HEADER : 0;
    const centres = members.map((id, index) => {
      if (index > 0) y += gapBetween(members[index - 1], id);
      const middle = y + size(id).height / 2;
      y += size(id).height;
      return middle;
    });
    return { height: y + (isFilled ? FRAME_PADDING : 0), centres };
  };
  const tops = assignRows(columns, blocks, topology, shapeOf, ROW_GAP);
  const lefts = columnLefts(columns, topology, measure, size);

  const placed = new Map<string, Position>();
  columns.forEach((column, index) => {
    for (const block of column) {
      const isEmpty = isEmptyFrame(block.members, topology);
      const { centres } = shapeOf(block);
      block.members.forEach((id, place) => {
        const x = (lefts[index] ?? 0) - (isEmpty ? FRAME_PADDING : 0);
        const middle = (tops.get(block.id) ?? 0) + (centres[place] ?? 0);
        placed.set(id, { x: onGrid(x), y: onGrid(middle - size(id).height / 2) });
      });
    }
  });
  for (const [id, node] of topology.nodes) {
    // A frame is drawn around its cards; a place of its own matters once they are gone.
    if (node.kind?.place === 'frame' && !placed.has(id)) {
      const first = blocks.get(id)?.members[0];
      const at = first === undefined ? undefined : placed.get(first);
      if (at) placed.set(id, { x: at.x - FRAME_PADDING, y: at.y - FRAME_HEADER });
    }
  }
  return placed;
}

/** Blocks by id, in the order of their nodes. */
function blocksOf(topology: Topology, registry: Registry): ReadonlyMap<string, Block> {
  const blocks = new Map<string, Block>();
  const blockOf = (id: string): Block => {
    const known = blocks.get(id);
    if (known) return known;
    const place = topology.nodes.get(id)?.kind?.place;
    const block = { id, members: [], isFrame: place === 'frame', outside: place === 'outside' };
    blocks.set(id, block);
    return block;
  };
  for (const node of inOrder(topology, registry)) {
    if (node.kind?.place === 'frame') blockOf(node.id);
    else blockOf(frameOf(node, topology) ?? node.id).members.push(node.id);
  }
  for (const block of blocks.values()) if (block.members.length === 0) block.members.push(block.id);
  return blocks;
}

/**
 * Nodes by kind as in the palette, which is where a stray card stands, then by id with numbers as numbers. The order of
 * the file has no say: who sorts its members moves no card.
 */
function inOrder(topology: Topology, registry: Registry): TopologyNode[] {
  const ranks = new Map(Array.from(registry.keys(), (kind, index) => [kind, index]));
  const rank = ({ kindName }: TopologyNode) =>
    ranks.get(kindName ?? '') ?? (kindName === undefined ? ranks.size : -1);
  // Numbers of one length sort as text does; a collator would take most of the time of a layout.
  const natural = (id: string) => id.replace(/\d+/g, (digits) => digits.padStart(LONGEST_NUMBER, '0'));
  return Array.from(topology.nodes.values(), (node) => ({ node, rank: rank(node), key: natural(node.id) }))
    .sort((a, b) => a.rank - b.rank || order(a.key, b.key) || order(a.node.id, b.node.id))
    .map(({ node }) => node);
}

const LONGEST_NUMBER = 12;

function order(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function isEmptyFrame(members: readonly string[], topology: Topology): boolean {
  const [only] = members;
  return only !== undefined && topology.nodes.get(only)?.kind?.place === 'frame';
}

function sizesOf(topology: Topology, measure: Measure): Size {
  const texts = createCardTexts(measure)(topology);
  return (id) => {
    const text = texts.get(id);
    const isFrame = topology.nodes.get(id)?.kind?.place === 'frame';
    return isFrame || !text ? EMPTY_FRAME : { width: text.width, height: CARD_HEIGHT };
  };
}

/** Space between two cards of one block; a call needs room for its text. */
function gaps(topology: Topology): (above: string | undefined, below: string) => number {
  const called = new Set(
    topology.edges.flatMap(({ from, to, accepted }) =>
      accepted?.look === 'call' ? [`${from} ${to}`, `${to} ${from}`] : [],
    ),
  );
  return (above, below) => (called.has(`${above} ${below}`) ? CALL_GAP : ROW_GAP);
}

/** Left edge of the cards of each column. */
function columnLefts(
  columns: readonly Block[][],
  topology: Topology,
  measure: Measure,
  size: Size,
): number[] {
  const column = new Map(
    columns.flatMap((blocks, index) =>
      blocks.flatMap(({ members }) => members.map((id): [string, number] => [id, index])),
    ),
  );
  const labels = columns.map(() => 0);
  for (const edge of topology.edges) {
    const [from, to] = [column.get(edge.from), column.get(edge.to)];
    if (from === undefined || to === undefined || to <= from) continue;
    labels[from] = Math.max(labels[from] ?? 0, measure(shortLabel(edge), 'mono') + LABEL_MARGIN);
  }
  let x = 0;
  let wasOutside = true;
  return columns.map((blocks, index) => {
    const framed = blocks.some(({ isFrame }) => isFrame);
    const outside = blocks.every((block) => block.outside);
    if (index > 0) x += Math.max(COLUMN_GAP, labels[index - 1] ?? 0);
    if (wasOutside && !outside && index > 0) x += NETWORK_PADDING;
    wasOutside = outside;
    if (framed) x += FRAME_PADDING;
    const left = onGrid(x);
    let width = 0;
    for (const { members } of blocks) for (const id of members) width = Math.max(width, size(id).width);
    x = left + width + (framed ? FRAME_PADDING : 0);
    return left;
  });
}

/** The text on a wire; empty for none, and while its fields do not fit. */
export function labelOf({ accepted, config }: TopologyEdge): string {
  if (!accepted?.label || config === undefined) return '';
  // The config was parsed by the schema of this very entry.
  return accepted.label(config as never);
}

/** As much of the text as is drawn on the wire. */
export function shortLabel(edge: TopologyEdge): string {
  const text = labelOf(edge);
  return text.length > 40 ? `${text.slice(0, 24)}…${text.slice(-15)}` : text;
}

/** Puts new cards beside those that stand: as far from a neighbour as in the ideal drawing, and on no other card. */
function fitIn(ideal: Placed, fixed: Placed, topology: Topology, size: Size): Placed {
  const placed = new Map(fixed);
  const taken = createGrid<string>();
  const rect = (id: string, at: Position): Rect => ({ ...at, ...size(id) });
  const take = (id: string, at: Position) => {
    placed.set(id, at);
    if (topology.nodes.get(id)?.kind?.place !== 'frame') taken.put(id, [rect(id, at)]);
  };
  for (const [id, at] of fixed) take(id, at);
  const neighbours = neighboursOf(topology);
  const [first = ''] = fixed.keys();
  for (const [id, wanted] of ideal) {
    if (placed.has(id)) continue;
    const neighbour = neighbours.get(id)?.find((other) => fixed.has(other)) ?? first;
    const [at, was] = [placed.get(neighbour), ideal.get(neighbour)];
    let position = {
      x: wanted.x + (at && was ? at.x - was.x : 0),
      y: wanted.y + (at && was ? at.y - was.y : 0),
    };
    for (;;) {
      const hit = hitBy(rect(id, position));
      if (!hit) break;
      position = { ...position, y: hit.y + hit.height + ROW_GAP };
    }
    take(id, position);
  }
  return placed;

  /** The lowest of the cards that are too near. */
  function hitBy(wanted: Rect): Rect | undefined {
    let lowest: Rect | undefined;
    for (const other of taken.touching(grown(wanted, GRID))) {
      const hit = rect(other, placed.get(other) ?? wanted);
      if (!lowest || hit.y + hit.height > lowest.y + lowest.height) lowest = hit;
    }
    return lowest;
  }
}

function neighboursOf({ edges }: Topology): ReadonlyMap<string, readonly string[]> {
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges) {
    for (const [id, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const list = neighbours.get(id);
      if (list) list.push(other);
      else neighbours.set(id, [other]);
    }
  }
  return neighbours;
}

function onGrid(value: number): number {
  return Math.ceil(value / GRID) * GRID;
}
