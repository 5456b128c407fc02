import { useReactFlow, type Viewport } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import type { Scene } from './scene';
import { fitting, leastZoom, opening, type Size } from './viewport';

/** Keeps a drawing that is shown whole so when its canvas gets another size; where somebody moved it, it stays. */
export function useRefit(areaRef: RefObject<HTMLElement | null>, sceneRef: RefObject<Scene>): void {
  const flow = useReactFlow();
  useEffect(() => {
    const area = areaRef.current;
    if (!area) return;
    let before: Size = area.getBoundingClientRect();
    const observer = new ResizeObserver(() => {
      const size = area.getBoundingClientRect();
      const shown = flow.getViewport();
      const [was, is] = [viewports(sceneRef.current, before), viewports(sceneRef.current, size)];
      const untouched = was.findIndex((viewport) => isSame(viewport, shown));
      const wanted = is[untouched];
      before = size;
      if (wanted && !isSame(wanted, shown)) void flow.setViewport(wanted);
    });
    observer.observe(area);
    return () => observer.disconnect();
  }, [areaRef, sceneRef, flow]);
}

/** Where the drawing stands when it is opened, and when all of it is fitted in. */
function viewports(scene: Scene, size: Size): readonly Viewport[] {
  const { bounds, cards } = scene;
  const [first] = [...cards.values()].sort((a, b) => a.rect.x - b.rect.x);
  if (!bounds || !first) return [];
  return [opening(bounds, first.rect, size), fitting(bounds, size, leastZoom(scene))];
}

function isSame(one: Viewport, other: Viewport): boolean {
  return (
    Math.abs(one.x - other.x) < 1 && Math.abs(one.y - other.y) < 1 && Math.abs(one.zoom - other.zoom) < 1e-3
  );
}
