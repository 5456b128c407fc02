import { useStoreApi } from '@xyflow/react';
import { useContext, useEffect, useLayoutEffect, useRef } from 'react';
import { usePage } from '../../context';
import { indexProblems } from '../problemIndex';
import type { Scene } from '../scene';
import { onThemeChange, readColours } from './colours';
import { paint } from './paint';
import { PresenceContext } from './presence';
import { viewOf, type Tier } from './view';

/** Everything of a large drawing that is not in the page, under what is. */
export function Painting({ scene, tier }: { readonly scene: Scene; readonly tier: Tier }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const shown = useRef({ scene, tier });
  const requestRef = useRef<() => void>(() => undefined);
  const flow = useStoreApi();
  const { store, measure } = usePage();
  const presence = useContext(PresenceContext);

  useLayoutEffect(() => {
    shown.current = { scene, tier };
    requestRef.current();
  }, [scene, tier]);

  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context || !presence) return;
    let colours = readColours(canvas.parentElement ?? document.body);
    let problems = indexProblems([]);
    let problemsOf: unknown;
    let isAsked = false;
    let isOver = false;

    const draw = () => {
      isAsked = false;
      if (isOver) return;
      const { transform, width, height } = flow.getState();
      const state = store.getState();
      if (problemsOf !== state.problems) {
        problemsOf = state.problems;
        problems = indexProblems(state.problems);
      }
      const sharpness = window.devicePixelRatio;
      const [across, down] = [Math.round(width * sharpness), Math.round(height * sharpness)];
      if (canvas.width !== across || canvas.height !== down) {
        canvas.width = across;
        canvas.height = down;
      }
      const [x, y, zoom] = transform;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.setTransform(zoom * sharpness, 0, 0, zoom * sharpness, x * sharpness, y * sharpness);
      const view = viewOf(transform, width, height);
      paint(context, { ...shown.current, view, state, problems, isPresent: presence.has, colours, measure });
    };
    // Once for all that happens together, and before the frame is shown: elements and painting move as one.
    const request = () => {
      if (isAsked) return;
      isAsked = true;
      queueMicrotask(draw);
    };
    requestRef.current = request;

    let transform = flow.getState().transform;
    let size = '';
    const stops = [
      flow.subscribe((state) => {
        const now = `${state.width} ${state.height}`;
        if (state.transform === transform && now === size) return;
        transform = state.transform;
        size = now;
        request();
      }),
      store.subscribe((state, before) => {
        const isSame =
          state.selection === before.selection &&
          state.status === before.status &&
          state.problems === before.problems &&
          state.discardedPlan === before.discardedPlan;
        if (!isSame) request();
      }),
      presence.listen(request),
      onThemeChange(() => {
        colours = readColours(canvas.parentElement ?? document.body);
        request();
      }),
    ];
    request();
    return () => {
      isOver = true;
      for (const stop of stops) stop();
    };
  }, [flow, store, measure, presence]);

  return <canvas className="painting" ref={canvasRef} aria-hidden="true" data-testid="painting" />;
}
