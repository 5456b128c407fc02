import type { Kind } from '../../src/kinds/kind';
import { canConnect } from '../../src/model/connect';
import { acceptedEdge, type TopologyNode } from '../../src/model/topology';
import { isPossible } from '../actions/table';
import { addCard } from '../actions/addCard';
import type { Stage } from '../actions/action';
import { ALIGNMENTS } from '../actions/arrange';
import { keyText } from '../actions/keys';
import { snapped, type Position, type Rect } from '../canvas/geometry';
import { connect } from '../gestures/connect';
import { freeSpot, newCardSize } from '../gestures/newCard';
import { labelOf } from '../canvas/layout';
import { canReconnect, reconnect, type WireEnd } from '../gestures/reconnect';
import { obviousWiring, wiringAt, wiringText, type Wiring } from '../gestures/wiring';
import type { Overlay } from './overlay';

/** Something that can be chosen in a box that one types into. */
export interface Entry {
  readonly id: string;
  /** A kind, or a codicon. */
  readonly icon: { readonly kind: string | undefined } | { readonly codicon: string };
  readonly title: string;
  readonly detail: string;
  /** What choosing it would draw: wires, and a card. */
  readonly preview?: Preview;
  run(): void;
}

/** In coordinates of the drawing. */
export interface Preview {
  readonly lines: readonly (readonly [Position, Position])[];
  readonly card?: Rect;
}

type Of<Type extends Overlay['type']> = Extract<Overlay, { type: Type }>;

/** Gap between a card and one that is added beside it. */
const GAP = 64;

/** Kinds of cards: of a card those first that it can lead to, then those that can lead to it. */
export function addEntries(stage: Stage, { at, beside, behind }: Of<'add'>): Entry[] {
  const { topology, registry } = stage.store.getState();
  const node = beside === undefined ? undefined : topology.nodes.get(beside);
  const rect = stage.scene.cards.get(beside ?? '')?.rect;
  const open = stage.view.toDrawing(at);
  const offered = [...registry.values()].flatMap((kind) => {
    const [follows, leads] = [acceptedEdge(node?.kind, kind), acceptedEdge(kind, node?.kind)];
    if (behind && !follows) return [];
    const wiring = node ? wiringAt(node, kind, topology, registry) : obviousWiring(kind, topology, registry);
    const isBefore = rect !== undefined && !follows && leads !== undefined;
    const left = isBefore ? { x: rect.x - GAP - newCardSize(kind).width, y: open.y } : open;
    const rank = follows ? 0 : leads ? 1 : 2;
    return [{ rank, entry: newCard(stage, kind, left, wiring) }];
  });
  return offered.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}

/** Where a wire from a card may lead: to cards that are there, and to new ones. */
export function connectEntries(stage: Stage, { from, at }: Of<'connect'>): Entry[] {
  const { topology, registry, actions } = stage.store.getState();
  const source = topology.nodes.get(from);
  if (!source) return [];
  const there = [...topology.nodes.values()].flatMap((node): Entry[] => {
    if (!canConnect(topology, registry, from, node.id).ok) return [];
    return [
      {
        ...described(node),
        preview: { lines: line(stage, from, node.id) },
        run() {
          const wire = connect(topology, registry, from, node.id);
          if (!wire.ok) actions.say(wire.reason, 'error');
          else if (actions.edit(wire.edit)) {
            arrive(stage, wire.key, `Connected ${source.title} to ${node.title}`);
          }
        },
      },
    ];
  });
  const added = addEntries(stage, { type: 'add', at, beside: from, behind: true });
  return [...there, ...added.map((entry) => ({ ...entry, title: `New ${entry.title}` }))];
}

