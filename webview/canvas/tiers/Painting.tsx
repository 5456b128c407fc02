import { useStoreApi } from '@xyflow/react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useCanvas, usePage } from '../../context';
import { indexProblems } from '../problemIndex';
import type { Scene } from '../scene';
import { onThemeChange, readColours } from './colours';
import { createEasel, type Easel, type Pane } from './easel';
import { isPaintedSame, movingIn } from './moving';
import { paint, type Picture } from './paint';
import type { Tier } from './view';

/** What the painting shows of the drawing. */
type Shown = Pick<Picture, 'scene' | 'tier' | 'moving'>;

/**
 * Everything of a large drawing, under what of it is in the page. It is painted on a sheet larger than the pane, which
 * moves with the view: a frame of a movement costs no painting.
 */
export function Painting({ scene, tier }: { readonly scene: Scene; readonly tier: Tier }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const drag = useCanvas((canvas) => canvas.drag);
  const shown = useRef<Shown>({ scene, tier, moving: movingIn(drag) });
  const easelRef = useRef<Easel>(undefined);
  const flow = useStoreApi();
  const { store, measure } = usePage();

  useLayoutEffect(() => {
    const before = shown.current;
    const moving = movingIn(drag);
    shown.current = { scene, tier, moving };
    const isSame =
      before.tier === tier &&
      before.moving.size === moving.size &&
      [...moving].every((id) => before.moving.has(id)) &&
      isPaintedSame(before.scene, scene, moving, tier);
    if (!isSame) easelRef.current?.refresh();
  }, [scene, tier, drag]);

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
