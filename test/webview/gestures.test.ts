import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObject, valueAt } from '../../src/model/json';
import { startPages, type CanvasPage, type Pages } from './page';

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
}, 120_000);
afterAll(() => pages.close());

const KINDS = ['client', 'apiGateway', 'vpcLink', 'nlb', 'ecsCluster', 'ecsService', 'cloudMap'];

/** Cards whose position the file has. */
async function placedIn(canvas: CanvasPage): Promise<string[]> {
  const layout = valueAt(await canvas.document(), ['layout']);
  return isObject(layout) ? Object.keys(layout) : [];
}

async function nodesOf(canvas: CanvasPage): Promise<Record<string, unknown>> {
  const nodes = valueAt(await canvas.document(), ['nodes']);
  return isObject(nodes) ? { ...nodes } : {};
}

describe('adding', () => {
  it('makes a node of every kind where it is dropped from the palette', async () => {
    const canvas = await pages.open('empty');
    for (const [index, kind] of KINDS.entries()) {
      await canvas.bring(kind, { x: 240 + (index % 3) * 300, y: 200 + Math.floor(index / 3) * 180 });
      await expect.poll(async () => Object.keys(await nodesOf(canvas)).length).toBe(index + 1);
    }
    const nodes = await nodesOf(canvas);
    expect(
      Object.values(nodes).map((node) => isObject(node as never) && (node as { kind: string }).kind),
    ).toEqual(KINDS);
    expect(Object.keys(nodes)).toEqual(['client', 'api', 'link', 'nlb', 'cluster', 'service', 'namespace']);
    // Snapped to the dots, and where it was dropped: below the toolbar, at the left.
    expect(valueAt(await canvas.document(), ['layout', 'client'])).toEqual([144, 112]);
    expect(canvas.faults).toEqual([]);
  });

  it('adds in the middle, beside what is there, when an entry is pressed by keyboard', async () => {
    const canvas = await pages.open('empty');
    await canvas.page.getByTestId('palette-nlb').focus();
    await canvas.page.keyboard.press('Enter');
    await canvas.page.keyboard.press('Enter');
    await canvas.node('nlb-2').waitFor();
    const [first, second] = [
      await canvas.pointIn(canvas.node('nlb')),
      await canvas.pointIn(canvas.node('nlb-2')),
    ];
    expect(second.y).toBeGreaterThan(first.y + 80);
  });

  it('adds nothing when Escape ends the drag or the drop is beside the canvas', async () => {
    const canvas = await pages.open('empty');
    const entry = await canvas.pointIn(canvas.page.getByTestId('palette-client'));
    await canvas.page.mouse.move(entry.x, entry.y);
    await canvas.page.mouse.down();
    await canvas.page.mouse.move(500, 400, { steps: 4 });
    await canvas.page.keyboard.press('Escape');
    await canvas.page.mouse.up();
    await canvas.bring('client', { x: 1300, y: 400 });
    expect(await canvas.edits()).toBe(0);
  });

  it('makes a service a member of the cluster that it is dropped into', async () => {
    const canvas = await pages.open('empty');
    await canvas.bring('ecsCluster', { x: 300, y: 250 });
    await canvas.bring('ecsCluster', { x: 700, y: 250 });
    await canvas.node('cluster-2').waitFor();
    await canvas.bring('ecsService', { x: 700, y: 260 });
    await canvas.expectDocument(['nodes', 'service'], { kind: 'ecsService', cluster: 'cluster-2', port: 80 });
  });

  it('makes a service a member of the only cluster wherever it is dropped', async () => {
    const canvas = await pages.open('chain');
    await canvas.bring('ecsService', { x: 300, y: 700 });
    await canvas.expectDocument(['nodes', 'service', 'cluster'], 'cluster');
  });
});

