import { MiniMap, useReactFlow, useStore } from '@xyflow/react';
import { Codicon } from '../Icon';

/** Minimap, zoom and fit, at the lower left. */
export function ZoomControls({
  onFit,
  hasNodes,
}: {
  readonly onFit: () => void;
  readonly hasNodes: boolean;
}) {
  const flow = useReactFlow();
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className="lower-left">
      {hasNodes && (
        <MiniMap
          className="minimap"
          pannable
          zoomable
          ariaLabel="Overview of the topology"
          nodeClassName={(node) => `minimap-${node.type ?? 'card'}`}
          nodeBorderRadius={6}
        />
      )}
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
      </div>
    </div>
  );
}
