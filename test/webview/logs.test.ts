import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { entries, entry, startLogPages, type LogPages, type LogsPage } from './logsPage';
import { ALL_THEMES } from './page';
import { THEMES } from '../../webview/dev/themes';

let pages: LogPages;
beforeAll(async () => {
  pages = await startLogPages();
}, 120_000);
afterAll(() => pages.close());

async function withView(run: (view: LogsPage) => Promise<void>, sample = false): Promise<void> {
  const view = await pages.open({ sample });
  await run(view);
  expect(view.faults).toEqual([]);
  await view.page.close();
}

describe('the log view', () => {
  it('says what to do before the first tail, and what it waits for', () =>
    withView(async ({ page, begin }) => {
      await expect(page.getByText('Tail the logs of a service to see them here.').isVisible()).resolves.toBe(
        true,
      );
      await begin.call({ page });
      await page.getByText('No lines yet').waitFor();
    }));

  it('sticks to the end until one scrolls up, and again from there on', () =>
    withView(async (view) => {
      await view.begin();
      await view.write(entries(500));
      expect((await view.messages()).at(-1)).toBe('line 499');
      await view.button('lines').hover();
      await view.page.mouse.wheel(0, -2_000);
      await view.page.waitForTimeout(50);
      const before = await view.messages();
      await view.write(entries(200, 500));
      expect(await view.messages()).toEqual(before);
      await view.button('end').click();
      expect((await view.messages()).at(-1)).toBe('line 699');
      await view.write(entries(10, 700));
      expect((await view.messages()).at(-1)).toBe('line 709');
    }));

  it('counts what comes while it is paused, and shows it after', () =>
    withView(async (view) => {
      await view.begin();
      await view.write(entries(5));
      await view.button('pause').click();
      await view.write(entries(3, 5));
      expect(await view.messages()).toHaveLength(5);
      expect(await view.button('pause').textContent()).toBe('Resume (3 new)');
      await view.button('pause').click();
      expect((await view.messages()).at(-1)).toBe('line 7');
    }));

  it('includes, excludes and highlights by regular expressions, and says a wrong one', () =>
    withView(async (view) => {
      await view.begin();
      await view.write([entry('GET /users'), entry('GET /health'), entry('POST /users')]);
      await view.button('filters').click();
      await view.button('include').fill('^users aaaaaa get');
      expect(await view.messages()).toEqual(['GET /users', 'GET /health']);
      await view.button('exclude').fill('health');
      expect(await view.messages()).toEqual(['GET /users']);
      await view.button('exclude').fill('(health');
      expect(await view.button('fault').textContent()).toMatch(/no regular expression/);
      expect(await view.messages()).toEqual(['GET /users']);
      await view.button('exclude').fill('');
      expect(await view.button('fault').textContent()).toBe('');
      await view.button('highlight').fill('/u[a-z]+');
      await view.settled();
      expect(await view.page.locator('mark.highlight').allTextContents()).toEqual(['/users']);
    }));

  it('finds the next and the previous match, around the ends', () =>
    withView(async (view) => {
      await view.begin();
      await view.write(
        entries(1_000).map((line, index) => (index % 250 === 7 ? { ...line, message: 'needle' } : line)),
      );
      await view.page.keyboard.press('ControlOrMeta+f');
      await view.page.keyboard.type('needle');
      await view.page.keyboard.press('Enter');
      expect(await view.messages()).toContain('needle');
      const found = view.page.locator('.found');
      const first = await found.textContent();
      expect(first).toMatch(/^[1-4] of 4$/);
      await view.page.keyboard.press('Shift+Enter');
      await view.page.keyboard.press('Enter');
      expect(await found.textContent()).toBe(first);
      expect(await view.page.locator('.line.current').count()).toBe(1);
    }));

  it('shows JSON by level and message, all of it when opened by keyboard, and keeps the focus there', () =>
    withView(async (view) => {
      await view.begin();
      await view.write([entry('{"level":"error","msg":"failed","order":{"id":42}}'), entry('plain')]);
      expect((await view.messages())[0]).toBe('ERRORfailed order={"id":42}');
      const opener = view.page.locator('.opener');
      await opener.focus();
      await view.page.keyboard.press('Enter');
      expect(await view.page.locator('.whole').textContent()).toContain('"id": 42');
      expect(await opener.getAttribute('aria-expanded')).toBe('true');
      expect(await opener.evaluate((it) => it === document.activeElement)).toBe(true);
      const [whole, plain] = [view.page.locator('.line').nth(0), view.page.locator('.line').nth(1)];
      const box = await whole.boundingBox();
      expect((await plain.boundingBox())?.y).toBeCloseTo((box?.y ?? 0) + (box?.height ?? 0), 0);
    }));

  it('renders colours and drops whatever else could do something', () =>
    withView(async (view) => {
      await view.begin();
      await view.write([
        entry(
          '\u001b[31mred\u001b[0m \u001b]8;;https://example.com\u0007link\u001b]8;;\u0007 \u0007\u009b2Jend',
        ),
        entry('<img src=x onerror="document.title=1"><script>document.title=2</script>'),
      ]);
      expect((await view.messages())[0]).toBe('red link end');
      expect(await view.page.locator('.fg-1').textContent()).toBe('red');
      expect(await view.page.locator('.scroller img, .scroller script').count()).toBe(0);
    }));

  it('names each task beside its colour, which it keeps', () =>
    withView(async (view) => {
      await view.begin();
      await view.write([
        entry('one', { task: 'abcdef99' }),
        entry('two', { task: '123456' }),
        entry('api', { task: '' }),
      ]);
      expect(await view.page.locator('.line .task').allTextContents()).toEqual([
        'abcdef',
        '123456',
        'access log',
      ]);
      const classes = () =>
        view.page.evaluate(() => [...document.querySelectorAll('.line')].map((row) => row.className));
      const before = await classes();
      expect(new Set(before).size).toBe(3);
      await view.page.reload();
      await view.begin();
      await view.write([entry('two', { task: '123456' })]);
      expect(await classes()).toEqual([before[1]]);
    }));

  it('keeps filters, place and pause while it is hidden', () =>
    withView(async (view) => {
      await view.begin();
      await view.write(entries(600));
      await view.button('filters').click();
      await view.button('include').fill('line');
      await view.button('lines').hover();
      await view.page.mouse.wheel(0, -3_000);
      await view.page.waitForTimeout(300);
      await view.button('pause').click();
      const place = (await view.messages())[0];
      await view.button('lines').hover();
      await view.page.mouse.wheel(0, -4_000);
      await view.page.waitForTimeout(300);
      await view.page.reload();
      await view.begin();
      await view.write(entries(650));
      expect(await view.button('include').inputValue()).toBe('line');
      expect(await view.button('pause').textContent()).toBe('Resume (50 new)');
      expect(await view.messages()).not.toContain('line 599');
      expect(place).toMatch(/^line /);
    }));

  it('tells the host what was asked for', () =>
    withView(async (view) => {
      await view.begin();
      await view.write(entries(3));
      await view.button('filters').click();
      await view.button('include').fill('line 1');
      await view.button('save').click();
      await view.button('since').selectOption('60');
      await view.button('live').check();
      await view.button('aws-filter').fill('ERROR');
      await view.button('aws-filter').press('Enter');
      await view.button('run').click();
      await view.button('clear').click();
      const asked = (await view.received()).filter(({ type }) => type !== 'drawn' && type !== 'ready');
      expect(asked).toEqual([
        { type: 'save', choice: { include: 'line 1', exclude: '' } },
        { type: 'tail', query: { since: 60, filter: '', live: false } },
        { type: 'tail', query: { since: 60, filter: '', live: true } },
        { type: 'tail', query: { since: 60, filter: 'ERROR', live: true } },
        { type: 'command', command: 'stop' },
        { type: 'command', command: 'clear' },
      ]);
      expect(await view.messages()).toEqual([]);
    }));

  it(
    'stays smooth over a hundred thousand lines, with one message a frame and few elements',
    () =>
      withView(async (view) => {
        await view.begin();
        await view.write(entries(100_000));
        const { page } = view;
        expect(await page.evaluate(() => window.fakeLogs.mostInFlight)).toBe(1);
        expect(await page.locator('.line').count()).toBeLessThan(80);
        expect((await view.messages()).at(-1)).toBe('line 99999');
        // What the page works in a frame while it scrolls: frames on a busy machine say nothing of it.
        const devtools = await page.context().newCDPSession(page);
        await devtools.send('Performance.enable');
        const worked = async () => {
          const { metrics } = await devtools.send('Performance.getMetrics');
          return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
        };
        const before = await worked();
        const FRAMES = 60;
        await page.getByTestId('log-lines').evaluate(async (scroller, frames) => {
          for (let step = 0; step < frames; step += 1) {
            scroller.scrollTop = 500_000 + step * 600;
            await new Promise(requestAnimationFrame);
          }
        }, FRAMES);
        const each = ((await worked()) - before) / FRAMES;
        console.info(`${each.toFixed(1)} ms of work a frame at 100,000 lines`); // eslint-disable-line no-console -- a figure
        expect(each).toBeLessThan(20);
      }),
    120_000,
  );

  it('has no fault that axe-core knows of in any theme', async () => {
    const view = await pages.open({ sample: true });
    await view.button('filters').click();
    await view.button('highlight').fill('users');
    await view.button('exclude').fill('(');
    await view.page.locator('.opener').first().click();
    for (const theme of ALL_THEMES) {
      await view.page.evaluate((classes) => (document.body.className = classes), THEMES[theme]);
      await view.settled();
      expect(await violations(view.page), theme).toEqual([]);
    }
    expect(view.faults).toEqual([]);
    await view.page.close();
  });
});
