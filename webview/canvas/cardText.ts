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
export function cardTexts(topology: Topology, measure: Measure): ReadonlyMap<string, CardText> {
  const counts = new Map([...topology.nodes.keys()].map((id) => [id, { out: 0, in: 0 }]));
  for (const { from, to, accepted } of topology.edges) {
    const [source, target] = [counts.get(from), counts.get(to)];
    if (source && accepted?.look === undefined) source.out += 1;
    if (target) target.in += 1;
  }
  return new Map(
    [...topology.nodes.values()].map((node) => [
      node.id,
      cardText(node, factsOf(node, counts.get(node.id) ?? { out: 0, in: 0 }), measure),
    ]),
  );
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
function factsOf(
  node: TopologyNode,
  counts: { readonly out: number; readonly in: number },
): readonly [string, string] {
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
