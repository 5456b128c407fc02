import { useStore, type ReactFlowState } from '@xyflow/react';
import { useState } from 'react';
import type { Scene } from '../scene';
import { isLarge, viewOf, windowAt, type Window } from './view';

/** The window of a large drawing; undefined for one that is in the page altogether. */
export function useWindow(scene: Scene): Window | undefined {
  const [select] = useState(windowSelector);
  const window = useStore(select);
  return isLarge(scene) ? window : undefined;
}

/** Answers with the same window until the view has left it, so that nothing renders before. */
function windowSelector() {
  let window: Window | undefined;
  return ({ transform, width, height }: ReactFlowState): Window => {
    window = windowAt(viewOf(transform, width, height), window);
    return window;
  };
}
