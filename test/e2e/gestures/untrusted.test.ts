import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TEMPLATES, templateText } from '../../../src/model/templates';
import { useWindow } from './window';

const file = 'theirs.topology.json';
const [original] = TEMPLATES;

/** Hears every call: the settings of the window name it as the endpoint. */
let endpoint: Server;
let calls = 0;
const settings: Record<string, unknown> = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};
beforeAll(async () => {
  endpoint = createServer((_request, response) => {
    calls += 1;
    response.end();
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  settings['ecsTopology.endpoint'] = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`;
});
afterAll(() => void endpoint.close());

const window = useWindow({ [file]: original ? templateText(original, 'theirs') : '' }, settings);

test('a workspace that is not trusted can be drawn, and makes no call', async () => {
  const { workbench } = window();
  const canvas = await window().open(file);
  await workbench.waitForStatus(/ECS Topology: restricted/);
  await canvas.move('api', { x: 0, y: 160 });
  await window().saved(file, (text) => text.includes('"api": ['));
  await canvas.press('Deploy topology');
  await workbench.waitForNotification(/not trusted/);
  await workbench.screenshot('untrusted');
  await canvas.press('More actions', 'Look at the account again');
  await workbench.runCommand('View: Show ECS Topology');
  // As long as a poll may take to begin.
  await workbench.page.waitForTimeout(3000);
  expect(calls).toBe(0);
});
