import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium, type Locator, type Page } from 'playwright-core';
// The build script is plain JavaScript; this is its one export.
import { devPageOptions } from '../../esbuild.mjs';
import { valueAt, type JsonPath, type JsonValue } from '../../src/model/json';
import type { FromWebview } from '../../src/model/protocol';
import { THEMES, type Theme } from '../../webview/dev/themes';
import { ensureChromium, launchOptions } from '../e2e/host/chromium';
import { serveFolder } from '../fakes/folderServer';

export const ALL_THEMES: readonly Theme[] = ['dark', 'light', 'hc', 'hc-light'];

export interface OpenOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** Milliseconds until the fake host answers an edit. */
  readonly latency?: number;
}

/** The development page in a Chromium of its own. */
export interface Pages {
  open(scenario: string, options?: OpenOptions): Promise<CanvasPage>;
  close(): Promise<void>;
}

/** Builds the page into a temporary folder, serves it on loopback and starts the browser. */
export async function startPages(): Promise<Pages> {
  const folder = await mkdtemp(path.join(tmpdir(), 'canvas-page-'));
  await build({ ...devPageOptions(folder), sourcemap: false });
  const server = await serveFolder(folder);
  const browser = await chromium.launch(launchOptions(await ensureChromium(() => undefined)));
  const refused: string[] = [];
  return {
    async open(scenario, { theme = 'dark', width = 1440, height = 900, latency = 0 } = {}) {
      const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
        if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
      });
      await page.goto(
        `http://127.0.0.1:${server.port}/?scenario=${scenario}&theme=${theme}&latency=${latency}`,
      );
      await page.getByTestId('canvas').waitFor();
      return new CanvasPage(page, faults);
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
      // Whatever a test looked at: nothing that it did may ask for what the policy refuses.
      if (refused.length > 0) throw new Error(`Refused by the security policy: ${refused.join('; ')}`);
    },
  };
}

/** One canvas, as a person uses it, and what its host got to know. */
export class CanvasPage {
  constructor(
    readonly page: Page,
    /** Errors of the page and violations of its security policy. */
    readonly faults: readonly string[],
  ) {}

  node(id: string): Locator {
    return this.page.getByTestId(`node-${id}`);
  }

  edge(key: string): Locator {
    return this.page.getByTestId(`edge-${key}`);
  }

  /** Clicks a wire where it is drawn: the middle of its box may be anywhere. */
  async clickWire(key: string): Promise<void> {
    const reach = this.edge(key).locator('.wire-reach');
    const at = await reach.evaluate((path: SVGPathElement) => {
      const point = path.getPointAtLength(path.getTotalLength() / 4);
      const { x, y } = point.matrixTransform(path.getScreenCTM() ?? undefined);
      return { x, y };
    });
    await this.page.mouse.click(at.x, at.y);
  }

  field(dottedPath: string): Locator {
    return this.page.getByTestId(`field-${dottedPath}`);
  }

  /** The host's document at a path, once it is as wanted; fails with what it is instead. */
  async expectDocument(path: JsonPath, wanted: JsonValue | undefined): Promise<void> {
    const expected = JSON.stringify(wanted);
    for (let tries = 0; tries < 100; tries += 1) {
      if (JSON.stringify(valueAt(await this.document(), path)) === expected) return;
      await this.page.waitForTimeout(20);
    }
    const found = JSON.stringify(valueAt(await this.document(), path));
    throw new Error(`${path.join('.')} is ${found} instead of ${expected}`);
  }

  async document(): Promise<JsonValue> {
    return this.page.evaluate(() => window.fakeHost.document ?? null);
  }

  /** What someone writes into the text beside the canvas: a member of the document. */
  async type(member: string, value: string): Promise<void> {
    await this.page.evaluate(
      ([member, value]) => {
        const { document } = window.fakeHost;
        const members = typeof document === 'object' && document !== null ? Object.entries(document) : [];
        window.fakeHost.replace(Object.fromEntries([...members, [member, value]]));
      },
      [member, value] as const,
    );
  }

  /** As VS Code does when somebody chooses another theme. */
  async wear(theme: Theme): Promise<void> {
    await this.page.evaluate((classes) => (document.body.className = classes), THEMES[theme]);
  }

  async received(): Promise<readonly FromWebview[]> {
    return this.page.evaluate(() => window.fakeHost.received);
  }

  /** Commands that the host was given. */
  async commands(): Promise<readonly string[]> {
    return (await this.received()).flatMap((message) =>
      message.type === 'command' ? [message.command] : [],
    );
  }

  async edits(): Promise<number> {
    return (await this.received()).filter(({ type }) => type === 'edit').length;
  }

  /** Clicks a card on its name, which no handle covers. */
  async select(id: string): Promise<void> {
    await this.node(id).locator('.card-title, .frame-title').first().click();
  }

  /** Drags with the mouse in a few steps, as a hand does. */
  async drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    // A hand begins slowly; what is dragged starts where the pointer is when it counts as a drag.
    await mouse.move(from.x + 2, from.y + 2);
    await mouse.move(from.x + 4, from.y + 4);
    for (let step = 1; step <= 5; step += 1) {
      await mouse.move(from.x + ((to.x - from.x) * step) / 5, from.y + ((to.y - from.y) * step) / 5);
    }
    await mouse.up();
  }

  /** A point inside an element; by default its middle. */
  async pointIn(locator: Locator, part = { x: 0.5, y: 0.5 }): Promise<{ x: number; y: number }> {
    const box = await locator.boundingBox();
    if (!box) throw new Error('The element is not in the page');
    return { x: box.x + box.width * part.x, y: box.y + box.height * part.y };
  }

  /** Drags from the dot at the right of one card onto the middle of another. */
  async connect(from: string, to: string): Promise<void> {
    const dot = this.node(from).locator('.react-flow__handle-right');
    await this.drag(await this.pointIn(dot), await this.pointIn(this.node(to)));
  }

  /** Drags a kind from the palette to a point of the page. */
  async bring(kind: string, to: { x: number; y: number }): Promise<void> {
    await this.drag(await this.pointIn(this.page.getByTestId(`palette-${kind}`)), to);
  }
}
