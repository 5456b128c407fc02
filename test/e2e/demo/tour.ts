import { canvasOf, type Canvas } from '../host/canvas';
import { openWorkbench, type Workbench } from '../host/workbench';
import type { Stage } from './stage';

/** Every card of the original chain. */
const nodes = ['client', 'api', 'link', 'nlb', 'cluster', 'user-service', 'namespace'];
const request = { name: 'list users', path: '/users' };
/** The sandbox runs 30 times faster than AWS, which takes some minutes for each of the two. */
const deployMs = 90_000;

/**
 * The whole way without a person: open, deploy, green, request, logs, destroy. Every step is done by mouse and keyboard and judged by
 * what is on the screen. Rejects with a sentence that names the step which went wrong.
 */
export async function takeTour(
  stage: Stage,
  shots: string | undefined,
  report: (line: string) => void,
): Promise<void> {
  const viewport = { width: 1600, height: 900 };
  await using workbench = await openWorkbench(stage.server, { report, viewport, ...(shots && { shots }) });
  const started = Date.now();
  for (const [index, { title, run }] of steps.entries()) {
    const shot = async (name = '') => {
      const parts = [String(index + 1).padStart(2, '0'), title.replaceAll(' ', '-'), name];
      await workbench.screenshot(parts.filter(Boolean).join('-'));
    };
    try {
      await run({ stage, workbench, canvas: () => canvasOf(workbench), shot });
      await shot();
    } catch (cause) {
      await workbench.screenshot('failed');
      const said = await workbench.notifications();
      const seen = said.length === 0 ? '' : ` VS Code says: ${said.join(' · ')}`;
      throw new Error(`The tour came as far as "${title}": ${sentence(cause)}${seen}`, { cause });
    }
    report(`${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s  ${title}`);
  }
  const complaints = workbench.complaints();
  if (complaints.length > 0) throw new Error(`Pages of the extension complained: ${complaints.join(' · ')}`);
}

interface Step {
  /** Also the name of its screenshot. */
  readonly title: string;
  run(scene: Scene): Promise<void>;
}

interface Scene {
  readonly stage: Stage;
  readonly workbench: Workbench;
  canvas(): Promise<Canvas>;
  /** A screenshot in the middle of a step; each ends with one by itself. */
  shot(name: string): Promise<void>;
}

const steps: readonly Step[] = [
  {
    title: 'open the chain',
    async run({ workbench, canvas }) {
      const page = await canvas();
      for (const id of nodes) await page.node(id).waitFor();
      await workbench.waitForStatus(/Sandbox · 123456789012 · ap-southeast-1/);
      for (const id of nodes) await page.waitForHealth(id, 'unknown', 30_000);
    },
  },
  {
    title: 'confirm the deploy',
    async run({ workbench, canvas, shot }) {
      await (await canvas()).press('Deploy topology');
      await workbench.waitForDialog();
      await shot('dialog');
      const said = await workbench.answerDialog('Deploy');
      for (const part of ['microservices', '123456789012', 'ap-southeast-1', 'Makes roles', 'docker.io']) {
        if (!said.includes(part)) throw new Error(`The dialog does not name ${part}: ${said}`);
      }
    },
  },
  {
    title: 'watch the deploy',
    async run({ canvas }) {
      const { frame } = await canvas();
      await frame
        .getByText(/^(Creating|Waiting for) /)
        .first()
        .waitFor();
      // Half way there is more to see than at the start.
      await frame.waitForTimeout(4000);
    },
  },
  {
    title: 'every hop is green',
    async run({ workbench, canvas, shot }) {
      await workbench.waitForNotification(/is deployed and answers/, deployMs);
      const page = await canvas();
      for (const id of nodes) await page.waitForHealth(id, 'ok', 30_000);
      await workbench.clearNotifications();
      for (const theme of ['light', 'highContrast'] as const) {
        await workbench.setTheme(theme);
        await shot(theme);
      }
      await workbench.setTheme('dark');
    },
  },
  {
    title: 'send a request',
    async run({ workbench, canvas }) {
      const page = await canvas();
      await page.press('Send request', request.name);
      const answer = page.frame.getByTestId('response').filter({ hasText: request.path });
      await answer.waitFor();
      const said = (await answer.innerText()).replaceAll('\n', ' ');
      if (!/\b200\b/.test(said)) throw new Error(`The answer is not 200: ${said}`);
      await workbench.clearNotifications();
    },
  },
  {
    title: 'read it in the log',
    async run({ workbench, canvas }) {
      await (await canvas()).press('Tail logs');
      const logs = await workbench.frameWith('log-lines');
      // The deploy has sent it once, to see whether the API answers; the second is ours.
      await logs.getByTestId('log-lines').getByText(`GET ${request.path} 200`).nth(1).waitFor();
    },
  },
  {
    title: 'confirm the destroy',
    async run({ stage, workbench, canvas, shot }) {
      await workbench.hidePanel();
      await (await canvas()).press('More actions', 'Destroy…');
      await workbench.pick('Delete the log groups too');
      await workbench.waitForInput(`Destroy ${stage.stack}`);
      await shot('dialog');
      await workbench.enter(stage.stack);
    },
  },
  {
    title: 'nothing is left',
    async run({ stage, workbench, canvas }) {
      await workbench.waitForNotification(/is destroyed/, deployMs);
      await workbench.openFile(stage.file);
      const page = await canvas();
      for (const id of nodes) await page.waitForHealth(id, 'unknown', 30_000);
    },
  },
];

function sentence(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  // playwright's own errors go on with a log of what it tried.
  return message.split('\n')[0] ?? message;
}
