import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef, type RefObject } from 'react';
import { useCanvas, usePage } from '../context';
import { rectOf } from './hit';
import type { Scene } from './scene';
import { fitting, leastZoom, opening } from './viewport';

/** Opens the drawing where it was left or begins, follows what is revealed, and hands out the way to fit it all. */
export function useViewport(areaRef: RefObject<HTMLElement | null>, sceneRef: RefObject<Scene>): () => void {
  const { host } = usePage();
  const flow = useReactFlow();
  const loaded = useCanvas((canvas) => canvas.loaded);
  const reveal = useCanvas((canvas) => canvas.reveal);

  const shownOnce = useRef(false);
  useEffect(() => {
    if (!loaded || shownOnce.current) return;
    shownOnce.current = true;
    const { viewport } = host.viewState;
    const size = areaRef.current?.getBoundingClientRect();
    const { bounds, cards } = sceneRef.current;
    const [first] = [...cards.values()].sort((a, b) => a.rect.x - b.rect.x);
    if (viewport) void flow.setViewport(viewport);
    else if (bounds && first && size) void flow.setViewport(opening(bounds, first.rect, size));
  }, [loaded, flow, host, areaRef, sceneRef]);

  useEffect(() => {
    const rect = reveal && rectOf(reveal, sceneRef.current);
    if (!rect) return;
    void flow.setCenter(rect.x + rect.width / 2, rect.y + rect.height / 2, {
      zoom: Math.max(flow.getZoom(), 0.8),
      duration: isCalm() ? 0 : 200,
    });
  }, [reveal, flow, sceneRef]);

  return useCallback(() => {
    const { bounds } = sceneRef.current;
    const size = areaRef.current?.getBoundingClientRect();
    if (!bounds || !size) return;
    const least = leastZoom(sceneRef.current);
    void flow.setViewport(fitting(bounds, size, least), { duration: isCalm() ? 0 : 200 });
  }, [flow, areaRef, sceneRef]);
}

function isCalm(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
