import { useStoreApi } from '@xyflow/react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useCanvas, usePage } from '../../context';
import { indexProblems } from '../problemIndex';
import type { Scene } from '../scene';
import { onThemeChange, readColours } from './colours';
import { displayOf, type Picture } from './display';
import { createEasel, type Easel, type Pane } from './easel';
import { movingIn } from './moving';
import { paint } from './paint';
import type { Tier } from './view';

/** What the painting shows of the drawing. */
type Shown = Pick<Picture, 'scene' | 'tier' | 'moving'>;

/**
 * Everything of a large drawing, under what of it is in the page. It is painted in tiles, which move with the view: a
 * frame of a movement costs no painting, and a change only that of the tiles where something looks different.
 */
export function Painting({ scene, tier }: { readonly scene: Scene; readonly tier: Tier }) {
  const hostRef = useRef<HTMLDivElement>(null);
  const drag = useCanvas((canvas) => canvas.drag);
  const shown = useRef<Shown>({ scene, tier, moving: movingIn(drag) });
  const easelRef = useRef<Easel>(undefined);
  const flow = useStoreApi();
  const { store, measure } = usePage();

  useLayoutEffect(() => {
    const before = shown.current;
    const moving = movingIn(drag);
    shown.current = { scene, tier, moving };
    const isOnTheMove = moving.size > 0 && before.moving.size === moving.size;
    // What makes way for a dragged card may do so a little later; in another tier elements cover what looks different.
    if (isOnTheMove || before.scene === scene) easelRef.current?.refreshSoon();
    else easelRef.current?.refresh();
  }, [scene, tier, drag]);

  useEffect(() => {
    const host = hostRef.current;
    if (!host) return;
    let colours = readColours(host);
    let indexed = { from: store.getState().problems, problems: indexProblems(store.getState().problems) };
    const paneNow = (): Pane => flow.getState();
    const easel = createEasel(host, paneNow, {
      displayOf(area) {
        const state = store.getState();
        if (indexed.from !== state.problems) {
          indexed = { from: state.problems, problems: indexProblems(state.problems) };
        }
        return displayOf({ ...shown.current, state, problems: indexed.problems, colours }, area);
      },
      paint: (context, display, zoom) => paint(context, display, zoom, measure),
    });
    easelRef.current = easel;

    const stops = [
      flow.subscribe((state, before) => {
        if (state.width !== before.width || state.height !== before.height) easel.refresh();
        else if (state.transform !== before.transform) easel.follow();
      }),
      store.subscribe((state, before) => {
        const isSameToHand =
          state.selection === before.selection &&
          state.rewiring === before.rewiring &&
          state.discardedPlan === before.discardedPlan;
        if (!isSameToHand) easel.refresh();
        else if (state.status !== before.status || state.problems !== before.problems) easel.refreshSoon();
      }),
      onThemeChange(() => {
        colours = readColours(host);
        easel.refresh();
      }),
      easel.close,
    ];
    easel.refresh();
    return () => stops.forEach((stop) => stop());
  }, [flow, store, measure]);

  return <div className="painting" ref={hostRef} aria-hidden="true" data-testid="painting" />;
}
