import { useReactFlow, useViewport } from '@xyflow/react';
import type { Preview } from './entries';

/** Wires and a card that are not there yet, drawn where they would be. */
export function WirePreview({ preview: { lines, card } }: { readonly preview: Preview }) {
  const flow = useReactFlow();
  const { zoom } = useViewport();
  const corner = card && flow.flowToScreenPosition(card);
  return (
    <svg className="wire-preview" aria-hidden="true" data-testid="preview">
      {corner && card && (
        <rect
          className="preview-card"
          x={corner.x}
          y={corner.y}
          width={card.width * zoom}
          height={card.height * zoom}
          rx={6}
        />
      )}
      <g className="wire connecting">
        {lines.map(([start, end], index) => {
          const [from, to] = [flow.flowToScreenPosition(start), flow.flowToScreenPosition(end)];
          const pull = Math.max(24, Math.abs(to.x - from.x) / 2);
          return (
            <path
              key={index}
              className="wire-line"
              d={`M${from.x},${from.y}C${from.x + pull},${from.y} ${to.x - pull},${to.y} ${to.x},${to.y}`}
            />
          );
        })}
      </g>
    </svg>
  );
}
