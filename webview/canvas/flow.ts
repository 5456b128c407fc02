import type { Problem } from '../../src/model/problem';
import { isSameJson, pointer } from '../../src/model/json';
import type { StatusMessage } from '../../src/model/protocol';
import type { Selection } from '../store';
import type { CardNode } from './Card';
import type { FrameNode } from './Frame';
import type { GhostNode } from './Ghost';
import type { Rect } from './geometry';
import { HEALTH, healthText, wireStatus } from './health';
import { problemsByNode, type Scene, type SceneCard, type SceneFrame } from './scene';
import type { WireEdge } from './Wire';

export type FlowNode = CardNode | FrameNode | GhostNode;

const NO_PROBLEMS: readonly Problem[] = [];

/** The scene as React Flow takes it. Nodes carry size and handles, so nothing is mounted to be measured. */
export function flowNodes(
  scene: Scene,
  selection: Selection,
  problems: readonly Problem[],
  status: StatusMessage | undefined,
  readOnly: boolean,
): FlowNode[] {
  const byNode = problemsByNode(problems);
  const frames = [...(scene.network ? [scene.network] : []), ...scene.frames.values()];
  return [
    ...frames.map((frame) => frameNode(frame, byNode.get(frame.id) ?? NO_PROBLEMS, readOnly)),
    ...[...scene.cards.values()].map((card) =>
      cardNode(card, selection.nodes.has(card.id), byNode.get(card.id) ?? NO_PROBLEMS, status, readOnly),
    ),
    ...scene.ghosts.map(({ id, rect }): GhostNode => ({
      id: `@ghost/${id}`,
      type: 'ghost',
      ...placed(rect),
      data: { node: id },
      draggable: false,
      selectable: false,
      focusable: false,
    })),
  ];
}

export function flowEdges(
  scene: Scene,
  selection: Selection,
  problems: readonly Problem[],
  status: StatusMessage | undefined,
  plan: StatusMessage['plan'],
): WireEdge[] {
  return scene.wires.map(({ key, edge, path, look, label }): WireEdge => {
    const health = wireStatus(status, edge);
    const place = pointer(['edges', edge.index]);
    const faults = problems.filter(
      ({ path: at, severity }) => severity !== 'info' && (at === place || at.startsWith(`${place}/`)),
    );
    const source = scene.cards.get(edge.from)?.text.title ?? edge.from;
    const target = scene.cards.get(edge.to)?.text.title ?? edge.to;
    return {
      id: key,
      type: 'wire',
      source: edge.from,
      target: edge.to,
      selected: selection.edges.has(edge.key),
      ariaLabel: [`${VERBS[look](source, target)}`, label, health && HEALTH[health.state].word]
        .filter(Boolean)
        .join(', '),
      data: {
        path,
        look,
        label,
        key,
        health: health?.state,
        isNew: [edge.from, edge.to].some((id) => plan?.nodes[id]?.mark === 'create'),
        isBrokenHop: status?.brokenHop === edge.key || status?.brokenHop === `${edge.from}--${edge.to}`,
        problems: faults.map(({ message }) => message).join('\n'),
        hasErrors: faults.some(({ severity }) => severity === 'error'),
      },
    };
  });
}

const VERBS = {
  traffic: (from: string, to: string) => `Wire from ${from} to ${to}`,
  call: (from: string, to: string) => `${from} calls ${to}`,
  registration: (from: string, to: string) => `${from} is registered in ${to}`,
} as const;

function cardNode(
  { id, rect, text, node }: SceneCard,
  selected: boolean,
  problems: readonly Problem[],
  status: StatusMessage | undefined,
  readOnly: boolean,
): CardNode {
  const middle = rect.height / 2;
  const hop = status?.nodes[id];
  const spoken = [
    text.title,
    text.kind,
    hop && `${HEALTH[hop.state].word}: ${healthText(hop)}`,
    problems.length > 0 && `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`,
  ];
  return {
    id,
    type: 'card',
    ...placed(rect),
    selected,
    draggable: !readOnly,
    connectable: !readOnly,
    ariaLabel: spoken.filter(Boolean).join(', '),
    data: {
      text,
      kind: node.kindName,
      problems,
      leaves: (node.kind?.accepts.length ?? 0) > 0 && !readOnly,
      enters: Object.keys(node.kind?.provides ?? {}).length > 0 && !readOnly,
    },
    handles: [
      // Position's values are these words; its enum would be the only import of React Flow here.
      { type: 'target', position: 'left' as never, x: 0, y: middle, width: 1, height: 1 },
      { type: 'source', position: 'right' as never, x: rect.width, y: middle, width: 1, height: 1 },
    ],
  };
}

function frameNode(frame: SceneFrame, problems: readonly Problem[], readOnly: boolean): FrameNode {
  const isNetwork = frame.node === undefined;
  return {
    id: frame.id,
    type: 'frame',
    ...placed(frame.rect),
    // Below the wires, which lead through frames.
    zIndex: isNetwork ? -2 : -1,
    draggable: !readOnly && !isNetwork,
    dragHandle: '.frame-head',
    // A marquee inside a frame means the cards, not the frame; its top edge selects it.
    selectable: false,
    focusable: !isNetwork,
    connectable: false,
    ariaLabel: `${frame.title}, ${frame.facts}`,
    style: { pointerEvents: 'none' },
    data: {
      title: frame.title,
      shownTitle: frame.shownTitle,
      facts: frame.facts,
      kind: frame.node?.kindName,
      isNetwork,
      isEmpty: frame.members.length === 0,
      problems,
    },
  };
}

function placed({ x, y, width, height }: Rect) {
  return { position: { x, y }, width, height };
}

/** Hands out the same object as before for what did not change, so that React renders only what did. */
export function createKeeper<T extends FlowNode | WireEdge>(): (made: readonly T[]) => T[] {
  let before: ReadonlyMap<string, T> = new Map();
  return (made) => {
    const kept = made.map((item) => {
      const old = before.get(item.id);
      // Plain data all through; a few dozen members each.
      return old && isSameJson(old as never, item as never) ? old : item;
    });
    before = new Map(kept.map((item) => [item.id, item]));
    return kept;
  };
}
