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

/** The words of a node's card and the width that they need. */
export function cardText(node: TopologyNode, topology: Topology, measure: Measure): CardText {
  const kind = node.kind?.title ?? (node.kindName ? `Unknown kind ${node.kindName}` : 'No kind');
  const facts = factsOf(node, topology);
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

/** Facts as the kind tells them; of a node whose fields do not fit, what is wrong with it. */
function factsOf(node: TopologyNode, topology: Topology): readonly [string, string] {
  if (!node.kind) return ['not known here', ''];
  if (node.config === undefined) return ['not complete', ''];
  const counts = {
    out: topology.edges.filter(({ from, accepted }) => from === node.id && accepted?.look === undefined)
      .length,
    in: topology.edges.filter(({ to }) => to === node.id).length,
  };
  // The config was parsed by this very kind.
  return node.kind.facts(node.config as Record<string, unknown>, counts);
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
