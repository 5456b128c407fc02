import type { CDPSession, Page } from 'playwright-core';
import { largeDocument } from '../../../webview/dev/large';
import { percentile } from '../deploy/table';
import type { Bench } from './browser.mjs';
import type { Gesture } from './page/drive';

export type Variant = 'ours' | 'vanilla';
export type View = 'near' | 'far';

/** One gesture in one view. */
export interface Motion {
  /** Milliseconds of the page's main thread in each frame. */
  readonly work: number;
  /** Milliseconds from frame to frame that all but a twentieth keep. */
  readonly late: number;
}

/** One page, once opened and driven. Milliseconds and megabytes. */
export interface Sample {
  readonly open: number;
  readonly heap: number;
  readonly elements: number;
  readonly motions: ReadonlyMap<string, Motion>;
}

const PANE = { width: 1440, height: 900 } as const;
const MILLISECONDS = 1_500;
const PATIENCE = 300_000;
const SETTLING = 700;
const GESTURES = {
  near: ['pan', 'zoom', 'drag', 'storm'],
  far: ['pan', 'zoom', 'storm', 'cross'],
} as const satisfies Record<View, readonly Gesture[]>;

/** Name of a gesture in a view, as tables have it. */
export const MOTIONS = Object.entries(GESTURES).flatMap(([view, gestures]) =>
  gestures.map((gesture) => (gesture === 'cross' ? 'crossing' : `${view} ${gesture}`)),
);

/** Opens a page near and far, makes every gesture, and closes it. */
export async function sample(bench: Bench, variant: Variant, cards: number): Promise<Sample> {
  const motions = new Map<string, Motion>();
  let [open, heap, elements] = [0, 0, 0];
  for (const view of ['near', 'far'] as const) {
    const page = await bench.browser.newPage({ viewport: PANE });
    // The vanilla page takes as long as it takes.
    page.setDefaultTimeout(PATIENCE);
    page.setDefaultNavigationTimeout(PATIENCE);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await settle(page, bench);
    await page.goto(bench.address(variant, { cards, ...startOf(view, cards) }));
    const opened = await page.evaluate(() => window.driven.opened);
    if (view === 'near') {
      open = opened;
      await session.send('HeapProfiler.collectGarbage');
      heap = ((await metrics(session)).get('JSHeapUsedSize') ?? 0) / 1e6;
      elements = await page.evaluate(() => document.querySelectorAll('*').length);
    }
    for (const gesture of GESTURES[view]) {
      const before = await metrics(session);
      const { frames } = await page.evaluate((wanted) => window.driven.drive(wanted), {
        gesture,
        milliseconds: MILLISECONDS,
      });
      const after = await metrics(session);
      const seconds = (after.get('TaskDuration') ?? 0) - (before.get('TaskDuration') ?? 0);
      motions.set(gesture === 'cross' ? 'crossing' : `${view} ${gesture}`, {
        work: (1_000 * seconds) / Math.max(1, frames.length),
        late: percentile(frames, 0.95),
      });
    }
    await page.close();
  }
  return { open, heap, elements, motions };
}

/** Lets the browser start the page's process, and end the one before: neither is what opening a page costs. */
async function settle(page: Page, bench: Bench): Promise<void> {
  await page.goto(bench.nothing);
  await page.waitForTimeout(SETTLING);
}

/** The middle of the drawing at its size, or all of it in the pane. */
function startOf(
  view: View,
  cards: number,
): { readonly x: number; readonly y: number; readonly zoom: number } {
  const places = Object.values(largeDocument(cards).layout as Record<string, readonly [number, number]>);
  const [right, bottom] = [0, 1].map(
    (axis) => Math.max(...places.map((place) => place[axis as 0 | 1])) + 280,
  ) as [number, number];
  const zoom = view === 'near' ? 1 : Math.min(1, PANE.width / right, PANE.height / bottom);
  return {
    x: PANE.width / 2 - (right / 2) * zoom,
    y: PANE.height / 2 - (bottom / 2) * zoom,
    zoom,
  };
}

async function metrics(session: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}
