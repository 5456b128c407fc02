import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser } from 'playwright-core';
import { devPageOptions } from '../../../esbuild.mjs';
import { ensureChromium, launchOptions } from '../../e2e/host/chromium';
import { serveFolder } from '../../fakes/folderServer';

/** Both pages served on loopback, and one browser for them. */
export interface Bench {
  readonly browser: Browser;
  /** Address of an empty page of the same server. */
  readonly nothing: string;
  address(variant: string, parameters: Readonly<Record<string, number>>): string;
  close(): Promise<void>;
}

/** Builds the pages as they are shipped, without source maps, and minified. */
export async function startBench(): Promise<Bench> {
  const folder = await mkdtemp(path.join(tmpdir(), 'canvas-bench-'));
  for (const variant of ['ours', 'vanilla']) {
    await build({
      ...devPageOptions(folder),
      entryPoints: { [variant]: `test/bench/canvas/page/${variant}.tsx` },
      sourcemap: false,
      minify: true,
    });
    await writeFile(
      path.join(folder, `${variant}.html`),
      `<!doctype html><meta charset="utf-8" /><link rel="stylesheet" href="${variant}.css" />
<div id="root"></div><script src="${variant}.js"></script>`,
    );
  }
  await writeFile(path.join(folder, 'nothing.html'), '<!doctype html>');
  const server = await serveFolder(folder);
  const origin = `http://127.0.0.1:${server.port}`;
  const browser = await chromium.launch(launchOptions(await ensureChromium((line) => console.log(line))));
  return {
    browser,
    nothing: `${origin}/nothing.html`,
    address(variant, parameters) {
      const query = new URLSearchParams(
        Object.entries(parameters).map(([name, value]) => [name, String(value)]),
      );
      return `${origin}/${variant}.html?${query.toString()}`;
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
