import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatusReport } from '../../src/live/status';
import { BREAKAGES } from '../unit/live/breakages/breakages';
import { CHAINS } from '../unit/live/breakages/chains';
import { after, deployed } from '../unit/live/breakages/scene';
import type { Moment } from '../unit/live/world';
import { startPages, type CanvasPage, type Pages } from './page';

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
}, 120_000);
afterAll(() => pages.close());

describe.each(CHAINS)('on the canvas of $title', (chain) => {
  let start: Moment;
  let canvas: CanvasPage;
  beforeAll(async () => {
    start = await deployed(chain);
    canvas = await pages.open('empty');
    await canvas.page.evaluate(
      // As text: the types of JSON are too deep for the way into the page.
      (json) => window.fakeHost.replace(JSON.parse(json) as never),
      JSON.stringify(chain.document),
    );
    await canvas.node(chain.roles.front).waitFor();
  });

  it.each(BREAKAGES)('$what', async ({ break: breakIt, hop }) => {
    const wanted = hop(chain.roles);
    const { report } = await after(chain, start, breakIt);
    await show(canvas, report);
    const { reason, remedy } = report.nodes[wanted] ?? report.edges[wanted] ?? {};
    const callout = canvas.page.getByTestId('callout');
    await callout.getByText(reason ?? 'no reason', { exact: true }).waitFor();
    expect(await callout.innerText()).toContain(remedy ?? 'no remedy');
    const place = wanted.includes('--') ? canvas.edge(wanted) : canvas.node(wanted);
    expect(await place.getAttribute('class')).toMatch(/broken/);
    expect(canvas.faults).toEqual([]);
  });
});

function show(canvas: CanvasPage, { nodes, edges, brokenHop }: StatusReport): Promise<void> {
  return canvas.page.evaluate((status) => window.fakeHost.setStatus(status), {
    type: 'status' as const,
    connection: { label: 'sandbox', kind: 'sandbox' as const },
    nodes,
    edges,
    ...(brokenHop !== undefined && { brokenHop }),
  });
}
