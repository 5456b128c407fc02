import type { Topology, TopologyNode } from '../../src/model/topology';
import { GRID } from './geometry';
import { middleEllipsis, type Measure } from './measure';

/** Sizes that the style sheet repeats; a card's three lines are always the same three. */
export const CARD_HEIGHT = 80;
const MIN_WIDTH = 144;
const MAX_WIDTH = 280;
/** Padding of both sides. */
const PADDING = 24;
/** Icon tile and the gap behind it. */
const TILE = 38;
/** Room for what is known of a deployed node: `2/2 running`. */
const SUMMARY = 68;
/** Mark of health and the gap before it; kept free, so that a card does not grow when it goes live. */
const MARK = 24;

/** What stands on a card, before anything is known of its deployment. */
export interface CardText {
  readonly title: string;
  /** The title as it fits; the whole one is its tooltip. */
  readonly shownTitle: string;
  readonly kind: string;
  readonly facts: readonly [string, string];
  readonly width: number;
}

/** The words of every node's card, with the width that they need. */
export type CardTexts = (topology: Topology) => ReadonlyMap<string, CardText>;

/** Words for one document after the other; those of a card that has not changed are the same ones. */
export function createCardTexts(measure: Measure): CardTexts {
  interface Known extends Counts {
    readonly node: TopologyNode;
    readonly text: CardText;
  }
  let topology: Topology | undefined;
  let known = new Map<string, Known>();
  let texts: ReadonlyMap<string, CardText> = new Map();
  return (now) => {
    if (now === topology) return texts;
    const counts = countsOf(now);
    const [next, made] = [new Map<string, Known>(), new Map<string, CardText>()];
    for (const [id, node] of now.nodes) {
      const { out, in: entering } = counts.get(id) ?? NONE;
      const old = known.get(id);
      const isSame = old?.node === node && old.out === out && old.in === entering;
      const text = isSame ? old.text : cardText(node, factsOf(node, { out, in: entering }), measure);
      next.set(id, isSame ? old : { node, out, in: entering, text });
      made.set(id, text);
    }
    topology = now;
    known = next;
    texts = made;
    return texts;
  };
}

interface Counts {
  readonly out: number;
  readonly in: number;
}

const NONE: Counts = { out: 0, in: 0 };

/** How many wires leave and enter each node. */
function countsOf({ nodes, edges }: Topology): ReadonlyMap<string, Counts> {
  const counts = new Map(Array.from(nodes.keys(), (id) => [id, { out: 0, in: 0 }]));
  for (const { from, to, accepted } of edges) {
    const [source, target] = [counts.get(from), counts.get(to)];
    if (source && accepted?.look === undefined) source.out += 1;
    if (target) target.in += 1;
  }
  return counts;
}

function cardText(node: TopologyNode, facts: readonly [string, string], measure: Measure): CardText {
  const kind = node.kind?.title ?? (node.kindName ? `Unknown kind ${node.kindName}` : 'No kind');
  const needed = Math.max(
    TILE + measure(node.title, 'title') + MARK,
    TILE + measure(kind, 'small'),
    Math.max(measure(facts[0], 'small'), SUMMARY) + measure(facts[1], 'small') + (facts[1] ? 16 : 0),
  );
  const width = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.ceil((needed + PADDING + 1) / GRID) * GRID));
  return {
    title: node.title,
    shownTitle: middleEllipsis(node.title, 'title', width - PADDING - TILE - MARK, measure),
    kind,
    facts,
    width,
  };
}

/** Facts as the kind tells them; of a node whose fields do not fit, that. */
function factsOf(node: TopologyNode, counts: Counts): readonly [string, string] {
  if (!node.kind) return ['not known here', ''];
  return node.config === undefined ? ['not complete', ''] : node.kind.facts(node.config, counts);
}

/** The frame that a node stands in: the node of place `frame` that one of its fields names. */
export function frameOf(node: TopologyNode, topology: Topology): string | undefined {
  for (const { field } of node.kind?.mentions ?? []) {
    const id = node.raw[field];
    const frame = typeof id === 'string' ? topology.nodes.get(id) : undefined;
    if (frame?.kind?.place === 'frame') return frame.id;
  }
  return undefined;
}