describe('a kind that is new to the registry', () => {
  it('is in the palette, can be connected, and has its form', async () => {
    const canvas = await pages.open('eighth');
    await canvas.page.keyboard.down('Alt');
    await canvas.bring('queue', { x: 700, y: 620 });
    await canvas.page.keyboard.up('Alt');
    await canvas.expectDocument(['nodes', 'queue'], { kind: 'queue', name: 'orders' });
    expect(await canvas.node('queue').innerText()).toContain('4 days');
    await canvas.field('retention').fill('7');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'queue', 'retention'], 7);
    await canvas.connect('nlb', 'queue');
    await canvas.expectDocument(['edges', 5], { from: 'nlb', to: 'queue', listener: 8080 });
  });
});

describe('connecting', () => {
  it('draws a wire from the dot of a card onto another', async () => {
    const canvas = await pages.open('strays');
    await canvas.connect('client', 'api');
    await canvas.expectDocument(['edges'], [{ from: 'client', to: 'api' }]);
    await expect.poll(() => canvas.edge('client--api').count()).toBe(1);
  });

  it('starts the wire of a link with both routes that its target needs', async () => {
    const canvas = await pages.open('strays');
    await canvas.connect('link', 'nlb');
    await canvas.expectDocument(['edges', 0, 'routes'], ['ANY /nlb', 'ANY /nlb/{proxy+}']);
  });

  it('gives a second wire out of a load balancer the next free listener', async () => {
    const canvas = await pages.open('callee');
    await canvas.connect('nlb', 'order-service');
    await canvas.expectDocument(['edges', 7], { from: 'nlb', to: 'order-service', listener: 8080 });
  });

  it('shows what is legal while drawing, and says why a wire is refused', async () => {
    const canvas = await pages.open('strays');
    const { page } = canvas;
    const dot = await canvas.pointIn(canvas.node('client').locator('.react-flow__handle-right'));
    const target = await canvas.pointIn(canvas.node('nlb'));
    await page.mouse.move(dot.x, dot.y);
    await page.mouse.down();
    await page.mouse.move(target.x, target.y, { steps: 5 });
    expect(await canvas.node('api').getAttribute('class')).toContain(' legal');
    expect(await canvas.node('nlb').getAttribute('class')).toContain(' illegal');
    const reason = 'Client connects to API Gateway, not to Network load balancer.';
    expect(await page.locator('.connect-hint').innerText()).toBe(reason);
    await page.mouse.up();
    expect(await page.getByTestId('notice').innerText()).toContain(reason);
    expect(await canvas.edits()).toBe(0);
  });
});

