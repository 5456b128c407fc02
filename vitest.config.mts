import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** One project a ring, so that `vitest run --project unit` is milliseconds and needs nothing from outside. */
function ring(
  name: string,
  options: { testTimeout: number; fileParallelism?: boolean; maxWorkers?: number; retry?: number },
) {
  return {
    extends: true as const,
    // What is set up before a test, an emulator reset say, may take as long as the test.
    test: {
      name,
      include: [`test/${name}/**/*.test.{ts,tsx}`],
      hookTimeout: options.testTimeout,
      ...options,
    },
  };
}

export default defineConfig({
  test: {
    // Only VS Code itself has it.
    alias: { vscode: fileURLToPath(new URL('test/fakes/vscode.ts', import.meta.url)) },
    // `npm run coverage` asks of the engine that hardly a line goes untested.
    coverage: { provider: 'v8', include: ['src/engine/**'], reporter: ['text'], thresholds: { lines: 95 } },
    // Which Node a later SDK will need is no news to a test.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    projects: [
      // Milliseconds each; the limit is for a machine that is busy with something else.
      ring('unit', { testTimeout: 30_000 }),
      // New seeds each time, for as long as there is time; `fuzz:full` counts instead.
      ring('fuzz', { testTimeout: process.env['FUZZ_FULL'] === '1' ? 0 : 120_000, fileParallelism: false }),
      ring('webview', { testTimeout: 60_000, fileParallelism: false }),
      // Each file has a moto of its own. Half the time of a test goes by in it.
      ring('wire', { testTimeout: 180_000, maxWorkers: 2 }),
      ring('chaos', { testTimeout: 300_000 }),
      // VS Code may make a webview's frame anew while it is asked for something.
      ring('e2e', { testTimeout: 300_000, fileParallelism: false, retry: 2 }),
    ],
  },
});
