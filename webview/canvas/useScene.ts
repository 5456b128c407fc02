import { useMemo, useState } from 'react';
import { useCanvas, usePage } from '../context';
import { createSceneMaker, type Scene } from './scene';

/** The scene as it is now; made once a change of what it depends on. */
export function useScene(): Scene {
  const { measure } = usePage();
  const topology = useCanvas((canvas) => canvas.topology);
  const placed = useCanvas((canvas) => canvas.placed);
  const drag = useCanvas((canvas) => canvas.drag);
  const plan = useCanvas((canvas) =>
    canvas.status?.plan === canvas.discardedPlan ? undefined : canvas.status?.plan,
  );
  const [make] = useState(() => createSceneMaker(measure));
  return useMemo(() => make(topology, placed, drag, plan), [make, topology, placed, drag, plan]);
}
