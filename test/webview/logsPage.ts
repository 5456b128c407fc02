import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { devPageOptions } from '../../esbuild.mjs';
import type { FromLogs, LogEntry } from '../../src/model/logProtocol';
import type { Theme } from '../../webview/dev/themes';
import { ensureChromium, launchOptions } from '../e2e/host/chromium';
import { serveFolder } from '../fakes/folderServer';

/** The log view with a fake host, in a Chromium of its own. */
export interface LogPages {
  open(options?: { theme?: Theme; sample?: boolean; width?: number; height?: number }): Promise<LogsPage>;
  close(): Promise<void>;
}

export async function startLogPages(): Promise<LogPages> {
  const folder = await mkdtemp(path.join(tmpdir(), 'logs-page-'));
  await build({ ...devPageOptions(folder), sourcemap: false });
  const server = await serveFolder(folder);
  const browser = await chromium.launch(launchOptions(await ensureChromium(() => undefined)));
  return {
    async open({ theme = 'dark', sample = false, width = 1200, height = 320 } = {}) {
      const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      const query = `theme=${theme}${sample ? '&sample' : ''}`;
      await page.goto(`http://127.0.0.1:${server.port}/logsPage.html?${query}`);
      await page.getByTestId('log-lines').waitFor();
      return new LogsPage(page, faults);
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One log view, as a person uses it, and what its host got to know. */
export class LogsPage {
  constructor(
    readonly page: Page,
    /** Errors of the page and violations of its security policy. */
    readonly faults: readonly string[],
  ) {}

  async begin(title = 'shop: users'): Promise<void> {
    await this.page.evaluate((text) => window.fakeLogs.begin(text), title);
  }

  /** Hands lines to the page, and waits until all of them are drawn. */
  async write(lines: readonly LogEntry[]): Promise<void> {
    await this.page.evaluate((more) => window.fakeLogs.write(more), lines);
    await this.settled();
  }

  /** Messages one after the other are drawn in frames. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(() => window.fakeLogs.inFlight === 0);
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }

  async received(): Promise<readonly FromLogs[]> {
    return this.page.evaluate(() => window.fakeLogs.received);
  }

  /** Texts of the messages that are in sight. */
  async messages(): Promise<string[]> {
    await this.settled();
    return this.page.evaluate(() => {
      const scroller = document.querySelector('.scroller');
      const box = scroller?.getBoundingClientRect();
      return [...document.querySelectorAll('.line')]
        .filter((row) => {
          const { top, bottom } = row.getBoundingClientRect();
          return box !== undefined && bottom > box.top + 1 && top < box.bottom - 1;
        })
        .map((row) => row.querySelector('.message')?.textContent ?? '');
    });
  }

  button(name: string) {
    return this.page.getByTestId(`log-${name}`);
  }
}

/** A line; numbered ones are a tenth of a second apart. */
export function entry(message: string, { task = 'aaaaaa1', service = 'users', at = 0 } = {}): LogEntry {
  return { timestamp: Date.UTC(2026, 10, 23, 9) + at, service, task, message };
}

export function entries(count: number, from = 0): LogEntry[] {
  return Array.from({ length: count }, (_none, index) =>
    entry(`line ${from + index}`, { at: 100 * (from + index), task: `task${(from + index) % 3}` }),
  );
}
