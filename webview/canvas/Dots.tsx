import { useStoreApi } from '@xyflow/react';
import { useLayoutEffect, useRef } from 'react';
import { GRID } from './geometry';

/** Pixels of the page that two dots are apart at least: nearer they were a grey. */
const LEAST_GAP = 12;

/** The grid behind the drawing. It reaches beyond the pane, so that a movement shifts it and paints nothing. */
export function Dots() {
  const ref = useRef<HTMLDivElement>(null);
  const flow = useStoreApi();
  useLayoutEffect(() => {
    const dots = ref.current;
    if (!dots) return;
    let shown: number | undefined;
    const place = () => {
      const [x, y, zoom] = flow.getState().transform;
      const gap = gapAt(zoom);
      if (gap !== shown) {
        shown = gap;
        dots.style.inset = `${-gap}px`;
        dots.style.backgroundSize = `${gap}px ${gap}px`;
      }
      dots.style.transform = `translate(${beyond(x, gap)}px, ${beyond(y, gap)}px)`;
    };
    place();
    return flow.subscribe(place);
  }, [flow]);
  return <div className="dots" ref={ref} aria-hidden="true" />;
}

/** The grid's own distance as it is on the page, or so many times as much that dots can be told apart. */
export function gapAt(zoom: number): number {
  let gap = GRID * zoom;
  while (gap < LEAST_GAP) gap *= 2;
  return gap;
}

/** What is left beyond whole gaps; a dot is in the middle of its gap. */
function beyond(offset: number, gap: number): number {
  return (((offset - gap / 2) % gap) + gap) % gap;
}
