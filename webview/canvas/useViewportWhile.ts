import { useStore, type Viewport } from '@xyflow/react';
import { useMemo } from 'react';

const NOWHERE = [0, 0, 1] as const;

/** The viewport, for what floats beside a place of the drawing. While nothing does, its movements render nothing. */
export function useViewportWhile(isShown: boolean): Viewport {
  const transform = useStore((state) => (isShown ? state.transform : NOWHERE));
  return useMemo(() => ({ x: transform[0], y: transform[1], zoom: transform[2] }), [transform]);
}