/** Where either end of a wire may go. */
export function reconnectEntries(stage: Stage, { edge }: Of<'reconnect'>): Entry[] {
  const { topology, registry, actions } = stage.store.getState();
  const wire = topology.edges.find(({ key }) => key === edge);
  if (!wire) return [];
  const ends: readonly WireEnd[] = ['to', 'from'];
  return ends.flatMap((end) =>
    [...topology.nodes.values()].flatMap((node): Entry[] => {
      if (node.id === wire[end] || !canReconnect(topology, registry, edge, end, node.id).ok) return [];
      const [from, to] = end === 'from' ? [node.id, wire.to] : [wire.from, node.id];
      return [
        {
          ...described(node),
          id: `${end} ${node.id}`,
          title: `${end === 'to' ? 'Ends at' : 'Begins at'} ${node.title}`,
          preview: { lines: line(stage, from, to) },
          run() {
            const moved = reconnect(topology, registry, edge, end, node.id);
            if (!moved.ok) actions.say(moved.reason, 'error');
            else if (actions.edit({ type: 'batch', edits: [...moved.edits] })) {
              arrive(stage, moved.key, `The wire ${end === 'to' ? 'ends' : 'begins'} at ${node.title} now`);
            }
          },
        },
      ];
    }),
  );
}

/** Ways to align and distribute what is selected. */
export function arrangeEntries(stage: Stage): Entry[] {
  return ALIGNMENTS.filter((action) => isPossible(action, stage)).map((action) => ({
    id: action.id,
    icon: { codicon: 'layout' },
    title: action.title,
    detail: action.keys?.[0] === undefined ? '' : keyText(action.keys[0]),
    run: () => action.run(stage, ''),
  }));
}

/** Every card, frame and wire. */
export function searchEntries(stage: Stage): Entry[] {
  const { topology, actions } = stage.store.getState();
  const title = (id: string) => topology.nodes.get(id)?.title ?? id;
  return [
    ...[...topology.nodes.values()].map((node) => ({
      ...described(node),
      run() {
        actions.select([node.id]);
        stage.view.goTo({ node: node.id });
      },
    })),
    ...topology.edges.map((edge) => ({
      id: `wire ${edge.key}`,
      icon: { codicon: 'arrow-right' },
      title: `${title(edge.from)} → ${title(edge.to)}`,
      detail: labelOf(edge),
      run() {
        actions.select([], [edge.key]);
        stage.view.goTo({ edge: edge.key });
      },
    })),
  ];
}

function newCard(stage: Stage, kind: Kind, left: Position, wiring: Wiring): Entry {
  const { topology } = stage.store.getState();
  const size = newCardSize(kind);
  const centre = freeSpot(kind, { x: left.x + size.width / 2, y: left.y }, stage.scene);
  const [x, y] = snapped({ x: centre.x - size.width / 2, y: centre.y - size.height / 2 });
  const card = { x, y, ...size };
  return {
    id: kind.kind,
    icon: { kind: kind.kind },
    title: kind.title,
    detail: wiringText(wiring, topology),
    preview: { card, lines: previewLines(stage, wiring, card) },
    run() {
      const id = addCard(stage, kind, centre, wiring);
      if (id !== undefined) stage.view.goTo({ node: id });
    },
  };
}

/** The wires that a new card would get, as straight lines between the dots. */
export function previewLines({ scene }: Pick<Stage, 'scene'>, { from, to }: Wiring, card: Rect) {
  const rect = (id: string | undefined) => scene.cards.get(id ?? '')?.rect;
  const source = rect(from);
  return [
    ...(source ? [[rightOf(source), leftOf(card)] as const] : []),
    ...to.flatMap((id) => {
      const target = rect(id);
      return target ? [[rightOf(card), leftOf(target)] as const] : [];
    }),
  ];
}

function line({ scene }: Stage, from: string, to: string): Preview['lines'] {
  const [source, target] = [scene.cards.get(from), scene.cards.get(to)];
  return source && target ? [[rightOf(source.rect), leftOf(target.rect)]] : [];
}

function rightOf({ x, y, width, height }: Rect): Position {
  return { x: x + width, y: y + height / 2 };
}

function leftOf({ x, y, height }: Rect): Position {
  return { x, y: y + height / 2 };
}

function described({ id, title, kind, kindName }: TopologyNode) {
  const known = kind?.title ?? 'Unknown kind';
  return { id, icon: { kind: kindName }, title, detail: title === id ? known : `${known} · ${id}` };
}

function arrive(stage: Stage, key: string, said: string): void {
  const { actions } = stage.store.getState();
  actions.select([], [key]);
  actions.announce(said);
  stage.view.goTo({ edge: key });
}
