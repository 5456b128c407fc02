import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from '../demo/stage';
import { canvasOf, type Canvas } from '../host/canvas';
import { ExplorerView } from '../host/explorerView';
import { project } from '../host/package';
import { openWorkbench, type Workbench } from '../host/workbench';

/** Two deployed services in the simulated account, in one window for all tests: what follows stands on what went before. */
let stage: Stage;
let workbench: Workbench;
let canvas: Canvas;
let tree: ExplorerView;

const SOON = { timeout: 30_000 };
/** The sandbox runs 30 times faster than AWS, which takes minutes. */
const deployMs = 120_000;

beforeAll(async () => {
  const report = () => undefined;
  stage = await openStage('two-services', report);
  workbench = await openWorkbench(stage.server, {
    report,
    shots: join(project, 'artifacts', 'e2e'),
    viewport: { width: 1600, height: 1000 },
  });
  canvas = await canvasOf(workbench);
  tree = new ExplorerView(workbench.page);
  await workbench.waitForStatus(/Sandbox · 123456789012/);
  await canvas.press('Deploy topology');
  await workbench.answerDialog('Deploy');
  await workbench.waitForNotification(/is deployed and answers/, deployMs);
  await canvas.waitForHealth('order-service', 'ok', SOON.timeout);
  await workbench.clearNotifications();
}, 300_000);

afterEach(async ({ task }) => {
  const outcome = task.result?.state === 'fail' ? 'failed' : 'live';
  await workbench.screenshot(`${outcome} ${task.name}`.replace(/[^\w]+/g, '-').slice(0, 80));
  await workbench.clearNotifications();
});

