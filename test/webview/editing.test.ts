import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistry, KINDS } from '../../src/kinds/index';
import { isObject, memberOf, valueAt } from '../../src/model/json';
import { readTopology } from '../../src/model/topology';
import { startPages, type CanvasPage, type Pages } from './page';

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
}, 120_000);
afterAll(() => pages.close());

async function nodeIds(canvas: CanvasPage): Promise<string[]> {
  const nodes = memberOf(await canvas.document(), 'nodes');
  return isObject(nodes) ? Object.keys(nodes) : [];
}

const registry = createRegistry(KINDS);

/** Ends of every wire, in the order of the file. */
async function wires(canvas: CanvasPage): Promise<string[]> {
  const { edges } = readTopology(await canvas.document(), registry);
  return edges.map(({ from, to }) => `${from} ${to}`);
}

async function place(canvas: CanvasPage, id: string): Promise<readonly [number, number]> {
  // Written by the gesture before.
  return valueAt(await canvas.document(), ['layout', id]) as unknown as [number, number];
}

/** What has the focus: a card or a wire. */
function focused(canvas: CanvasPage): Promise<string | null | undefined> {
  return canvas.page.evaluate(() => document.activeElement?.getAttribute('data-id'));
}

const EMPTY_SPOT = { x: 500, y: 760 };

describe('adding', () => {
  it('by a double click where it is, typed and taken with Enter, wired where one way is obvious', async () => {
    const canvas = await pages.open('strays');
    const { page } = canvas;
    await page.mouse.dblclick(EMPTY_SPOT.x, EMPTY_SPOT.y);
    await page.getByTestId('picker').waitFor();
    await page.keyboard.type('load');
    expect(await page.getByTestId('entry-nlb').innerText()).toContain('From ecs-vpc-link');
    await page.keyboard.press('Enter');
    await expect.poll(() => nodeIds(canvas)).toContain('nlb-2');
    expect(await wires(canvas)).toEqual(['link nlb-2']);
    await expect.poll(() => focused(canvas)).toBe('nlb-2');
    expect(await page.getByTestId('announcement').innerText()).toBe(
      'Network load balancer added: From ecs-vpc-link',
    );
    expect(await canvas.edits()).toBe(1);
    expect(canvas.faults).toEqual([]);
  });

  it('by a key beside the selected card, which it is wired to', async () => {
    const canvas = await pages.open('strays');
    await canvas.select('nlb');
    await canvas.page.keyboard.press('a');
    await canvas.page.keyboard.press('ArrowDown');
    await canvas.page.keyboard.press('ArrowUp');
    await canvas.page.keyboard.press('Enter');
    await expect.poll(() => wires(canvas)).toEqual(['nlb service', 'service namespace']);
    await canvas.expectDocument(['nodes', 'service', 'cluster'], 'cluster');
  });

  it('by dropping a wire into the open, where only what it can lead to is offered', async () => {
    const canvas = await pages.open('chain');
    const dot = await canvas.pointIn(canvas.node('nlb').locator('.react-flow__handle-right'));
    await canvas.drag(dot, EMPTY_SPOT);
    const titles = await canvas.page.locator('.picker-title').allInnerTexts();
    expect(titles).toEqual(['ECS service']);
    await canvas.page.keyboard.press('Enter');
    await expect.poll(() => wires(canvas)).toContain('nlb service');
  });

  it('says while a card is dragged what it will be wired to, and leaves it alone with Alt', async () => {
    const canvas = await pages.open('strays');
    const { page } = canvas;
    const entry = await canvas.pointIn(page.getByTestId('palette-ecsService'));
    await page.mouse.move(entry.x, entry.y);
    await page.mouse.down();
    await page.mouse.move(EMPTY_SPOT.x, EMPTY_SPOT.y, { steps: 4 });
    expect(await page.locator('.connect-hint').innerText()).toBe('From nlb-user-service, to micro.local');
    expect(await page.getByTestId('preview').locator('.wire-line').count()).toBe(2);
    await page.keyboard.down('Alt');
    await page.mouse.move(EMPTY_SPOT.x + 20, EMPTY_SPOT.y);
    await expect.poll(() => page.locator('.connect-hint').count()).toBe(0);
    await page.mouse.up();
    await page.keyboard.up('Alt');
    await expect.poll(() => nodeIds(canvas)).toContain('service');
    expect(await wires(canvas)).toEqual([]);
  });

  it('between two cards by dropping it on their wire', async () => {
    const canvas = await pages.open('strays');
    const service = { kind: 'ecsService', cluster: 'cluster', image: 'nginx', port: 80 };
    const edge = { from: 'link', to: 'service', routes: ['ANY /a'] };
    await canvas.page.evaluate(
      ([service, edge]) =>
        window.fakeHost.replace({
          version: 1,
          name: 'direct',
          nodes: { link: { kind: 'vpcLink' }, cluster: { kind: 'ecsCluster' }, service },
          edges: [edge],
          layout: { link: [0, 0], service: [640, 0] },
        }),
      [service, edge] as const,
    );
    const line = canvas.edge('link--service').locator('.wire-line');
    await line.waitFor({ state: 'attached' });
    await canvas.bring('nlb', await canvas.pointIn(line, { x: 0.3, y: 0.5 }));
    await canvas.expectDocument(
      ['edges'],
      [
        { ...edge, to: 'nlb' },
        { from: 'nlb', to: 'service' },
      ],
    );
    expect(await canvas.edits()).toBe(1);
  });
});

