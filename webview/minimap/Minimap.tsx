import { useReactFlow, useStore } from '@xyflow/react';
import { useMemo, useRef, type PointerEvent } from 'react';
import { boundsOf, grown, type Rect } from '../canvas/geometry';
import type { Scene } from '../canvas/scene';

/** Its size on the page. */
const SIZE = { width: 150, height: 92 } as const;
/** Room around the drawing, in its own pixels. */
const MARGIN = 80;

/**
 * The whole drawing small, and what is seen of it; a drag there moves the view. All cards are one path: their number
 * costs nothing. By keyboard the same is done by going from card to card.
 */
export function Minimap({ scene }: { readonly scene: Scene }) {
  const flow = useReactFlow();
  const [x, y, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const root = useRef<SVGSVGElement>(null);
  const cards = useMemo(() => outline([...scene.cards.values(), ...scene.ghosts]), [scene]);
  const frames = useMemo(() => outline(scene.frames.values()), [scene]);
  const seen = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  const all = boundsOf([...(scene.bounds ? [grown(scene.bounds, MARGIN)] : []), seen]) ?? seen;
  const scale = Math.max(all.width / SIZE.width, all.height / SIZE.height);

  const onPointer = (event: PointerEvent) => {
    const matrix = root.current?.getScreenCTM();
    if (event.buttons !== 1 || !matrix) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    event.currentTarget.setPointerCapture(event.pointerId);
    void flow.setCenter(at.x, at.y, { zoom });
  };
  return (
    <div className="minimap" data-testid="minimap">
      <svg
        ref={root}
        role="img"
        aria-label="Overview of the topology"
        viewBox={`${all.x} ${all.y} ${all.width} ${all.height}`}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
      >
        <path className="minimap-frame" d={frames} strokeWidth={scale} />
        <path className="minimap-card" d={cards} />
        <rect className="minimap-seen" {...seen} rx={4 * scale} strokeWidth={1.5 * scale} />
      </svg>
    </div>
  );
}

function outline(things: Iterable<{ readonly rect: Rect }>): string {
  return [...things]
    .map(({ rect: { x, y, width, height } }) => `M${x},${y}h${width}v${height}h${-width}z`)
    .join('');
}