afterAll(async () => {
  const complaints = workbench.complaints();
  await workbench[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
  expect(complaints).toEqual([]);
}, 60_000);

test('the tree leads from the topology and from the account to the same tasks', async () => {
  await tree.expand(stage.stack);
  await expect.poll(() => tree.labels(), SOON).toContain('user-service');
  await tree.expand('Account');
  await tree.expand('Clusters');
  await tree.expand('microservices-cluster', '2 services');
  await tree.expand('order-service', '2 of 2 tasks');
  await expect.poll(async () => (await taskNames()).length, SOON).toBe(2);
});

test('a filter leaves what has the text, and goes with a click', async () => {
  await tree.press('Filter topologies');
  await workbench.enter('order');
  await expect.poll(() => tree.labels(), SOON).not.toContain('user-service');
  expect(await tree.labels()).toContain('order-service');
  await tree.press('Show everything again');
  await expect.poll(() => tree.labels(), SOON).toContain('user-service');
});

test('two services are tailed at once, with highlight and pause', async () => {
  await canvas.press('Tail logs');
  // Both are ticked; the button takes them.
  await workbench.page.locator('.quick-input-widget:visible').getByRole('button', { name: 'OK' }).click();
  const logs = await workbench.frameWith('log-lines');
  const lines = logs.getByTestId('log-lines').locator('.line');
  await expect
    .poll(() => lines.allInnerTexts(), SOON)
    .toContainEqual(expect.stringContaining('order-service'));
  await send();
  await expect.poll(() => lines.allInnerTexts(), SOON).toContainEqual(expect.stringContaining('GET /users'));

  await logs.getByTestId('log-filters').click();
  await logs.getByTestId('log-highlight').click();
  await workbench.page.keyboard.type('GET /\\w+');
  await expect
    .poll(() => logs.getByTestId('log-lines').locator('mark').allInnerTexts())
    .toContain('GET /users');

  await logs.getByTestId('log-pause').click();
  const before = await lines.count();
  await send();
  await expect
    .poll(() => logs.getByTestId('log-pause').innerText(), SOON)
    .toMatch(/^Resume \([1-9]\d* new\)$/);
  expect(await lines.count()).toBe(before);
  await workbench.screenshot('live-paused');
  await logs.getByTestId('log-pause').click();
  await expect.poll(() => lines.count()).toBeGreaterThan(before);
});

test('a service is scaled, and the file is told', async () => {
  await workbench.hidePanel();
  await tree.menu('Scale…', 'order-service', 'ECS service');
  await workbench.enter('3');
  const said = await workbench.answerDialog('Scale');
  expect(said).toContain('from 2 to 3 tasks');
  expect(said).toContain('account 123456789012, ap-southeast-1');
  await workbench.answerNotification('asks for 2 tasks', 'Write into the file');
  await expect.poll(() => cardText('order-service'), SOON).toContain('3/3 running');
  await workbench.save();
  await expect
    .poll(
      async () => documentOf(await readFile(join(stage.workspace.folder, 'demo', stage.file), 'utf8')),
      SOON,
    )
    .toMatchObject({ nodes: { 'order-service': { desiredCount: 3 } } });
});

test('a task that is stopped is replaced, in the tree and beside its card', async () => {
  await canvas.select('order-service');
  const shown = canvas.frame.getByTestId('details-tasks').locator('li', { hasText: 'RUNNING' });
  await expect.poll(() => shown.count(), SOON).toBe(3);
  await expect.poll(async () => (await taskNames()).length, SOON).toBe(3);
  const [first = ''] = await taskNames();
  await tree.menu('Stop task…', first);
  const said = await workbench.answerDialog('Stop task');
  expect(said).toContain(first);
  expect(said).toContain('account 123456789012, ap-southeast-1');
  await expect
    .poll(async () => {
      const names = await taskNames();
      return { count: names.length, stopped: names.includes(first) };
    }, SOON)
    .toEqual({ count: 3, stopped: false });
  await expect.poll(() => cardText('order-service'), SOON).toContain('3/3 running');
  await expect.poll(() => shown.count(), SOON).toBe(3);
  expect(await canvas.frame.getByTestId('details-events').innerText()).toMatch(/has started 1 task/);
});

test('a request shows its answer, and the lines that the tasks wrote of it', async () => {
  await send();
  await workbench.answerNotification('GET /users', 'Show response');
  const text = workbench.page.locator('.editor-instance .view-lines').first();
  // The editor draws spaces that do not break.
  const read = async () => (await text.innerText()).replaceAll('\u00a0', ' ');
  await expect.poll(read, SOON).toContain('What tasks wrote of it:');
  expect(await read()).toMatch(/200 · \d+ ms[^]*What tasks wrote of it:[^]*GET \/users 200/);
});

test('a terminal says what it lacks, and opens once that is there', { timeout: 240_000 }, async () => {
  await workbench.closeAll();
  await workbench.openFile(stage.file);
  canvas = await canvasOf(workbench);
  await exec();
  await expect
    .poll(() => workbench.notifications(), SOON)
    .toContainEqual(expect.stringMatching(/^ECS Exec is switched off\. Set "exec": true/));
  await workbench.clearNotifications();

  await canvas.select('order-service');
  await canvas.field('exec').click();
  await canvas.press('Deploy topology');
  await workbench.answerDialog('Deploy');
  await workbench.waitForNotification(/is deployed and answers/, deployMs);
  await workbench.clearNotifications();
  // What runs already was started without it.
  const before = await taskNames();
  await tree.menu('Redeploy…', 'order-service', 'ECS service');
  await workbench.answerDialog('Redeploy');
  await expect
    .poll(
      async () => {
        const names = await taskNames();
        return names.length === 3 && names.every((name) => !before.includes(name));
      },
      { timeout: 60_000 },
    )
    .toBe(true);

  await exec();
  const screen = workbench.page.locator('.terminal .xterm-rows').first();
  const shown = async () => (await screen.innerText()).replaceAll('\u00a0', ' ');
  await expect.poll(shown, SOON).toContain('/ #');
  const type = async (line: string) => {
    await screen.click({ force: true });
    await workbench.page.keyboard.type(line);
    await workbench.page.keyboard.press('Enter');
  };
  await type('nslookup user-service.micro.local');
  await expect.poll(shown, SOON).toMatch(/Address.*10\.20\.\d+\.\d+/s);
  // No wire leads back from the one that is called, and so no rule.
  await type('curl -m 5 http://user-service.micro.local/users');
  await expect.poll(shown, SOON).toMatch(/timed out/i);
  await workbench.screenshot('live-terminal');
  await workbench.setTheme('light');
  await workbench.screenshot('live-light');
  await workbench.setTheme('dark');
  await type('exit');
  await screen.waitFor({ state: 'detached' });
});

/** Asks the tree for a terminal in the first task of the service that is called. */
async function exec(): Promise<void> {
  await tree.menu('Exec into a task…', 'order-service', 'ECS service');
  await workbench.pickFirst('Exec');
}

/** Sends the saved request from the toolbar, and waits for the answer. */
async function send(): Promise<void> {
  await workbench.clearNotifications();
  await canvas.press('Send request');
  await workbench.waitForNotification(/GET \/users: 200 in/);
}

function cardText(id: string): Promise<string> {
  return canvas.node(id).innerText();
}

/** Ids of the tasks that the tree shows. */
async function taskNames(): Promise<string[]> {
  return (await tree.labels()).filter((label) => /^[0-9a-f]{32}$/.test(label));
}

function documentOf(text: string): unknown {
  return JSON.parse(text);
}