describe('wires', () => {
  it('are drawn by keyboard: C, the target typed, Enter', async () => {
    const canvas = await pages.open('strays');
    await canvas.select('client');
    await canvas.page.keyboard.press('c');
    await canvas.page.keyboard.type('api');
    await canvas.page.keyboard.press('Enter');
    await expect.poll(() => wires(canvas)).toEqual(['client api']);
    await expect.poll(() => focused(canvas)).toBe('client--api');
    // And taken back with Escape before.
    await canvas.select('api');
    await canvas.page.keyboard.press('c');
    await canvas.page.keyboard.press('Escape');
    expect(await canvas.page.getByTestId('picker').count()).toBe(0);
    await expect.poll(() => focused(canvas)).toBe('api');
    expect(await canvas.edits()).toBe(1);
  });

  it('move an end by keyboard, and keep what they say', async () => {
    const canvas = await pages.open('two');
    await canvas.select('link');
    await canvas.page.keyboard.press('Control+ArrowRight');
    await expect.poll(() => focused(canvas)).toMatch(/^link--nlb-/);
    await canvas.clickWire('nlb-users--user-service');
    await canvas.page.keyboard.press('r');
    await canvas.page.keyboard.type('ends order');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['edges', 4], { from: 'nlb-users', to: 'order-service' });
  });

  it('move an end by the mouse, or say why not', async () => {
    const canvas = await pages.open('two');
    await canvas.clickWire('nlb-users--user-service');
    const end = canvas.page.locator('.react-flow__edgeupdater-target');
    await canvas.drag(await canvas.pointIn(end), await canvas.pointIn(canvas.node('client')));
    expect(await canvas.page.getByTestId('notice').innerText()).toContain(
      'Network load balancer connects to ECS service, not to Client.',
    );
    await canvas.drag(await canvas.pointIn(end), await canvas.pointIn(canvas.node('order-service')));
    await canvas.expectDocument(['edges', 4], { from: 'nlb-users', to: 'order-service' });
    const start = canvas.page.locator('.react-flow__edgeupdater-source');
    await canvas.drag(await canvas.pointIn(start), await canvas.pointIn(canvas.node('nlb-orders')));
    await canvas.expectDocument(['edges', 4], { from: 'nlb-orders', to: 'order-service', listener: 8080 });
    expect(await canvas.edits()).toBe(2);
  });
});

describe('the clipboard', () => {
  it('copies, pastes, duplicates and cuts cards, each in one step', async () => {
    const canvas = await pages.open('chain');
    const { page } = canvas;
    await canvas.select('user-service');
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await expect.poll(() => nodeIds(canvas)).toContain('user-service-2');
    expect(await wires(canvas)).toContain('user-service-2 namespace');
    await expect.poll(() => focused(canvas)).toBe('user-service-2');
    await page.keyboard.press('Control+d');
    await expect.poll(() => nodeIds(canvas)).toContain('user-service-3');
    await page.keyboard.press('Control+x');
    await expect.poll(() => nodeIds(canvas)).not.toContain('user-service-3');
    await page.keyboard.press('Control+v');
    await expect.poll(() => nodeIds(canvas)).toContain('user-service-3');
    expect(await canvas.edits()).toBe(4);
  });

  it('takes nothing that was not copied here, and leaves fields their own', async () => {
    const canvas = await pages.open('chain');
    const paste = (text: string) =>
      canvas.page.evaluate((text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
      }, text);
    await paste('{ "nodes": { "a": {} } }');
    await expect
      .poll(() => canvas.page.getByTestId('notice').innerText())
      .toContain('The clipboard holds no cards of a topology.');
    await paste('{ "ecs-topology/clipboard": 1, "nodes": { "__proto__": 1, "x y": {} }, "edges": 0 }');
    await expect
      .poll(() => canvas.page.getByTestId('notice').innerText())
      .toContain('The cards in the clipboard cannot be read.');
    await canvas.select('api');
    await canvas.field('stage').selectText();
    await canvas.page.keyboard.press('Control+x');
    expect(await canvas.field('stage').inputValue()).toBe('');
    expect(await nodeIds(canvas)).toContain('api');
  });
});

