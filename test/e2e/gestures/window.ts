import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { canvasOf, type Canvas } from '../host/canvas';
import { ensureVscodeHost } from '../host/install';
import { packageExtension, project, vsix } from '../host/package';
import { startServer, type ServerOptions } from '../host/server';
import { openWorkbench, type Workbench } from '../host/workbench';
import { makeWorkspace, type TempWorkspace } from '../host/workspace';

/** A window on a workspace of its own, with the packaged extension. One serves all tests of a file: starting takes seconds. */
export interface TestWindow extends AsyncDisposable {
  readonly workbench: Workbench;
  readonly workspace: TempWorkspace;
  /** Opens a topology on its canvas. */
  open(file: string): Promise<Canvas>;
  /** Saves with the keyboard and returns the text on disk once it fits. */
  saved(file: string, fits: (text: string) => boolean): Promise<string>;
}

/** Milliseconds until a window is there, the first one on a machine included. */
const startMs = 240_000;
/** Milliseconds in which what was done shows; less than a notice of the canvas stays, so that the photograph of a failure has it. */
export const soonMs = 7000;

/**
 * A window for all tests of a file: opened before the first, closed after the last. What fails is photographed into `artifacts/e2e`,
 * and no page of the extension may have complained by the end, about its content security policy least of all.
 */
export function useWindow(
  files: Readonly<Record<string, string>>,
  settings: ServerOptions['settings'] = {},
): () => TestWindow {
  let window: TestWindow | undefined;
  const get = () => {
    if (!window) throw new Error('The window is open only while tests run');
    return window;
  };
  beforeAll(async () => {
    window = await openWindow(files, settings);
    await window.workbench.hideSideBar();
  }, startMs);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail')
      await window?.workbench.screenshot(`failed ${task.name}`.replace(/[^\w]+/g, '-').slice(0, 80));
    // The next one finds an empty window, whatever this one left open.
    await window?.workbench.hidePanel();
    await window?.workbench.closeAll();
  }, startMs);
  afterAll(async () => {
    const complaints = window?.workbench.complaints();
    await window?.[Symbol.asyncDispose]();
    expect(complaints).toEqual([]);
  });
  return get;
}

/** Opens a window on these files; its screenshots go to `artifacts/e2e`. */
async function openWindow(
  files: Readonly<Record<string, string>>,
  settings: ServerOptions['settings'],
): Promise<TestWindow> {
  const report = () => undefined;
  const host = await ensureVscodeHost(report);
  if (!existsSync(vsix)) await packageExtension(report);
  const workspace = await makeWorkspace(files);
  const { folder } = workspace;
  const server = await startServer({ host, vsix, workspace: folder, settings, removeAtEnd: [folder] });
  const workbench = await openWorkbench(server, {
    shots: join(project, 'artifacts', 'e2e'),
    viewport: { width: 1600, height: 1000 },
  });
  return {
    workbench,
    workspace,
    async open(file) {
      await workbench.openFile(file);
      return canvasOf(workbench);
    },
    async saved(file, fits) {
      let text = '';
      await expect
        .poll(
          async () => {
            // More than once: VS Code does not save what it takes for saved while the save before is still on its way.
            await workbench.save();
            text = await workspace.read(file);
            // While it is being written there is nothing in it.
            return text !== '' && fits(text) ? 'fits' : text;
          },
          { timeout: soonMs, interval: 100 },
        )
        .toBe('fits');
      return text;
    },
    async [Symbol.asyncDispose]() {
      await workbench[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await workspace[Symbol.asyncDispose]();
    },
  };
}
