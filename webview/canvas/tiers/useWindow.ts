import { useStoreApi, type ReactFlowState } from '@xyflow/react';
import { useEffect, useState } from 'react';
import type { Scene } from '../scene';
import { isLarge, viewOf, windowAt, type Window } from './view';

/** Milliseconds between two steps of one zoom at most. */
const STEP = 80;

/**
 * The window of a large drawing; undefined for one that is in the page altogether. It stays the same until the view has
 * left it, so that nothing renders before, and while one zooms: what came into the page would leave it with the next
 * step, and the painting shows it as well.
 */
export function useWindow(scene: Scene): Window | undefined {
  const flow = useStoreApi();
  const [window, setWindow] = useState(() => windowOf(flow.getState()));

  useEffect(() => {
    let zoomedAt = -Infinity;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      resting = undefined;
      setWindow((before) => windowOf(flow.getState(), before));
    };
    look();
    const stop = flow.subscribe((state, before) => {
      const isSame = state.transform === before.transform && state.width === before.width;
      if (isSame && state.height === before.height) return;
      if (state.transform[2] !== before.transform[2]) {
        const now = performance.now();
        clearTimeout(resting);
        resting = now - zoomedAt > STEP ? undefined : setTimeout(look, STEP);
        zoomedAt = now;
      }
      if (resting === undefined) look();
    });
    return () => {
      stop();
      clearTimeout(resting);
    };
  }, [flow]);

  return isLarge(scene) ? window : undefined;
}

function windowOf({ transform, width, height }: ReactFlowState, before?: Window): Window {
  return windowAt(viewOf(transform, width, height), before);
}
