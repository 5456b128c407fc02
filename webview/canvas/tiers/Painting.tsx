import { useStoreApi } from '@xyflow/react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { usePage } from '../../context';
import { indexProblems } from '../problemIndex';
import type { Scene } from '../scene';
import { onThemeChange, readColours } from './colours';
import { createEasel, type Easel, type Pane } from './easel';
import { paint } from './paint';
import type { Tier } from './view';

/**
 * Everything of a large drawing, under what of it is in the page. It is painted on a sheet larger than the pane, which
 * moves with the view: a frame of a movement costs no painting.
 */
export function Painting({ scene, tier }: { readonly scene: Scene; readonly tier: Tier }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const shown = useRef({ scene, tier });
  const easelRef = useRef<Easel>(undefined);
  const flow = useStoreApi();
  const { store, measure } = usePage();

  useLayoutEffect(() => {
    shown.current = { scene, tier };
    easelRef.current?.refresh();
  }, [scene, tier]);

  useEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return;
    let colours = readColours(canvas.parentElement ?? document.body);
    let indexed = { from: store.getState().problems, problems: indexProblems(store.getState().problems) };
    const paneNow = (): Pane => flow.getState();
    const easel = createEasel(canvas, paneNow, (context, view) => {
      const state = store.getState();
      if (indexed.from !== state.problems) {
        indexed = { from: state.problems, problems: indexProblems(state.problems) };
      }
      paint(context, { ...shown.current, view, state, problems: indexed.problems, colours, measure });
    });
    easelRef.current = easel;

    const stops = [
      flow.subscribe((state, before) => {
        if (state.width !== before.width || state.height !== before.height) easel.refresh();
        else if (state.transform !== before.transform) easel.follow();
      }),
      store.subscribe((state, before) => {
        const isSame =
          state.selection === before.selection &&
          state.status === before.status &&
          state.problems === before.problems &&
          state.rewiring === before.rewiring &&
          state.discardedPlan === before.discardedPlan;
        if (!isSame) easel.refresh();
      }),
      onThemeChange(() => {
        colours = readColours(canvas.parentElement ?? document.body);
        easel.refresh();
      }),
      easel.close,
    ];
    easel.refresh();
    return () => stops.forEach((stop) => stop());
  }, [flow, store, measure]);

  return <canvas className="painting" ref={canvasRef} aria-hidden="true" data-testid="painting" />;
}
