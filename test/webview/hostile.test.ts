import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/model/json';
import { HOSTILE } from './hostile';
import { startPages, type CanvasPage, type Pages } from './page';

let pages: Pages;
beforeAll(async () => {
  pages = await startPages();
}, 120_000);
afterAll(() => pages.close());

const executed = (canvas: CanvasPage) =>
  canvas.page.evaluate(() => 'executed' in window || 'executed' in Object.prototype);

/** So many texts of all are typed into a field of one page; in another page the field gets others. */
const EVERY = 10;
/** Of the ten parts one, another each time; `HOSTILE_FULL=1` takes all, for minutes. */
const FULL = process.env['HOSTILE_FULL'] === '1';
const PARTS = FULL
  ? Array.from({ length: EVERY }, (_none, part) => part)
  : [Math.floor(Math.random() * EVERY)];

/** Types a part of the texts into every field that is shown, and leaves it; answers how many texts the busiest field got. */
function typeAll(canvas: CanvasPage, part: number): Promise<number> {
  return canvas.page.evaluate(
    async ({ texts, every, offset }) => {
      const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      const names = () =>
        [...document.querySelectorAll<HTMLInputElement>('.inspector input:not([type=checkbox])')].map(
          ({ dataset }) => dataset['testid'] ?? '',
        );
      const typed = new Map<string, number>();
      for (const [index, text] of texts.entries()) {
        for (const [place, name] of names().entries()) {
          if ((index + place) % every !== offset) continue;
          // What was typed before may have taken it away.
          const input = document.querySelector<HTMLInputElement>(`[data-testid="${CSS.escape(name)}"]`);
          if (!input) continue;
          input.focus();
          setValue?.call(input, text);
          input.dispatchEvent(new Event('input', { bubbles: true }));
          typed.set(name, (typed.get(name) ?? 0) + 1);
        }
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return Math.max(...typed.values());
    },
    { texts: HOSTILE, every: EVERY, offset: part },
  );
}

describe('two hundred hostile texts', () => {
  it.each([
    ['the topology', undefined],
    ['a service', 'user-service'],
    ['a client', 'client'],
    ['an API', 'api'],
    ['a load balancer', 'nlb-users'],
    ['a wire', 'link--nlb-users'],
  ])(
    'typed into the fields of %s execute nothing',
    async (_name, node) => {
      expect(new Set(HOSTILE).size).toBe(200);
      for (const part of PARTS) {
        const canvas = await pages.open('two');
        if (node?.includes('--')) await canvas.clickWire(node);
        else if (node !== undefined) await canvas.select(node);
        expect(await typeAll(canvas, part)).toBeGreaterThanOrEqual(HOSTILE.length / EVERY);
        expect(await executed(canvas)).toBe(false);
        expect(canvas.faults).toEqual([]);
        await canvas.page.close();
      }
    },
    FULL ? 1_800_000 : 120_000,
  );

  it('in every text of a file execute nothing', async () => {
    const canvas = await pages.open('two');
    const file = await canvas.document();
    await canvas.select('user-service');
    for (const text of HOSTILE) {
      await canvas.page.evaluate(
        // As text: the types of JSON are too deep for the way into the page.
        (json) => window.fakeHost.replace(JSON.parse(json) as never),
        JSON.stringify(poisoned(file, text)),
      );
    }
    await canvas.page.locator('.card').first().waitFor();
    expect(await executed(canvas)).toBe(false);
    expect(canvas.faults).toEqual([]);
  }, 120_000);

  it('in the words of the account execute nothing', async () => {
    const canvas = await pages.open('broken');
    for (const text of HOSTILE) {
      await canvas.page.evaluate((text) => {
        const hop = { state: 'broken' as const, summary: text, reason: text, remedy: text };
        window.fakeHost.setStatus({
          type: 'status',
          connection: { label: text, kind: 'aws', account: text, region: text },
          nodes: { 'user-service': hop, api: hop },
          edges: {},
          brokenHop: 'user-service',
          invokeUrl: text,
          response: { request: text, ok: false, status: 500, body: text, error: text },
        });
      }, text);
    }
    expect(await canvas.page.getByTestId('callout').innerText()).not.toBe('');
    expect(await executed(canvas)).toBe(false);
    expect(canvas.faults).toEqual([]);
  }, 120_000);
});

/** The file with the text in place of every other, names of kinds and ends of wires excepted: those decide what is drawn. */
function poisoned(value: JsonValue, text: string, key = ''): JsonValue {
  if (typeof value === 'string') return ['kind', 'from', 'to', 'cluster'].includes(key) ? value : text;
  if (Array.isArray(value)) return (value as JsonValue[]).map((item) => poisoned(item, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, poisoned(member, text, name)]),
  );
}