describe('moving', () => {
  it('writes all that moved as one edit, snapped to the dots', async () => {
    const canvas = await pages.open('two');
    await canvas.select('nlb-users');
    await canvas.page.keyboard.down('Shift');
    await canvas.select('nlb-orders');
    await canvas.page.keyboard.up('Shift');
    const from = await canvas.pointIn(canvas.node('nlb-users'), { x: 0.5, y: 0.3 });
    await canvas.drag(from, { x: from.x + 40, y: from.y + 120 });
    await expect.poll(() => placedIn(canvas)).toEqual(['nlb-users', 'nlb-orders']);
    expect(await canvas.edits()).toBe(1);
    const position = valueAt(await canvas.document(), ['layout', 'nlb-users']);
    expect(Array.isArray(position) && position.every((value) => Number(value) % 16 === 0)).toBe(true);
  });

  it('takes the services of a cluster along by its head', async () => {
    const canvas = await pages.open('two');
    const head = await canvas.pointIn(canvas.node('cluster').locator('.frame-head'));
    await canvas.drag(head, { x: head.x, y: head.y + 100 });
    await expect.poll(() => placedIn(canvas)).toEqual(['user-service', 'order-service']);
    expect(await canvas.edits()).toBe(1);
  });

  it('changes the cluster of a service that is dropped into another, in the same step', async () => {
    const canvas = await pages.open('two');
    await canvas.bring('ecsCluster', { x: 560, y: 700 });
    await canvas.node('cluster-2').waitFor();
    const from = await canvas.pointIn(canvas.node('order-service'), { x: 0.4, y: 0.2 });
    await canvas.drag(from, await canvas.pointIn(canvas.node('cluster-2'), { x: 0.45, y: 0.3 }));
    await canvas.expectDocument(['nodes', 'order-service', 'cluster'], 'cluster-2');
    const last = (await canvas.received()).findLast(({ type }) => type === 'edit');
    expect(last).toMatchObject({ edit: { type: 'batch', edits: [{ type: 'move' }, { type: 'setField' }] } });
  });

  it('moves the selection with Alt and the arrow keys, one dot at a time', async () => {
    const canvas = await pages.open('chain');
    await canvas.select('api');
    await canvas.page.keyboard.press('Alt+ArrowDown');
    await expect.poll(() => placedIn(canvas)).toEqual(['api']);
    const [x, y] = valueAt(await canvas.document(), ['layout', 'api']) as unknown as [number, number];
    await canvas.page.keyboard.press('Alt+Shift+ArrowRight');
    await canvas.expectDocument(['layout', 'api'], [x + 64, y]);
  });

  it('writes nothing by looking', async () => {
    const canvas = await pages.open('chain');
    await canvas.select('api');
    await canvas.page.mouse.move(500, 700);
    await canvas.page.mouse.wheel(0, 200);
    await canvas.page.getByRole('button', { name: 'Fit to window' }).click();
    expect(await canvas.edits()).toBe(0);
  });
});

describe('selecting and deleting', () => {
  it('selects with a marquee, and deletes all of it with its wires in one step', async () => {
    const canvas = await pages.open('two');
    const [top, bottom] = [
      await canvas.pointIn(canvas.node('nlb-orders'), { x: -0.15, y: -0.3 }),
      await canvas.pointIn(canvas.node('nlb-users'), { x: 0.7, y: 1.4 }),
    ];
    await canvas.drag(top, bottom);
    await expect.poll(() => canvas.page.getByTestId('inspector').innerText()).toContain('selected');
    await canvas.page.keyboard.press('Delete');
    await canvas.expectDocument(['nodes', 'nlb-users'], undefined);
    expect(await canvas.edits()).toBe(1);
    const document = await canvas.document();
    expect(valueAt(document, ['nodes', 'nlb-users'])).toBeUndefined();
    expect(valueAt(document, ['nodes', 'nlb-orders'])).toBeUndefined();
    expect(valueAt(document, ['nodes', 'cluster'])).toBeDefined();
    expect(JSON.stringify(valueAt(document, ['edges']))).not.toContain('nlb-');
  });

  it('selects everything with Ctrl+A and nothing with Escape', async () => {
    const canvas = await pages.open('chain');
    await canvas.select('api');
    await canvas.page.keyboard.press('Control+a');
    await expect.poll(() => canvas.page.getByTestId('inspector').innerText()).toContain('12 selected');
    await canvas.page.keyboard.press('Escape');
    await expect
      .poll(() => canvas.page.getByTestId('inspector').innerText())
      .toContain('chain.topology.json');
  });

  it('selects a wire and deletes it by the button of the inspector', async () => {
    const canvas = await pages.open('chain');
    await canvas.clickWire('api--link');
    await canvas.page.getByTestId('delete').click();
    await expect
      .poll(async () => JSON.stringify(valueAt(await canvas.document(), ['edges'])))
      .not.toContain('"from":"api"');
  });

  it('takes one gesture back with Ctrl+Z and brings it again with Ctrl+Shift+Z', async () => {
    const canvas = await pages.open('chain');
    await canvas.select('nlb');
    await canvas.page.keyboard.press('Backspace');
    await canvas.expectDocument(['nodes', 'nlb'], undefined);
    await canvas.page.keyboard.press('Control+z');
    await canvas.expectDocument(['nodes', 'nlb', 'kind'], 'nlb');
    await canvas.page.keyboard.press('Control+Shift+z');
    await canvas.expectDocument(['nodes', 'nlb'], undefined);
    expect(await canvas.commands()).toEqual(['undo', 'redo']);
  });
});

