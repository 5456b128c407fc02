import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPages, type Pages } from './page';

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
}, 120_000);
afterAll(() => pages.close());

describe('a plan on the canvas', () => {
  it('tells with one click what it does with a card, property by property', async () => {
    const canvas = await pages.open('plan');
    await canvas.page.getByTestId('plan-link').click();
    const detail = canvas.page.getByTestId('card-detail');
    expect(await detail.innerText()).toMatch(/replace VPC link[\s\S]*subnetIds[\s\S]*Forces the replacement/);
    await canvas.page.keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });
    expect(await canvas.edits()).toBe(0);
  });

  it('draws what it deletes as ghosts, wires too, that say what goes', async () => {
    const canvas = await pages.open('plan');
    await canvas.page.getByTestId('ghost-nlb-users--report-service').waitFor({ state: 'attached' });
    await canvas.page.getByTestId('plan-report-service').click();
    expect(await canvas.page.getByTestId('card-detail').innerText()).toContain(
      'After nlb-users/listener/report-service/8081',
    );
  });

  it('draws a ghost where the card stood that was deleted here', async () => {
    const canvas = await pages.open('chain');
    const before = await canvas.node('namespace').boundingBox();
    await canvas.select('namespace');
    await canvas.page.keyboard.press('Delete');
    await canvas.expectDocument(['nodes', 'namespace'], undefined);
    await canvas.page.evaluate(() => {
      window.fakeHost.setStatus({
        type: 'status',
        connection: { label: 'dev', kind: 'aws' },
        nodes: {},
        edges: {},
        plan: {
          kind: 'deploy',
          summary: { create: 0, update: 0, replace: 0, delete: 1 },
          nodes: { namespace: { mark: 'delete', text: 'delete namespace' } },
          edges: { 'user-service--namespace': 'delete' },
          changes: [{ action: 'delete', node: 'namespace', what: 'namespace micro.local', properties: [] }],
        },
      });
    });
    const after = await canvas.page.getByTestId('ghost-namespace').boundingBox();
    expect([after?.x, after?.y]).toEqual([before?.x, before?.y]);
  });

  it('takes what was changed by hand into the file, or puts it back by a deploy', async () => {
    const canvas = await pages.open('plan');
    await canvas.page.getByTestId('plan-user-service').click();
    const detail = canvas.page.getByTestId('card-detail');
    await detail.getByRole('button', { name: 'Put back…' }).click();
    expect(await canvas.commands()).toEqual(['deploy']);
    await detail.getByRole('button', { name: 'Take into the file' }).click();
    await canvas.expectDocument(['nodes', 'user-service', 'desiredCount'], 3);
  });

  it('of a teardown lists everything in the order in which it goes', async () => {
    const canvas = await pages.open('teardown');
    const lines = await canvas.page.locator('.plan-order li').allInnerTexts();
    expect(lines.map((line) => line.replaceAll(/\s+/g, ' '))).toEqual([
      '− VPC link ecs-vpc-link delete link',
      '− load balancer nlb-user-service delete nlb',
      '− security group delete nlb',
      '− security group delete link',
    ]);
    expect(await canvas.page.getByRole('button', { name: /^Deploy/ }).count()).toBe(0);
  });

  it('of a running deploy says on each card for how long, and how long it will take', async () => {
    const canvas = await pages.open('deploying');
    expect(await canvas.node('nlb-users').innerText()).toContain('61 of ~150 s');
    expect(await canvas.page.getByTestId('run').innerText()).toContain('about 2 min 0 s left');
  });
});

describe('the problems of a card', () => {
  it('are told with one click, and mended with another', async () => {
    const canvas = await pages.open('quickfix');
    await canvas.page.getByTestId('problems-user-service').click();
    const detail = canvas.page.getByTestId('card-detail');
    expect(await detail.innerText()).toContain('Show in the text');
    await detail.getByRole('button').nth(1).click();
    await canvas.page.getByTestId('problems-user-service').waitFor({ state: 'detached' });
    await detail.waitFor({ state: 'detached' });
    expect(await canvas.edits()).toBe(1);
  });

  it('lead to the field where they are mended by hand', async () => {
    const canvas = await pages.open('quickfix');
    await canvas.page.getByTestId('problems-user-service').click();
    await canvas.page.getByTestId('card-detail').getByRole('button', { name: 'Go to the field' }).click();
    await expect
      .poll(() => canvas.page.evaluate(() => document.activeElement?.getAttribute('data-testid')))
      .toBe('field-memory');
    expect(await canvas.page.getByTestId('card-detail').count()).toBe(0);
  });

  it('are opened by the key for quick fixes, and mended by Enter', async () => {
    const canvas = await pages.open('quickfix');
    await canvas.select('user-service');
    await canvas.page.keyboard.press('Control+.');
    await canvas.page.getByTestId('card-detail').waitFor();
    await expect
      .poll(() => canvas.page.evaluate(() => document.activeElement?.textContent))
      .toBe('Set the memory to 2048 MiB');
    await canvas.page.keyboard.press('Enter');
    await canvas.page.getByTestId('problems-user-service').waitFor({ state: 'detached' });
  });
});

it('offers no deploy of a text that does not parse', async () => {
  const canvas = await pages.open('readonly');
  expect(await canvas.page.getByRole('button', { name: 'Deploy topology' }).isDisabled()).toBe(true);
});
