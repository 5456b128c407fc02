import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { Position } from '../canvas/geometry';

/** Pixels that stay free at the edges of the window. */
const MARGIN = 8;

/** Puts an element with its top left at a point of the page, or as near as it is wholly on it. */
export function useInside(at: Position | undefined): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!at || !element.current) return;
    const { width, height } = element.current.getBoundingClientRect();
    const within = (wish: number, size: number, room: number) =>
      Math.max(MARGIN, Math.min(wish, room - size - MARGIN));
    element.current.style.left = `${within(at.x, width, window.innerWidth)}px`;
    element.current.style.top = `${within(at.y, height, window.innerHeight)}px`;
  }, [at]);
  return element;
}
