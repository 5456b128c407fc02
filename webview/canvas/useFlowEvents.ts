import {
  useReactFlow,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  type ReactFlowInstance,
} from '@xyflow/react';
import { useMemo, useRef, type MouseEvent as ReactMouseEvent, type RefObject } from 'react';
import { usePage } from '../context';
import type { FlowNode } from './flow';
import { boundsOf, centreOf, type Position } from './geometry';
import { connect } from '../gestures/connect';
import { drop, frameEntered } from '../gestures/move';
import { reconnect } from '../gestures/reconnect';
import { cardAt } from './hit';
import type { Scene } from './scene';
import { isLarge, tierAt } from './tiers/view';
import type { WireEdge } from './Wire';

/** What React Flow reports of the pointer, turned into selections, drags and edits. */
export function useFlowEvents(scene: RefObject<Scene>) {
  const { store } = usePage();
  const flow = useReactFlow<FlowNode, WireEdge>();
  const marquee = useRef<Position>({ x: 0, y: 0 });
  return useMemo(
    () => ({
      onNodesChange(changes: NodeChange<FlowNode>[]) {
        const state = store.getState();
        const selected = selectionAfter(changes, state.selection.nodes);
        if (selected) {
          // React Flow knows nothing of the selection of frames; it goes with any other click.
          const cards = [...selected].filter((id) => !scene.current.frames.has(id));
          state.actions.select(cards, state.selection.edges);
        }
        const moves = changes.filter((change) => change.type === 'position');
        if (moves.length === 0) return;
        const positions = new Map(state.drag);
        for (const { id, position } of moves) if (position) moveTo(id, position, positions, scene.current);
        if (moves.some(({ dragging }) => dragging)) {
          const target = [...positions.keys()]
            .map((id) => frameEntered(id, positions, state.topology, scene.current)?.frame)
            .find((frame) => frame !== undefined);
          state.actions.dragTo(positions, target);
          return;
        }
        for (const [id, { x, y }] of positions) {
          const before = state.placed.get(id);
          if (before?.x === x && before.y === y) positions.delete(id);
        }
        const edit = drop(positions, state.topology, scene.current);
        if (!edit || !state.actions.edit(edit)) state.actions.dragTo(new Map());
      },

      onEdgesChange(changes: EdgeChange<WireEdge>[]) {
        const { selection, actions } = store.getState();
        const selected = selectionAfter(changes, selection.edges);
        if (selected) actions.select(selection.nodes, selected);
      },

      onConnectEnd(event: MouseEvent | TouchEvent, { fromNode }: FinalConnectionState) {
        const point = onPage(event);
        if (!fromNode || !point) return;
        const { topology, registry, rewiring, actions } = store.getState();
        // React Flow reports the end of a wire that is only moved here, too.
        if (rewiring) return;
        const to = cardAt(scene.current, flow.screenToFlowPosition(point, { snapToGrid: false }));
        // Into the open: what could stand there is offered.
        if (to === undefined) {
          actions.show({ type: 'add', at: point, beside: fromNode.id, behind: true });
          return;
        }
        if (to === fromNode.id) return;
        const result = connect(topology, registry, fromNode.id, to);
        if (!result.ok) actions.say(result.reason, 'error');
        else if (actions.edit(result.edit)) actions.select([], [result.key]);
      },

      /** React Flow lets ends of wires be dragged only where somebody hears of it; what counts is where the drag ends. */
      onReconnect: () => undefined,

      onReconnectStart(_event: ReactMouseEvent, { id: key }: WireEdge, fixed: 'source' | 'target') {
        store.getState().actions.rewire({ key, end: fixed === 'source' ? 'to' : 'from' });
      },

      onReconnectEnd(event: MouseEvent | TouchEvent) {
        const { topology, registry, rewiring, actions } = store.getState();
        actions.rewire(undefined);
        const point = onPage(event);
        const to = point && cardAt(scene.current, flow.screenToFlowPosition(point, { snapToGrid: false }));
        if (!rewiring || to === undefined) return;
        const moved = reconnect(topology, registry, rewiring.key, rewiring.end, to);
        if (!moved.ok) actions.say(moved.reason, 'error');
        else if (moved.edits.length > 0 && actions.edit({ type: 'batch', edits: [...moved.edits] })) {
          actions.select([], [moved.key]);
        }
      },

      onNodeClick(event: ReactMouseEvent, node: FlowNode) {
        const { selection, actions } = store.getState();
        const isMore = event.shiftKey || event.ctrlKey || event.metaKey;
        const isFrame = node.type === 'frame' && scene.current.frames.has(node.id);
        if (isFrame) actions.select([...(isMore ? selection.nodes : []), node.id]);
        // Of several that are selected, React Flow leaves all selected, as for a drag.
        else if (scene.current.cards.has(node.id) && !isMore) actions.select([node.id]);
      },

      onNodeDoubleClick(_event: ReactMouseEvent, { id }: FlowNode) {
        const { readOnly, actions } = store.getState();
        const { cards, frames } = scene.current;
        const rect = cards.get(id)?.rect ?? frames.get(id)?.rect;
        if (rect && isLarge(scene.current) && tierAt(flow.getZoom()) === 'far') {
          const { x, y } = centreOf(rect);
          void flow.setCenter(x, y, { zoom: 1 });
          return;
        }
        if (readOnly === undefined && (cards.has(id) || frames.has(id))) actions.rename(id);
      },

      onPaneClick() {
        store.getState().actions.select([]);
      },

      // React Flow's own marquee takes what is in the page; of a large drawing that is not all that is seen.
      onSelectionStart(event: ReactMouseEvent) {
        marquee.current = pointOf(event, flow);
      },
      onSelectionEnd(event: ReactMouseEvent) {
        const area = boundsOf(
          [marquee.current, pointOf(event, flow)].map((point) => ({ ...point, width: 0, height: 0 })),
        );
        if (!area || !isLarge(scene.current)) return;
        const inside = new Set(scene.current.cardsIn(area));
        const wires = scene.current.wires.filter(({ edge }) => inside.has(edge.from) || inside.has(edge.to));
        store.getState().actions.select(
          inside,
          wires.map(({ edge }) => edge.key),
        );
      },
    }),
    [flow, store, scene],
  );
}

