import { ReactFlow, SelectionMode } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useCanvas, usePage } from '../context';
import { Callout } from './Callout';
import { Card } from './Card';
import { CardDetail } from './CardDetail';
import { ConnectHint, ConnectLine } from './Connecting';
import { Dots } from './Dots';
import { EmptyState } from './EmptyState';
import type { FlowNode } from './flow';
import { Frame } from './Frame';
import { GRID } from './geometry';
import { Ghost } from './Ghost';
import { GhostWires } from './GhostWires';
import { ResponsePill } from './ResponsePill';
import { Painting } from './tiers/Painting';
import { TitleCard } from './tiers/TitleCard';
import { useHeld } from './tiers/useHeld';
import { useWindow } from './tiers/useWindow';
import { useDrawn } from './useDrawn';
import { useFlowEvents } from './useFlowEvents';
import { useRefit } from './useRefit';
import { useScene } from './useScene';
import { useViewport } from './useViewport';
import { leastZoom, MAX_ZOOM } from './viewport';
import { Wire, type WireEdge } from './Wire';
import { ZoomControls } from './ZoomControls';
import { Palette } from '../palette/Palette';
import { useStage } from '../actions/useStage';
import { Overlays } from '../overlays/Overlays';
import { useCanvasKeys, useClipboard } from './keyboard';
import { pointing } from './pointing';

const NODE_TYPES = { card: Card, title: TitleCard, frame: Frame, ghost: Ghost };
const EDGE_TYPES = { wire: Wire };
const SNAP: [number, number] = [GRID, GRID];
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

  const window = useWindow(scene);
  const { held, touch } = useHeld(area, sceneNow, window !== undefined);
  const drawn = useDrawn(scene, window, held);
  const events = useFlowEvents(sceneNow);
  const fit = useViewport(area, sceneNow);
  useRefit(area, sceneNow);
  const stage = useStage(area, sceneNow, fit);
  useCanvasKeys(area, stage);
  useClipboard(area, stage);

  return (
    <div className="canvas" ref={area} data-testid="canvas" {...pointing(stage)}>
      <Dots />
      {window && <Painting scene={scene} tier={window.tier} />}
      <ReactFlow<FlowNode, WireEdge>
        {...drawn}
        {...events}
        {...(host.viewState.viewport && { defaultViewport: host.viewState.viewport })}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        connectionLineComponent={ConnectLine}
        onMoveEnd={(_event, viewport) => {
          host.saveViewState({ viewport });
          touch();
        }}
        nodesConnectable={!readOnly}
        nodesDraggable={!readOnly}
        elementsSelectable
        elevateNodesOnSelect={false}
        snapToGrid
        snapGrid={SNAP}
        nodeDragThreshold={3}
        selectionOnDrag
        selectionMode={SelectionMode.Partial}
        panOnDrag={[1]}
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={leastZoom(scene)}
        maxZoom={MAX_ZOOM}
        deleteKeyCode={null}
        disableKeyboardA11y
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        selectionKeyCode={null}
        proOptions={{ hideAttribution: true }}
        aria-label="Topology"
      >
        <GhostWires scene={scene} />
        <ResponsePill scene={scene} />
      </ReactFlow>
      <ConnectHint scene={scene} />
      <Callout scene={scene} />
      <CardDetail scene={scene} />
      <EmptyState />
      <Palette stage={stage} />
      <ZoomControls onFit={fit} scene={scene} />
      <Overlays stage={stage} />
    </div>
  );
}