describe('arranging', () => {
  it('aligns and distributes by keys and by the menu', async () => {
    const canvas = await pages.open('two');
    const { page } = canvas;
    await canvas.select('client');
    await page.keyboard.down('Shift');
    for (const id of ['api', 'nlb-orders']) await canvas.select(id);
    await page.keyboard.up('Shift');
    await page.keyboard.press('Alt+w');
    await expect.poll(() => canvas.edits()).toBe(1);
    await canvas.node('api').click({ button: 'right' });
    await page.getByTestId('menu-arrange').click();
    await page.getByTestId('entry-align-left').click();
    await expect.poll(() => canvas.edits()).toBe(2);
    const left = await place(canvas, 'api');
    expect((await place(canvas, 'nlb-orders'))[0]).toBe(left[0]);
  });

  it('groups the selected services into a new cluster', async () => {
    const canvas = await pages.open('two');
    await canvas.select('user-service');
    await canvas.page.keyboard.down('Shift');
    await canvas.select('order-service');
    await canvas.page.keyboard.up('Shift');
    await canvas.page.keyboard.press('Control+g');
    await canvas.expectDocument(['nodes', 'cluster-2'], { kind: 'ecsCluster' });
    await canvas.expectDocument(['nodes', 'order-service', 'cluster'], 'cluster-2');
    expect(await canvas.edits()).toBe(1);
  });

  it('tidies up in one step, and asks before it moves what was placed by hand', async () => {
    const canvas = await pages.open('chain');
    const { page } = canvas;
    await canvas.select('api');
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Alt+Shift+ArrowDown');
    const placed = await place(canvas, 'api');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Alt+f');
    expect(await page.getByTestId('dialog').innerText()).toContain('1 card that was placed by hand');
    await page.keyboard.press('Escape');
    expect(await place(canvas, 'api')).toEqual(placed);
    await page.keyboard.press('Shift+Alt+f');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await place(canvas, 'api'))[1]).toBeLessThan(placed[1]);
    await page.keyboard.press('Control+z');
    await expect.poll(() => place(canvas, 'api')).toEqual(placed);
  });
});

describe('going about by keyboard', () => {
  it('follows the wires with the arrows, and the focus is seen', async () => {
    const canvas = await pages.open('chain');
    const { page } = canvas;
    await canvas.select('client');
    for (const id of ['api', 'link', 'nlb', 'user-service']) {
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => focused(canvas)).toBe(id);
    }
    expect(await page.evaluate(() => document.activeElement?.matches(':focus-visible'))).toBe(true);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Control+ArrowRight');
    await expect.poll(() => focused(canvas)).toBe('nlb--user-service');
    await page.keyboard.press('Delete');
    await expect.poll(() => wires(canvas)).not.toContain('nlb user-service');
    // Enter goes on to the settings.
    await canvas.select('api');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.closest('.inspector') !== null)).toBe(true);
    expect(await canvas.edits()).toBe(1);
  });

  it('selects along the path', async () => {
    const canvas = await pages.open('two');
    await canvas.select('nlb-users');
    await canvas.page.keyboard.press('Control+Shift+ArrowLeft');
    await expect.poll(() => canvas.page.getByTestId('inspector').innerText()).toContain('4 cards, 3 wires');
    await canvas.select('nlb-users');
    await canvas.page.keyboard.press('p');
    await expect.poll(() => canvas.page.getByTestId('inspector').innerText()).toContain('7 cards');
  });

  it('searches cards and wires and goes to what is found', async () => {
    const canvas = await pages.open('many');
    await canvas.page.keyboard.press('Control+f');
    await canvas.page.keyboard.type('service-37');
    await canvas.page.keyboard.press('Enter');
    await expect.poll(() => focused(canvas)).toBe('service-37');
    expect(await canvas.node('service-37').isVisible()).toBe(true);
  });

  it('opens a menu with the keys of each entry, and the list of all keys', async () => {
    const canvas = await pages.open('chain');
    const { page } = canvas;
    await canvas.select('nlb');
    await page.keyboard.press('Shift+F10');
    expect(await page.getByTestId('menu-duplicate').innerText()).toMatch(/Duplicate\s+Ctrl\+D/);
    await page.keyboard.type('du');
    await page.keyboard.press('Enter');
    await expect.poll(() => nodeIds(canvas)).toContain('nlb-2');
    await page.keyboard.press('?');
    expect(await page.getByTestId('dialog').innerText()).toMatch(/Duplicate\s+Ctrl\+D/);
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(canvas)).toBe('nlb-2');
  });

  it('shows and hides the minimap, and remembers it', async () => {
    const canvas = await pages.open('chain');
    await canvas.select('api');
    await canvas.page.getByTestId('minimap').waitFor();
    await canvas.page.keyboard.press('m');
    await expect.poll(() => canvas.page.getByTestId('minimap').count()).toBe(0);
    expect(await canvas.page.evaluate(() => window.fakeHost.viewState.minimap)).toBe(false);
  });

  it('does nothing to a file that cannot be written', async () => {
    const canvas = await pages.open('readonly');
    await canvas.select('api');
    for (const key of ['a', 'c', 'Control+d', 'Alt+ArrowDown', 'Delete', 'F2', 'Control+x'])
      await canvas.page.keyboard.press(key);
    expect(await canvas.page.getByTestId('picker').count()).toBe(0);
    expect(await canvas.edits()).toBe(0);
  });
});
