import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { valueAt } from '../../src/model/json';
import { startPages, type CanvasPage, type Pages } from './page';

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
}, 120_000);
afterAll(() => pages.close());

async function openLarge(cards = 1500): Promise<CanvasPage> {
  const canvas = await pages.open(`large-${cards}`);
  await canvas.page.locator('.react-flow__node').first().waitFor();
  return canvas;
}

/** Zooms about a point with the wheel, one notch at a time, until the tool bar shows what is wanted. */
async function zoom({ page }: CanvasPage, at: { x: number; y: number }, percent: number): Promise<void> {
  const shown = async () => Number.parseInt(await page.locator('.zoom-value').innerText(), 10);
  await page.mouse.move(at.x, at.y);
  await page.keyboard.down('Control');
  const side = Math.sign((await shown()) - percent);
  for (let now = await shown(); side !== 0 && Math.sign(now - percent) === side; now = await shown()) {
    await page.mouse.wheel(0, side * 60);
  }
  await page.keyboard.up('Control');
}

/** Shows all of it, so far away that nothing is in the page. */
async function fit({ page }: CanvasPage): Promise<void> {
  await page.getByRole('button', { name: 'Fit to window' }).click();
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(0);
}

/** Where a node of the document is on the screen, whether it is in the page or painted. */
async function pointOf({ page }: CanvasPage, id: string): Promise<{ x: number; y: number }> {
  return page.evaluate((id) => {
    const transform = document.querySelector<HTMLElement>('.react-flow__viewport')?.style.transform ?? '';
    const [x = 0, y = 0, zoom = 1] = [...transform.matchAll(/-?[\d.]+(?=px|\))/g)].map(([part]) =>
      Number(part),
    );
    const pane = document.querySelector('.react-flow')?.getBoundingClientRect();
    const layout = (window.fakeHost.document as { layout: Record<string, [number, number]> }).layout;
    const [left = 0, top = 0] = layout[id] ?? [];
    return {
      x: (pane?.x ?? 0) + x + (left + 70) * zoom,
      y: (pane?.y ?? 0) + y + (top + 40) * zoom,
    };
  }, id);
}

async function placeOf(canvas: CanvasPage, id: string): Promise<readonly number[]> {
  const place = valueAt(await canvas.document(), ['layout', id]);
  return Array.isArray(place) ? place.map(Number) : [];
}

const elements = ({ page }: CanvasPage) => page.evaluate(() => document.querySelectorAll('*').length);

