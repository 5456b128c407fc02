import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { valueAt } from '../../src/model/json';
import { startPages, type CanvasPage, type Pages } from './page';

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
}, 120_000);
afterAll(() => pages.close());

const PATCH = ['environments', 'dev', 'nodes', 'user-service'];
const choose = async (canvas: CanvasPage, name: string) => {
  await canvas.page.getByRole('button', { name: /^Environment/ }).click();
  await canvas.page.getByRole('menuitemradio', { name }).click();
};

describe('the environment that is shown', () => {
  it('is drawn with what it changes and without what it leaves out', async () => {
    const canvas = await pages.open('environments');
    expect(await canvas.node('user-service').innerText()).toContain('1 task');
    expect(await canvas.node('order-service').count()).toBe(0);
    await choose(canvas, 'base');
    await expect.poll(() => canvas.node('order-service').count()).toBe(1);
    expect(await canvas.node('user-service').innerText()).toContain('2 tasks');
    expect(canvas.faults).toEqual([]);
  });

  it('is chosen by the host, which every command follows', async () => {
    const canvas = await pages.open('environments');
    await choose(canvas, 'prod');
    expect((await canvas.received()).at(-1)).toEqual({
      type: 'command',
      command: 'selectEnvironment',
      environment: 'prod',
    });
    await expect.poll(() => canvas.node('order-service').count()).toBe(1);
    await canvas.page.evaluate(() => window.fakeHost.show(undefined));
    await canvas.page.getByRole('button', { name: 'Environment: base. Choose another' }).waitFor();
  });

  it('brings nothing to where it stood before', async () => {
    const canvas = await pages.open('environments', { width: 1600 });
    await choose(canvas, 'base');
    await canvas.node('order-service').waitFor();
    const before = await canvas.node('order-service').boundingBox();
    await choose(canvas, 'dev');
    await canvas.node('order-service').waitFor({ state: 'detached' });
    await choose(canvas, 'base');
    expect(await canvas.node('order-service').boundingBox()).toEqual(before);
  });

  it('tells its own problems only', async () => {
    const canvas = await pages.open('environments');
    expect(await canvas.page.getByTestId('problems-user-service').count()).toBe(0);
    await choose(canvas, 'prod');
    await canvas.page.getByTestId('problems-user-service').waitFor();
    await canvas.select('user-service');
    const memory = canvas.page.locator('[data-row="memory"]');
    await expect.poll(() => memory.innerText()).toContain('In prod:');
    await canvas.page.getByRole('button', { name: 'Show in the text' }).first().click();
    expect((await canvas.received()).at(-1)).toMatchObject({
      command: 'revealInText',
      path: '/environments/prod/nodes/user-service',
    });
  });
});

describe('a field of the environment that is shown', () => {
  it('is written to it and not to the base', async () => {
    const canvas = await pages.open('environments');
    await canvas.select('user-service');
    await canvas.field('cpu').selectOption({ index: 1 });
    await canvas.expectDocument([...PATCH, 'cpu'], 512);
    await canvas.expectDocument(['nodes', 'user-service', 'cpu'], undefined);
    await canvas.field('desiredCount').fill('3');
    await canvas.page.keyboard.press('Tab');
    await canvas.expectDocument([...PATCH, 'desiredCount'], 3);
    await canvas.expectDocument(['nodes', 'user-service', 'desiredCount'], 2);
  });

  it('that differs is marked, and goes back to the base with one click', async () => {
    const canvas = await pages.open('environments');
    await canvas.select('user-service');
    expect(await canvas.page.locator('.field.differs').count()).toBe(2);
    await canvas.page.getByTestId('base-desiredCount').click();
    await canvas.expectDocument(PATCH, { environment: { LOG_LEVEL: 'debug' } });
    expect(await canvas.field('desiredCount').inputValue()).toBe('2');
    await canvas.page.getByRole('button', { name: 'Put all of it back to the base' }).click();
    await canvas.expectDocument(PATCH, undefined);
    await canvas.expectDocument(['environments', 'dev', 'nodes'], {
      'order-service': null,
      'nlb-orders': null,
    });
  });

  it('is written to it also when another one is shown while it is typed', async () => {
    const canvas = await pages.open('environments');
    await canvas.select('user-service');
    await canvas.field('desiredCount').fill('7');
    await canvas.page.evaluate(() => window.fakeHost.show('prod'));
    await canvas.expectDocument([...PATCH, 'desiredCount'], 7);
    await canvas.expectDocument(['environments', 'prod', 'nodes', 'user-service', 'desiredCount'], undefined);
  });
});

describe('a card of the environment that is shown', () => {
  it('is taken away there alone, and comes back from the base', async () => {
    const canvas = await pages.open('environments');
    await canvas.select('nlb-users');
    await canvas.page.keyboard.press('Delete');
    await canvas.expectDocument(['environments', 'dev', 'nodes', 'nlb-users'], null);
    await canvas.expectDocument(['nodes', 'nlb-users', 'kind'], 'nlb');
    await canvas.page.getByTestId('bring-back-nlb-users').click();
    await canvas.expectDocument(['environments', 'dev', 'nodes', 'nlb-users'], undefined);
    await canvas.node('nlb-users').waitFor();
  });

  it('is moved for all of them', async () => {
    const canvas = await pages.open('environments', { width: 1600 });
    const from = await canvas.pointIn(canvas.node('namespace').locator('.card-kind'));
    await canvas.drag(from, { x: from.x - 160, y: from.y + 80 });
    const layout = async () => valueAt(await canvas.document(), ['layout', 'namespace']);
    await expect.poll(layout).toHaveLength(2);
    await canvas.expectDocument(['environments', 'dev', 'layout'], undefined);
  });
});

describe('a new environment', () => {
  it('begins as the base is, under a name that one can have', async () => {
    const canvas = await pages.open('chain');
    const name = canvas.field('environments.@new');
    await name.fill('Production Europe');
    expect(await canvas.page.locator('.inspector').innerText()).toContain('at most 12 long');
    await name.press('Enter');
    expect(await canvas.edits()).toBe(0);
    await name.fill('prod');
    await name.press('Enter');
    await canvas.expectDocument(['environments'], { prod: {} });
    await canvas.page.getByRole('button', { name: 'prod show' }).click();
    expect(await canvas.commands()).toEqual(['selectEnvironment']);
  });
});
