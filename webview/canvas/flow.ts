import type { HealthState, HopStatus, StatusMessage } from '../../src/model/protocol';
import type { Problem } from '../../src/model/problem';
import type { Selection } from '../state';
import type { CardNode } from './Card';
import type { FrameNode } from './Frame';
import type { Rect } from './geometry';
import type { GhostNode } from './Ghost';
import { HEALTH, healthText, wireStatus } from './health';
import { createKeeper, type Keep } from './keeper';
import type { ProblemIndex } from './problemIndex';
import type { Scene, SceneCard, SceneFrame, SceneGhost, SceneWire } from './scene';
import type { Form } from './tiers/mounting';
import type { TitleNode } from './tiers/TitleCard';
import type { WireEdge } from './Wire';

export type FlowNode = CardNode | TitleNode | FrameNode | GhostNode;

/** What is known of a drawing beside its scene. */
export interface Known {
  readonly selection: Selection;
  readonly problems: ProblemIndex;
  readonly status: StatusMessage | undefined;
  readonly plan: StatusMessage['plan'];
  readonly readOnly: boolean;
}

/** What of a scene React Flow is given: `hidden` are in its books, for selections and ends of wires, and not in the page. */
export interface Share {
  readonly cards: ReadonlyMap<string, Form>;
  readonly frames: readonly SceneFrame[];
  readonly ghosts: readonly SceneGhost[];
  readonly wires: readonly SceneWire[];
  readonly hidden: { readonly cards: ReadonlySet<string>; readonly wires: readonly SceneWire[] };
}

const NO_PROBLEMS: readonly Problem[] = [];

/**
 * Makes the nodes and wires that React Flow takes. Nodes carry size and handles, so nothing is mounted to be measured.
 * One of which nothing changed is the very same as the time before, so that React renders only what did.
 */
export function createFlow() {
  const keepNode = createKeeper<FlowNode>();
  const keepEdge = createKeeper<WireEdge>();
  return (scene: Scene, share: Share, known: Known) => ({
    nodes: keepNode((keep) => flowNodes(scene, share, known, keep)),
    edges: keepEdge((keep) => flowEdges(scene, share, known, keep)),
  });
}

function flowNodes(
  scene: Scene,
  { cards, frames, ghosts, hidden }: Share,
  { selection, problems, status, readOnly }: Known,
  keep: Keep<FlowNode>,
): FlowNode[] {
  const card = (id: string, form: Form, isHidden: boolean): FlowNode[] => {
    const own = scene.cards.get(id);
    if (!own) return [];
    const [isSelected, faults] = [selection.nodes.has(id), problems.byNode.get(id) ?? NO_PROBLEMS];
    const hop = status?.nodes[id];
    return [
      keep(id, [own, form, isHidden, isSelected, faults, hop, readOnly], () => ({
        ...cardNode(own, isSelected, faults, hop, readOnly),
        type: form,
        hidden: isHidden,
      })),
    ];
  };
  return [
    ...frames.map((frame) => {
      const faults = problems.byNode.get(frame.id) ?? NO_PROBLEMS;
      return keep(frame.id, [frame, faults, readOnly], () => frameNode(frame, faults, readOnly));
    }),
    ...[...cards].flatMap(([id, form]) => card(id, form, false)),
    ...[...hidden.cards].flatMap((id) => (cards.has(id) ? [] : card(id, 'title', true))),
    ...ghosts.map((ghost) =>
      keep(`@ghost/${ghost.id}`, [ghost.id, ghost.rect.x, ghost.rect.y], () => ghostNode(ghost)),
    ),
  ];
}

function ghostNode({ id, rect }: SceneGhost): GhostNode {
  return {
    id: `@ghost/${id}`,
    type: 'ghost',
    ...placed(rect),
    data: { node: id },
    draggable: false,
    selectable: false,
    focusable: false,
  };
}

function flowEdges(
  scene: Scene,
  { wires, hidden }: Share,
  { selection, problems, status, plan }: Known,
  keep: Keep<WireEdge>,
): WireEdge[] {
  const brokenHop = status?.brokenHop;
  const wire = (own: SceneWire, isHidden: boolean): WireEdge => {
    const { key, edge } = own;
    const state = {
      isSelected: selection.edges.has(edge.key),
      health: wireStatus(status, edge)?.state,
      isNew:
        plan?.edges[`${edge.from}--${edge.to}`] === 'create' ||
        [edge.from, edge.to].some((id) => plan?.nodes[id]?.mark === 'create'),
      isBrokenHop: brokenHop === edge.key || brokenHop === `${edge.from}--${edge.to}`,
      faults: problems.byEdge.get(edge.index) ?? NO_PROBLEMS,
      source: scene.cards.get(edge.from)?.text.title ?? edge.from,
      target: scene.cards.get(edge.to)?.text.title ?? edge.to,
    } satisfies WireState;
    return keep(key, [own, isHidden, ...Object.values<unknown>(state)], () => ({
      ...wireEdge(own, state),
      hidden: isHidden,
    }));
  };
  return [...wires.map((own) => wire(own, false)), ...hidden.wires.map((own) => wire(own, true))];
}

interface WireState {
  readonly isSelected: boolean;
  readonly health: HealthState | undefined;
  readonly isNew: boolean;
  readonly isBrokenHop: boolean;
  readonly faults: readonly Problem[];
  readonly source: string;
  readonly target: string;
}

function wireEdge({ key, edge, path, look, label }: SceneWire, state: WireState): WireEdge {
  const { health, faults } = state;
  return {
    id: key,
    type: 'wire',
    source: edge.from,
    target: edge.to,
    selected: state.isSelected,
    // Of several wires that end at one dot, the selected one is meant.
    reconnectable: state.isSelected,
    ariaLabel: [VERBS[look](state.source, state.target), label, health && HEALTH[health].word]
      .filter(Boolean)
      .join(', '),
    data: {
      path,
      look,
      label,
      key,
      health,
      isNew: state.isNew,
      isBrokenHop: state.isBrokenHop,
      problems: faults.map(({ message }) => message).join('\n'),
      hasErrors: faults.some(({ severity }) => severity === 'error'),
    },
  };
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
  hop: HopStatus | undefined,
  readOnly: boolean,
): CardNode {
  const middle = rect.height / 2;
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
