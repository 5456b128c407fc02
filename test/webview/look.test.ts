import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_THEMES, startPages, type Pages } from './page';

const SHOTS = path.resolve('artifacts/webview');
const SCENARIOS = [
  'empty',
  'chain',
  'two',
  'callee',
  'strays',
  'problems',
  'green',
  'stale',
  'broken',
  'deploying',
  'plan',
  'many',
  'names',
  'environments',
  'readonly',
  'unreadable',
];

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
  await mkdir(SHOTS, { recursive: true });
}, 120_000);
afterAll(() => pages.close());

describe.each(SCENARIOS)('%s', (scenario) => {
  it('is drawn in every theme without a fault of the page or its security policy', async () => {
    const canvas = await pages.open(scenario);
    for (const theme of ALL_THEMES) {
      await canvas.wear(theme);
      await canvas.page.screenshot({ path: path.join(SHOTS, `${scenario}-${theme}.png`) });
    }
    expect(canvas.faults).toEqual([]);
    await canvas.page.close();
  });
});

describe('what is drawn', () => {
  it('tells a deploy: health, the answer to a request, and how far it is', async () => {
    const green = await pages.open('green');
    expect(await green.page.getByTestId('health-user-service').getAttribute('data-state')).toBe('ok');
    expect(await green.node('user-service').innerText()).toContain('2/2 running');
    expect(await green.page.getByTestId('response').innerText()).toContain('200');
    const deploying = await pages.open('deploying');
    expect(await deploying.page.getByTestId('run').innerText()).toContain('17 of 34');
    expect(await deploying.node('link').innerText()).toMatch(/42 s\s+Creating VPC link/);
    await deploying.page.getByRole('button', { name: 'Cancel' }).click();
    expect(await deploying.commands()).toEqual(['cancelDeploy']);
  });

  it.each(['api', 'link--nlb-users'])('marks where a request died: %s', async (hop) => {
    const canvas = await pages.open('broken');
    await canvas.page.evaluate((died) => {
      window.fakeHost.setStatus({
        type: 'status',
        connection: { label: 'sandbox', kind: 'sandbox' },
        nodes: {},
        edges: {},
        response: { request: 'GET /users', ok: false, status: 503, hop: died },
      });
    }, hop);
    const mark = await canvas.page.getByTestId('response-hop').boundingBox();
    const place = hop.includes('--')
      ? canvas.page.locator('.wire-label', { hasText: 'ANY /users' })
      : canvas.node(hop);
    const near = await place.boundingBox();
    if (!mark || !near) throw new Error('Neither is drawn');
    const middle = (box: { readonly x: number; readonly width: number }) => box.x + box.width / 2;
    expect(Math.abs(middle(mark) - middle(near))).toBeLessThan(3);
    expect(mark.y).toBeLessThan(near.y + near.height);
    expect(mark.y + mark.height).toBeGreaterThan(near.y - 4);
    await canvas.page.close();
  });

  it('points at the first broken hop, with the reason and the remedy', async () => {
    const canvas = await pages.open('broken');
    const callout = await canvas.page.getByTestId('callout').innerText();
    expect(callout).toContain('Target.FailedHealthChecks');
    expect(callout).toContain('Set the port');
    expect(await canvas.edge('nlb-users--user-service').getAttribute('class')).toContain('broken');
    const boxOf = async (id: string) => {
      const box = await canvas.page.getByTestId(id).boundingBox();
      if (!box) throw new Error(`${id} is not to be seen`);
      return { ...box, right: box.x + box.width, bottom: box.y + box.height };
    };
    const [box, area] = [await boxOf('callout'), await boxOf('canvas')];
    expect(box.right).toBeLessThan(area.right);
    // Neither end is covered, nor its badges.
    for (const id of ['node-nlb-users', 'node-user-service'])
      expect(box.bottom, id).toBeLessThan((await boxOf(id)).y);
  });

  it('marks a plan on the cards, ghosts included, until it is put aside', async () => {
    const canvas = await pages.open('plan');
    expect(await canvas.page.getByTestId('ghost-report-service').innerText()).toContain('delete');
    expect(await canvas.node('user-service').innerText()).toContain('image: hello:0.3 → hello:latest');
    expect(await canvas.page.getByTestId('plan-summary').innerText()).toContain('12 create');
    await canvas.page.getByRole('button', { name: 'Discard plan' }).click();
    await expect.poll(() => canvas.page.getByTestId('ghost-report-service').count()).toBe(0);
    expect(await canvas.node('user-service').innerText()).toContain('2 tasks');
  });

  it('never cuts a name silently: the whole one is its tooltip', async () => {
    const canvas = await pages.open('names');
    const title = canvas.node('api').locator('.card-title');
    expect(await title.innerText()).toContain('…');
    expect(await title.getAttribute('title')).toBe(
      'Public interface of the customer relationship platform, version two',
    );
    const box = await title.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(box).toBeLessThanOrEqual(0);
  });

  it('offers what can be done with a stack', async () => {
    const canvas = await pages.open('green');
    for (const name of ['Deploy topology', 'Plan', 'Send request', 'Tail logs']) {
      await canvas.page.getByRole('button', { name, exact: true }).click();
    }
    await canvas.page.getByRole('button', { name: 'More actions' }).click();
    await canvas.page.getByRole('menuitem', { name: 'Destroy…' }).click();
    await canvas.page.getByRole('button', { name: /^Connection/ }).click();
    expect(await canvas.commands()).toEqual([
      'deploy',
      'plan',
      'sendRequest',
      'tailLogs',
      'destroy',
      'selectConnection',
    ]);
  });

  it('lets one choose among several saved requests by keyboard', async () => {
    const canvas = await pages.open('two');
    await canvas.page.getByRole('button', { name: 'Send request' }).focus();
    await canvas.page.keyboard.press('Enter');
    await canvas.page.keyboard.press('ArrowDown');
    await canvas.page.keyboard.press('Enter');
    expect((await canvas.received()).at(-1)).toEqual({
      type: 'command',
      command: 'sendRequest',
      node: 'client',
      request: 'one user',
    });
  });

  it('gives the drawing a narrow panel for itself until something is selected', async () => {
    const canvas = await pages.open('chain', { width: 600, height: 700 });
    const inspector = canvas.page.getByTestId('inspector');
    for (const theme of [...ALL_THEMES].reverse()) {
      await canvas.wear(theme);
      await canvas.page.screenshot({ path: path.join(SHOTS, `narrow-${theme}.png`) });
    }
    expect(await inspector.isVisible()).toBe(false);
    await canvas.select('api');
    expect(await inspector.isVisible()).toBe(true);
    await canvas.page.screenshot({ path: path.join(SHOTS, 'narrow-selected-dark.png') });
    await canvas.page.getByRole('button', { name: 'Close settings' }).click();
    expect(await inspector.isVisible()).toBe(false);
  });

  it('stays whole when its editor gets narrower, unless somebody moved it', async () => {
    const canvas = await pages.open('chain');
    const right = async () => {
      const box = await canvas.page.getByTestId('network').boundingBox();
      return (box?.x ?? 0) + (box?.width ?? 0);
    };
    await canvas.page.setViewportSize({ width: 1240, height: 700 });
    await expect.poll(right).toBeLessThan(1240 - 320);
    await canvas.page.mouse.move(400, 600);
    await canvas.page.mouse.wheel(0, 40);
    const moved = await right();
    await canvas.page.setViewportSize({ width: 1180, height: 700 });
    await canvas.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    expect(await right()).toBe(moved);
  });

  it('is whole in the middle of its canvas, cards beside each other', async () => {
    const canvas = await pages.open('two');
    await canvas.select('user-service');
    await canvas.page.screenshot({ path: path.join(SHOTS, 'inspector-dark.png') });
    const boxes = await canvas.page.locator('.card').evaluateAll((cards) =>
      cards.map((card) => {
        const { x, y, right, bottom } = card.getBoundingClientRect();
        return { x, y, right, bottom };
      }),
    );
    const touching = boxes.flatMap((one, index) =>
      boxes
        .slice(index + 1)
        .filter(
          (other) =>
            one.x < other.right && other.x < one.right && one.y < other.bottom && other.y < one.bottom,
        ),
    );
    expect(boxes.length).toBe(8);
    expect(touching).toEqual([]);
  });
});