describe('a large drawing', () => {
  it('has names alone in the page from afar, nothing from far away, and whole cards near', async () => {
    const canvas = await openLarge();
    const { page } = canvas;
    await expect.poll(() => page.locator('.title-card').count()).toBeGreaterThan(10);
    expect(await page.locator('.react-flow__handle').count()).toBe(0);
    await fit(canvas);
    await zoom(canvas, await pointOf(canvas, 'nlb-3'), 100);
    await canvas.node('nlb-3').waitFor();
    await expect.poll(() => page.locator('.title-card').count()).toBe(0);
    expect(await canvas.node('nlb-3').innerText()).toContain('Network load balancer');
    expect(canvas.faults).toEqual([]);
  });

  it('never has more than 1,500 elements in the page, however much is drawn', async () => {
    const canvas = await openLarge(5000);
    const counts = [await elements(canvas)];
    await fit(canvas);
    const middle = await pointOf(canvas, 'service-480');
    for (const percent of [20, 50, 79, 82, 100, 40]) {
      await zoom(canvas, middle, percent);
      counts.push(await elements(canvas));
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(1500);
  });

  it('selects from far away what is clicked, and shows it near after a double click', async () => {
    const canvas = await openLarge();
    await fit(canvas);
    const point = await pointOf(canvas, 'nlb-120');
    await canvas.page.mouse.click(point.x, point.y);
    await expect.poll(() => canvas.node('nlb-120').getAttribute('class')).toContain('selected');
    expect(await canvas.page.locator('.inspector').innerText()).toContain('nlb-120');
    await canvas.page.mouse.dblclick(point.x, point.y);
    await expect.poll(() => canvas.page.locator('.zoom-value').innerText()).toBe('100 %');
    await expect.poll(() => canvas.node('nlb-120').getAttribute('class')).not.toContain('title-card');
  });

  it('selects with a marquee what is only painted', async () => {
    const canvas = await openLarge();
    await fit(canvas);
    const [from, to] = [await pointOf(canvas, 'nlb-10'), await pointOf(canvas, 'nlb-13')];
    await canvas.drag({ x: from.x - 12, y: from.y - 3 }, { x: to.x + 3, y: to.y + 3 });
    for (const id of ['nlb-10', 'nlb-11', 'nlb-12', 'nlb-13']) {
      await expect.poll(() => canvas.node(id).count()).toBe(1);
    }
    expect(await canvas.node('nlb-14').count()).toBe(0);
  });

  it('is painted sharply again after a zoom, whatever is done meanwhile', async () => {
    const canvas = await openLarge(400);
    await fit(canvas);
    await zoom(canvas, await pointOf(canvas, 'nlb-20'), 30);
    const sheet = () => canvas.page.locator('.painting > .sheet').getAttribute('style');
    expect(await sheet()).not.toContain('scale(1)');
    // Something is selected with every frame in which the next sheet is painted.
    await canvas.page.evaluate(async () => {
      const area = document.querySelector('[data-testid=canvas]');
      for (let step = 0; step < 16; step += 1) {
        const keys = step % 2 === 0 ? { key: 'a', ctrlKey: true } : { key: 'Escape' };
        area?.dispatchEvent(new KeyboardEvent('keydown', { ...keys, bubbles: true }));
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
    await expect.poll(sheet).toContain('scale(1)');
  });

  it('drags a card among thousands, and takes its wires along', async () => {
    const canvas = await openLarge();
    await zoom(canvas, await pointOf(canvas, 'nlb-1'), 100);
    // Whole cards come when the zoom is over.
    await expect.poll(() => canvas.node('nlb-1').getByText('Network load balancer').count()).toBe(1);
    const from = await canvas.pointIn(canvas.node('nlb-1'), { x: 0.5, y: 0.3 });
    const { mouse } = canvas.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    for (const step of [4, 30, 60, 90]) await mouse.move(from.x + step, from.y + (step * 2) / 3);
    // While it moves, the page draws them instead of the painting.
    expect(await canvas.page.locator('.react-flow__edge').count()).toBe(2);
    await mouse.up();
    await expect.poll(() => canvas.edits()).toBe(1);
    const [x = 0, y = 0] = await placeOf(canvas, 'nlb-1');
    expect([x > 576, y > 160, x % 16, y % 16]).toEqual([true, true, 0, 0]);
    expect(await placeOf(canvas, 'nlb-2')).toEqual([576, 320]);
  });

  it('drags all that is selected from far away', async () => {
    const canvas = await openLarge();
    await fit(canvas);
    const [from, to] = [await pointOf(canvas, 'nlb-10'), await pointOf(canvas, 'nlb-13')];
    await canvas.drag({ x: from.x - 12, y: from.y - 3 }, { x: to.x + 3, y: to.y + 3 });
    const hand = await pointOf(canvas, 'nlb-11');
    await canvas.drag(hand, { x: hand.x + 20, y: hand.y });
    await expect.poll(() => canvas.edits()).toBe(1);
    const places = await Promise.all([10, 11, 12, 13].map((index) => placeOf(canvas, `nlb-${index}`)));
    const [[x = 0, y = 0] = []] = places;
    expect(x).toBeGreaterThan(576 + 100);
    expect(places).toEqual([0, 160, 320, 480].map((below) => [x, y + below]));
    expect(await placeOf(canvas, 'nlb-14')).toEqual([576, 14 * 160]);
  });

  it('keeps what is selected in the page and selected, through every zoom', async () => {
    const canvas = await openLarge();
    await zoom(canvas, await pointOf(canvas, 'service-2'), 100);
    await expect.poll(() => canvas.node('service-2').getByText('ECS service').count()).toBe(1);
    const point = await pointOf(canvas, 'service-2');
    await canvas.page.mouse.click(point.x, point.y);
    for (const percent of [60, 30, 10, 50, 100]) {
      await zoom(canvas, point, percent);
      await expect.poll(() => canvas.node('service-2').getAttribute('class')).toContain('selected');
    }
    await canvas.page.keyboard.press('F2');
    await canvas.page.getByLabel('Name of the card').fill('Second');
    await zoom(canvas, point, 20);
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'service-2', 'title'], 'Second');
    expect(await canvas.edits()).toBe(1);
  });
});