describe('renaming', () => {
  it('writes the title of a card after a double click', async () => {
    const canvas = await pages.open('chain');
    await canvas.node('api').locator('.card-title').dblclick();
    await canvas.page.keyboard.type('Front door');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'api', 'title'], 'Front door');
    await expect.poll(() => canvas.node('api').innerText()).toContain('Front door');
  });

  it('renames with F2, and takes back with Escape', async () => {
    const canvas = await pages.open('chain');
    await canvas.select('api');
    await canvas.page.keyboard.press('F2');
    await canvas.page.keyboard.type('Nothing');
    await canvas.page.keyboard.press('Escape');
    expect(await canvas.edits()).toBe(0);
    expect(await canvas.node('api').innerText()).toContain('microservice-api');
  });

  it('gives a node another id everywhere it is mentioned, and keeps it selected', async () => {
    const canvas = await pages.open('chain');
    await canvas.select('cluster');
    await canvas.field('@id').fill('main');
    await canvas.page.keyboard.press('Enter');
    await canvas.expectDocument(['nodes', 'user-service', 'cluster'], 'main');
    await expect.poll(() => canvas.field('@id').inputValue()).toBe('main');
  });
});

describe('the host', () => {
  it('draws an edit before the host has answered it', async () => {
    const canvas = await pages.open('strays', { latency: 1500 });
    await canvas.connect('client', 'api');
    expect(await canvas.edge('client--api').count()).toBe(1);
    await canvas.expectDocument(['edges', 0], undefined);
  });

  it('keeps what is pending when the text changes underneath', async () => {
    const canvas = await pages.open('strays', { latency: 600 });
    await canvas.connect('client', 'api');
    await canvas.type('region', 'eu-west-1');
    expect(await canvas.edge('client--api').count()).toBe(1);
    await canvas.expectDocument(['edges', 0], { from: 'client', to: 'api' });
    await canvas.expectDocument(['region'], 'eu-west-1');
  });

  it('takes back an edit that the host refuses, and says why', async () => {
    const canvas = await pages.open('chain', { latency: 300 });
    await canvas.select('nlb');
    await canvas.field('name').fill('nlb-two');
    await canvas.page.keyboard.press('Enter');
    await canvas.page.evaluate(() =>
      window.fakeHost.replace({ version: 1, name: 'x', nodes: {}, edges: [] }),
    );
    await expect
      .poll(() => canvas.page.getByTestId('notice').innerText())
      .toContain('There is no such node any more: nlb');
    await expect.poll(() => canvas.page.getByTestId('empty').count()).toBe(1);
  });

  it('keeps the last good drawing read-only, with the reason, when the text does not parse', async () => {
    const canvas = await pages.open('readonly');
    expect(await canvas.page.getByTestId('read-only').innerText()).toContain('a comma is missing in line 14');
    await canvas.select('api');
    await canvas.page.keyboard.press('Delete');
    expect(await canvas.field('stage').getAttribute('readonly')).not.toBeNull();
    expect(await canvas.page.getByTestId('palette-nlb').isDisabled()).toBe(true);
    expect(await canvas.edits()).toBe(0);
    await canvas.page.evaluate(() => window.fakeHost.setReadOnly(undefined));
    await expect.poll(() => canvas.page.getByTestId('read-only').count()).toBe(0);
  });

  it('shows a node that the host reveals', async () => {
    const canvas = await pages.open('many');
    await canvas.page.evaluate(() => window.fakeHost.post({ type: 'reveal', node: 'service-40' }));
    await expect.poll(() => canvas.node('service-40').isVisible()).toBe(true);
    expect(await canvas.page.getByTestId('inspector').innerText()).toContain('service-40');
  });
});
