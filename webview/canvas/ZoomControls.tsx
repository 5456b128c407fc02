import { useReactFlow, useStore } from '@xyflow/react';
import { useActions, useCanvas } from '../context';
import { Codicon } from '../Icon';
import { Minimap } from '../minimap/Minimap';
import type { Scene } from './scene';

/** Minimap, zoom and fit, at the lower left. */
export function ZoomControls({ onFit, scene }: { readonly onFit: () => void; readonly scene: Scene }) {
  const flow = useReactFlow();
  const actions = useActions();
  const isMapped = useCanvas((canvas) => canvas.minimap);
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className="lower-left">
      {isMapped && scene.bounds && <Minimap scene={scene} />}
      <div className="zoom" role="toolbar" aria-label="Zoom">
        <button
          className="icon-button"
          aria-label="Zoom out"
          title="Zoom out"
          onClick={() => void flow.zoomOut()}
        >
          <Codicon name="remove" />
        </button>
        <button
          className="zoom-value"
          title="Zoom to 100 %"
          aria-label={`Zoom is ${zoom} %, set it to 100 %`}
          onClick={() => void flow.zoomTo(1)}
        >
          {zoom} %
        </button>
        <button
          className="icon-button"
          aria-label="Zoom in"
          title="Zoom in"
          onClick={() => void flow.zoomIn()}
        >
          <Codicon name="add" />
        </button>
        <button
          className="icon-button"
          aria-label="Fit to window"
          title="Fit to window"
          onClick={() => onFit()}
        >
          <Codicon name="screen-full" />
        </button>
        <button
          className="icon-button"
          aria-label="Minimap"
          title="Minimap"
          aria-pressed={isMapped}
          onClick={actions.toggleMinimap}
        >
          <Codicon name="map" />
        </button>
      </div>
    </div>
  );
}
