import { useMemo } from 'react';
import { useCanvas, usePage } from '../context';
import { createScene, type Scene } from './scene';

/** The scene as it is now; made once a change of what it depends on. */
export function useScene(): Scene {
  const { measure } = usePage();
  const topology = useCanvas((canvas) => canvas.topology);
  const placed = useCanvas((canvas) => canvas.placed);
  const drag = useCanvas((canvas) => canvas.drag);
  const plan = useCanvas((canvas) =>
    canvas.status?.plan === canvas.discardedPlan ? undefined : canvas.status?.plan,
  );
  return useMemo(
    () => createScene(topology, placed, drag, plan, measure),
    [topology, placed, drag, plan, measure],
  );
}