function pointOf(
  { clientX, clientY }: ReactMouseEvent,
  flow: ReactFlowInstance<FlowNode, WireEdge>,
): Position {
  return flow.screenToFlowPosition({ x: clientX, y: clientY }, { snapToGrid: false });
}

/** Moves a card, or the cards of a frame. */
function moveTo(
  id: string,
  position: Position,
  positions: Map<string, Position>,
  { cards, frames }: Scene,
): void {
  const frame = frames.get(id);
  if (!frame || frame.members.length === 0) {
    positions.set(id, position);
    return;
  }
  const [dx, dy] = [position.x - frame.rect.x, position.y - frame.rect.y];
  for (const member of frame.members) {
    const rect = cards.get(member)?.rect;
    if (rect) positions.set(member, { x: rect.x + dx, y: rect.y + dy });
  }
}

/** Where a drag ended, in client coordinates. */
function onPage(event: MouseEvent | TouchEvent): Position | undefined {
  const point = 'clientX' in event ? event : event.changedTouches[0];
  return point && { x: point.clientX, y: point.clientY };
}

function selectionAfter(
  changes: readonly (NodeChange<FlowNode> | EdgeChange<WireEdge>)[],
  before: ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  const selects = changes.filter((change) => change.type === 'select');
  if (selects.length === 0) return undefined;
  const after = new Set(before);
  for (const { id, selected } of selects) {
    if (selected) after.add(id);
    else after.delete(id);
  }
  return after;
}
