import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { ALL_THEMES, startPages, type CanvasPage, type Pages } from './page';

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
}, 120_000);
afterAll(() => pages.close());

/** What a person has in front of them, by what they did to come there. */
const VIEWS: readonly { name: string; scenario: string; go?: (canvas: CanvasPage) => Promise<unknown> }[] = [
  { name: 'an empty canvas', scenario: 'empty' },
  { name: 'a chain and the settings of the topology', scenario: 'chain' },
  { name: 'the settings of a service', scenario: 'two', go: (canvas) => canvas.select('user-service') },
  {
    name: 'the settings of a wire',
    scenario: 'two',
    go: async (canvas) => {
      await canvas.clickWire('link--nlb-users');
    },
  },
  { name: 'problems', scenario: 'problems', go: (canvas) => canvas.select('user-service') },
  { name: 'an environment', scenario: 'environments', go: (canvas) => canvas.select('user-service') },
  {
    name: 'the choice of an environment',
    scenario: 'environments',
    go: (canvas) => canvas.page.getByRole('button', { name: /^Environment/ }).click(),
  },
  { name: 'a plan', scenario: 'plan' },
  {
    name: 'what a plan does with a card',
    scenario: 'plan',
    go: (canvas) => canvas.page.getByTestId('plan-user-service').click(),
  },
  {
    name: 'the problems of a card',
    scenario: 'problems',
    go: (canvas) => canvas.page.getByTestId('problems-user-service').click(),
  },
  { name: 'a teardown', scenario: 'teardown' },
  { name: 'a deploy', scenario: 'deploying' },
  { name: 'a broken hop', scenario: 'broken' },
  {
    name: 'an open menu',
    scenario: 'green',
    go: (canvas) => canvas.page.getByRole('button', { name: 'More actions' }).click(),
  },
  { name: 'a drawing that cannot be changed', scenario: 'readonly' },
  ...['a', '/', 'ControlOrMeta+f', '?', 'Shift+F10'].map((key) => ({
    name: `what ${key} opens`,
    scenario: 'two',
    async go(canvas: CanvasPage) {
      await canvas.node('nlb-users').click();
      await canvas.page.keyboard.press(key);
      await canvas.page.locator('.overlay').waitFor();
    },
  })),
  { name: 'a large drawing', scenario: 'large-300' },
  {
    name: 'a question',
    scenario: 'large-300',
    async go({ page }) {
      await page.keyboard.press('Shift+Alt+f');
      await page.getByTestId('dialog').waitFor();
    },
  },
];

describe.each(VIEWS)('$name', ({ scenario, go }) => {
  it('has no fault that axe-core knows of in any theme', async () => {
    const canvas = await pages.open(scenario);
    await go?.(canvas);
    for (const theme of ALL_THEMES) {
      await canvas.wear(theme);
      expect(await violations(canvas.page), theme).toEqual([]);
    }
    expect(canvas.faults).toEqual([]);
    await canvas.page.close();
  });
});
