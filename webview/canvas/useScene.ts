import { useMemo, useState } from 'react';
import { useCanvas, usePage } from '../context';
import { usePlan } from '../plan/usePlan';
import { inTheirPlaces } from './ghosts';
import { createSceneMaker, type Scene } from './scene';

/** The scene as it is now; made once a change of what it depends on. */
export function useScene(): Scene {
  const { measure } = usePage();
  const topology = useCanvas((canvas) => canvas.topology);
  const placed = useCanvas((canvas) => canvas.placed);
  const drag = useCanvas((canvas) => canvas.drag);
  const stood = useCanvas((canvas) => canvas.stood);
  const plan = usePlan();
  const [make] = useState(() => createSceneMaker(measure));
  const scene = useMemo(() => make(topology, placed, drag, plan), [make, topology, placed, drag, plan]);
  return useMemo(() => inTheirPlaces(scene, stood, plan), [scene, stood, plan]);
}
