import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ensureVscodeHost } from './host/install';
import { packageExtension, vsix } from './host/package';
import { runSuite } from './host/suite';
import { makeWorkspace } from './host/workspace';

it('does inside the extension host what VS Code asks of it', async ({ annotate }) => {
  if (!existsSync(vsix)) await packageExtension(() => undefined);
  await using workspace = await makeWorkspace({});
  const host = await ensureVscodeHost(() => undefined);
  const { tests, error } = await runSuite({ host, vsix, workspace: workspace.folder });
  expect(error).toBeUndefined();
  expect(tests.filter(({ state }) => state !== 'passed')).toEqual([]);
  expect(tests.length).toBeGreaterThan(10);
  const activation = tests.find(({ title }) => title === 'Activation is done');
  await annotate(`Activation took ${activation?.duration} ms.`);
});
