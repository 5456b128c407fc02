import { useEffect, useMemo, useState } from 'react';
import { useCanvas } from '../context';
import { createFlow } from './flow';
import { indexProblems } from './problemIndex';
import type { Scene } from './scene';
import { createMounting, type Held } from './tiers/mounting';
import { shareOf } from './tiers/share';
import type { Window } from './tiers/view';

/** What React Flow is given to draw: its share of the scene, with what is selected, wrong and known of its deployment. */
export function useDrawn(scene: Scene, window: Window | undefined, held: Held) {
  const selection = useCanvas((canvas) => canvas.selection);
  const problemList = useCanvas((canvas) => canvas.problems);
  const status = useCanvas((canvas) => canvas.status);
  const readOnly = useCanvas((canvas) => canvas.readOnly !== undefined);
  const plan = useCanvas((canvas) =>
    canvas.status?.plan === canvas.discardedPlan ? undefined : canvas.status?.plan,
  );
  const problems = useMemo(() => indexProblems(problemList), [problemList]);

  // With every step some more cards; another object is what makes React ask again.
  const [step, setStep] = useState(() => ({ mount: createMounting() }));
  const mounted = useMemo(() => step.mount(scene, window, held), [step, scene, window, held]);
  useEffect(() => {
    if (mounted.isComplete) return;
    const frame = requestAnimationFrame(() => setStep(({ mount }) => ({ mount })));
    return () => cancelAnimationFrame(frame);
  }, [mounted]);

  const [makeFlow] = useState(createFlow);
  return useMemo(() => {
    const share = shareOf(scene, window, mounted.cards, held, selection);
    return makeFlow(scene, share, { selection, problems, status, plan, readOnly });
  }, [makeFlow, scene, window, mounted, held, selection, problems, status, plan, readOnly]);
}
