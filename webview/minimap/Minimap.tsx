import { useReactFlow, useStore, useStoreApi, type ReactFlowState } from '@xyflow/react';
import { memo, useCallback, useLayoutEffect, useMemo, useRef, useState, type PointerEvent } from 'react';
import { boundsOf, grown, type Rect } from '../canvas/geometry';
import type { Scene } from '../canvas/scene';
import { viewOf } from '../canvas/tiers/view';
import { useCanvas } from '../context';

/** Its size on the page. */
const SIZE = { width: 150, height: 92 } as const;
/** Room around the drawing, in its own pixels. */
const MARGIN = 80;

/** Of more cards than these, dragged ones are shown in their places when they are dropped. */
const MOST_LIVE = 200;

/**
 * The whole drawing small, and what is seen of it; a drag there moves the view. All cards are one path, which is drawn
 * once: their number costs nothing. By keyboard the same is done by going from card to card.
 */
export function Minimap({ scene: newest }: { readonly scene: Scene }) {
  const flow = useReactFlow();
  const isHeld = useCanvas(({ drag }) => drag.size > 0) && newest.cards.size > MOST_LIVE;
  const [scene, setScene] = useState(newest);
  if (!isHeld && scene !== newest) setScene(newest);
  const drawn = useMemo(() => scene.bounds && grown(scene.bounds, MARGIN), [scene.bounds]);
  const selectArea = useMemo(() => areaSelector(drawn), [drawn]);
  const area = useStore(selectArea);
  const scale = Math.max(area.width / SIZE.width, area.height / SIZE.height);

  const onPointer = (event: PointerEvent) => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.x - box.width / 2, event.clientY - box.y - box.height / 2];
    event.currentTarget.setPointerCapture(event.pointerId);
    void flow.setCenter(area.x + area.width / 2 + x * scale, area.y + area.height / 2 + y * scale, {
      zoom: flow.getZoom(),
    });
  };
  return (
    <div className="minimap" data-testid="minimap" onPointerDown={onPointer} onPointerMove={onPointer}>
      <Overview scene={scene} area={area} scale={scale} />
      <Seen area={area} scale={scale} />
    </div>
  );
}

const Overview = memo(function Overview({
  scene,
  area,
  scale,
}: {
  readonly scene: Scene;
  readonly area: Rect;
  readonly scale: number;
}) {
  const cards = useMemo(() => outline([...scene.cards.values(), ...scene.ghosts]), [scene]);
  const frames = useMemo(() => outline(scene.frames.values()), [scene]);
  return (
    <svg
      role="img"
      aria-label="Overview of the topology"
      viewBox={`${area.x} ${area.y} ${area.width} ${area.height}`}
    >
      <path className="minimap-frame" d={frames} strokeWidth={scale} />
      <path className="minimap-card" d={cards} />
    </svg>
  );
});

/** The frame around what is seen: moved with every frame, and nothing else with it. */
function Seen({ area, scale }: { readonly area: Rect; readonly scale: number }) {
  const ref = useRef<HTMLDivElement>(null);
  const flow = useStoreApi();
  const place = useCallback(() => {
    const view = seenOf(flow.getState());
    const x = SIZE.width / 2 + (view.x - area.x - area.width / 2) / scale;
    const y = SIZE.height / 2 + (view.y - area.y - area.height / 2) / scale;
    if (!ref.current) return;
    ref.current.style.transform = `translate(${x}px, ${y}px)`;
    ref.current.style.width = `${view.width / scale}px`;
    ref.current.style.height = `${view.height / scale}px`;
  }, [flow, area, scale]);
  useLayoutEffect(() => {
    place();
    return flow.subscribe(place);
  }, [flow, place]);
  return <div className="minimap-seen" ref={ref} />;
}

/** What the map has room for: the drawing, and the view where that lies outside. */
function areaSelector(drawn: Rect | undefined) {
  let area: Rect | undefined;
  return (state: ReactFlowState): Rect => {
    const seen = seenOf(state);
    const next = boundsOf([...(drawn ? [drawn] : []), seen]) ?? seen;
    const isSame =
      area?.x === next.x && area.y === next.y && area.width === next.width && area.height === next.height;
    if (!area || !isSame) area = next;
    return area;
  };
}

function seenOf({ transform, width, height }: ReactFlowState): Rect {
  return viewOf(transform, width, height).area;
}

function outline(things: Iterable<{ readonly rect: Rect }>): string {
  return [...things]
    .map(({ rect: { x, y, width, height } }) => `M${x},${y}h${width}v${height}h${-width}z`)
    .join('');
}
