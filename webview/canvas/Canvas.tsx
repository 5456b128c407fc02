import {
  Background,
  BackgroundVariant,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useActions, useCanvas, usePage } from '../context';
import { Callout } from './Callout';
import { Card } from './Card';
import { ConnectHint, ConnectLine } from './Connecting';
import { EmptyState } from './EmptyState';
import { createKeeper, flowEdges, flowNodes, type FlowNode } from './flow';
import { Frame } from './Frame';
import { GRID, type Position } from './geometry';
import { connect, drop, frameEntered } from './gestures';
import { Ghost } from './Ghost';
import { cardAt } from './hit';
import { ResponsePill } from './ResponsePill';
import { useScene } from './useScene';
import { fitting, MAX_ZOOM, MIN_ZOOM, opening } from './viewport';
import { Wire, type WireEdge } from './Wire';
import { ZoomControls } from './ZoomControls';
import { Palette } from '../palette/Palette';
import { useCanvasKeys } from './keyboard';

const NODE_TYPES = { card: Card, frame: Frame, ghost: Ghost };
const EDGE_TYPES = { wire: Wire };
const SNAP: [number, number] = [GRID, GRID];
/** From here on it pays to leave out what is not visible. */
const MANY = 150;

/** The drawing. React Flow is controlled: nodes and wires come from the scene, gestures go out as edits. */
export function Canvas() {
  const { store, host } = usePage();
  const actions = useActions();
  const scene = useScene();
  const selection = useCanvas((canvas) => canvas.selection);
  const problems = useCanvas((canvas) => canvas.problems);
  const status = useCanvas((canvas) => canvas.status);
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined);
  const plan = useCanvas((canvas) =>
    canvas.status?.plan === canvas.discardedPlan ? undefined : canvas.status?.plan,
  );
  const loaded = useCanvas((canvas) => canvas.loaded);
  const reveal = useCanvas((canvas) => canvas.reveal);
  const area = useRef<HTMLDivElement>(null);
  const flow = useReactFlow<FlowNode, WireEdge>();

  const [keepNodes] = useState(createKeeper<FlowNode>);
  const [keepEdges] = useState(createKeeper<WireEdge>);
  const nodes = useMemo(
    () => keepNodes(flowNodes(scene, selection, problems, status, readOnly)),
    [keepNodes, scene, selection, problems, status, readOnly],
  );
  const edges = useMemo(
    () => keepEdges(flowEdges(scene, selection, problems, status, plan)),
    [keepEdges, scene, selection, problems, status, plan],
  );

  const sceneNow = useRef(scene);
  useEffect(() => {
    sceneNow.current = scene;
  }, [scene]);

  const fit = useCallback(() => {
    const { bounds } = sceneNow.current;
    const size = area.current?.getBoundingClientRect();
    if (bounds && size) void flow.setViewport(fitting(bounds, size), { duration: isCalm() ? 0 : 200 });
  }, [flow]);

  const shownOnce = useRef(false);
  useEffect(() => {
    if (!loaded || shownOnce.current) return;
    shownOnce.current = true;
    const { viewport } = host.viewState;
    const size = area.current?.getBoundingClientRect();
    const { bounds, cards } = sceneNow.current;
    const [first] = [...cards.values()].sort((a, b) => a.rect.x - b.rect.x);
    if (viewport) void flow.setViewport(viewport);
    else if (bounds && first && size) void flow.setViewport(opening(bounds, first.rect, size));
  }, [loaded, flow, host]);

  useEffect(() => {
    const rect =
      reveal && (sceneNow.current.cards.get(reveal.node) ?? sceneNow.current.frames.get(reveal.node))?.rect;
    if (!rect) return;
    void flow.setCenter(rect.x + rect.width / 2, rect.y + rect.height / 2, {
      zoom: Math.max(flow.getZoom(), 0.8),
      duration: isCalm() ? 0 : 200,
    });
  }, [reveal, flow]);

  useCanvasKeys(area, sceneNow, fit);

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const state = store.getState();
      const selected = selectionAfter(changes, state.selection.nodes);
      if (selected) {
        // React Flow knows nothing of the selection of frames; it goes with any other click.
        const cards = [...selected].filter((id) => !sceneNow.current.frames.has(id));
        state.actions.select(cards, state.selection.edges);
      }
      const moves = changes.filter((change) => change.type === 'position');
      if (moves.length === 0) return;
      const positions = new Map(state.drag);
      for (const { id, position } of moves) if (position) moveTo(id, position, positions, sceneNow.current);
      if (moves.some(({ dragging }) => dragging)) {
        const target = [...positions.keys()]
          .map((id) => frameEntered(id, positions, state.topology, sceneNow.current)?.frame)
          .find((frame) => frame !== undefined);
        state.actions.dragTo(positions, target);
        return;
      }
      for (const [id, { x, y }] of positions) {
        const before = state.placed.get(id);
        if (before?.x === x && before.y === y) positions.delete(id);
      }
      const edit = drop(positions, state.topology, sceneNow.current);
      if (!edit || !state.actions.edit(edit)) state.actions.dragTo(new Map());
    },
    [store],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<WireEdge>[]) => {
      const { selection, actions } = store.getState();
      const selected = selectionAfter(changes, selection.edges);
      if (selected) actions.select(selection.nodes, selected);
    },
    [store],
  );

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, { fromNode }: FinalConnectionState) => {
      const point = 'clientX' in event ? event : event.changedTouches[0];
      if (!fromNode || !point) return;
      const at = flow.screenToFlowPosition({ x: point.clientX, y: point.clientY }, { snapToGrid: false });
      const to = cardAt(sceneNow.current, at);
      if (to === undefined || to === fromNode.id) return;
      const { topology, registry, actions } = store.getState();
      const result = connect(topology, registry, fromNode.id, to);
      if (!result.ok) actions.say(result.reason, 'error');
      else if (actions.edit(result.edit)) actions.select([], [result.key]);
    },
    [flow, store],
  );

  return (
    <div className="canvas" ref={area} data-testid="canvas">
      <ReactFlow<FlowNode, WireEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnectEnd={onConnectEnd}
        connectionLineComponent={ConnectLine}
        onNodeClick={(event, node) => {
          if (node.type !== 'frame' || !scene.frames.has(node.id)) return;
          const others = event.shiftKey || event.ctrlKey || event.metaKey ? selection.nodes : [];
          actions.select([...others, node.id]);
        }}
        onNodeDoubleClick={(_event, node) => {
          if (!readOnly && (scene.cards.has(node.id) || scene.frames.has(node.id))) actions.rename(node.id);
        }}
        onPaneClick={() => actions.select([])}
        onMoveEnd={(_event, viewport) => host.saveViewState({ viewport })}
        nodesConnectable={!readOnly}
        nodesDraggable={!readOnly}
        elementsSelectable
        elevateNodesOnSelect={false}
        onlyRenderVisibleElements={nodes.length > MANY}
        snapToGrid
        snapGrid={SNAP}
        nodeDragThreshold={3}
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        panOnDrag={[1, 2]}
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={MIN_ZOOM}
        maxZoom={MAX_ZOOM}
        deleteKeyCode={null}
        disableKeyboardA11y
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        selectionKeyCode={null}
        proOptions={{ hideAttribution: true }}
        aria-label="Topology"
      >
        <Background variant={BackgroundVariant.Dots} gap={GRID} size={1} />
        <ResponsePill scene={scene} />
      </ReactFlow>
      <ConnectHint scene={scene} />
      <Callout scene={scene} />
      <EmptyState />
      <Palette scene={scene} area={area} />
      <ZoomControls onFit={fit} hasNodes={scene.cards.size + scene.frames.size > 0} />
    </div>
  );
}

/** Moves a card, or the cards of a frame. */
function moveTo(
  id: string,
  position: Position,
  positions: Map<string, Position>,
  { cards, frames }: ReturnType<typeof useScene>,
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

function isCalm(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
