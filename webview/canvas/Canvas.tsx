import { Background, BackgroundVariant, ReactFlow, SelectionMode } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useCanvas, usePage } from '../context';
import { Callout } from './Callout';
import { Card } from './Card';
import { ConnectHint, ConnectLine } from './Connecting';
import { EmptyState } from './EmptyState';
import type { FlowNode } from './flow';
import { Frame } from './Frame';
import { GRID } from './geometry';
import { Ghost } from './Ghost';
import { ResponsePill } from './ResponsePill';
import { useDrawn } from './useDrawn';
import { useFlowEvents } from './useFlowEvents';
import { useScene } from './useScene';
import { useViewport } from './useViewport';
import { MAX_ZOOM, MIN_ZOOM } from './viewport';
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
  const { host } = usePage();
  const scene = useScene();
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined);
  const area = useRef<HTMLDivElement>(null);
  const sceneNow = useRef(scene);
  useEffect(() => {
    sceneNow.current = scene;
  }, [scene]);

  const drawn = useDrawn(scene);
  const events = useFlowEvents(sceneNow);
  const fit = useViewport(area, sceneNow);
  useCanvasKeys(area, sceneNow, fit);

  return (
    <div className="canvas" ref={area} data-testid="canvas">
      <ReactFlow<FlowNode, WireEdge>
        {...drawn}
        {...events}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        connectionLineComponent={ConnectLine}
        onMoveEnd={(_event, viewport) => host.saveViewState({ viewport })}
        nodesConnectable={!readOnly}
        nodesDraggable={!readOnly}
        elementsSelectable
        elevateNodesOnSelect={false}
        onlyRenderVisibleElements={drawn.nodes.length > MANY}
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
