import { expect, test } from 'vitest';
import { TEMPLATES, templateText } from '../../../src/model/templates';
import { canvasOf } from '../host/canvas';
import { commented, styles } from './commented';
import { soonMs, useWindow } from './window';

const [original] = TEMPLATES;
const chain = (name: string) => original && templateText(original, name);
const broken = '{ "version": 1, "name": "broken", "nodes": { "api": { "kind": ';
const incomplete = (chain('incomplete') ?? '').replace('"ANY /users", ', '');
const files = {
  'beside.topology.json': chain('beside') ?? '',
  'twice.topology.json': chain('twice') ?? '',
  'malformed.topology.json': chain('malformed') ?? '',
  'broken.topology.json': broken,
  'incomplete.topology.json': incomplete,
  'revert.topology.json': chain('revert') ?? '',
  'moved.topology.json': commented(styles.LF),
  ...Object.fromEntries(
    Object.entries(styles).map(([name, style]) => [`commented-${name}.topology.json`, commented(style)]),
  ),
};
const window = useWindow(files);

test('typing in the text beside redraws the canvas, and what the text cannot say keeps the drawing', async () => {
  const { workbench } = window();
  const { page } = workbench;
  await window().open('beside.topology.json');
  await workbench.openTextBeside();
  await workbench.replaceInText('microservices-cluster', 'orders-cluster');
  // Making room for the text may make the canvas's frame anew.
  await expect
    .poll(async () => (await canvasOf(workbench)).node('cluster').innerText(), { timeout: soonMs })
    .toContain('orders-cluster');
  const canvas = await canvasOf(workbench);
  await workbench.screenshot('text-beside');

  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('half');
  const banner = canvas.frame.getByTestId('read-only');
  await banner.waitFor();
  expect(await banner.innerText()).toContain('The drawing is the last good one');
  expect(await canvas.node('cluster').innerText()).toContain('orders-cluster');
  await workbench.screenshot('text-malformed');
  await canvas.fit();
  await canvas.move('api', { x: 0, y: 160 });
  const text = await window().saved('beside.topology.json', (text) => text.includes('half'));
  expect(text).toBe(
    `${files['beside.topology.json'].replace('microservices-cluster', 'orders-cluster')}half`,
  );
});

test('a file that never made sense is shown as such, and is not overwritten', async () => {
  const { workbench, workspace } = window();
  const canvas = await window().open('broken.topology.json');
  await canvas.frame.getByTestId('read-only').waitFor();
  await workbench.screenshot('text-broken');
  expect(await canvas.frame.getByTestId('palette-nlb').isDisabled()).toBe(true);
  await workbench.save();
  expect(await workspace.read('broken.topology.json')).toBe(broken);
});

test('two canvases of one file stay in step', async () => {
  const { workbench } = window();
  await window().open('twice.topology.json');
  const left = await canvasOf(workbench);
  await workbench.runCommand('View: Split Editor Right');
  const right = await canvasOf(workbench, left);
  await left.fit();
  await right.fit();
  await right.select('user-service');
  await right.enter('title', 'everyone');
  await expect.poll(() => left.node('user-service').innerText(), { timeout: soonMs }).toContain('everyone');
  await workbench.screenshot('text-two-canvases');
  await left.node('nlb').click();
  await workbench.page.keyboard.press('Delete');
  await right.node('nlb').waitFor({ state: 'detached' });
  await workbench.page.keyboard.press('ControlOrMeta+z');
  await right.node('nlb').waitFor();
  await window().saved('twice.topology.json', (text) => text.includes('everyone'));
});

test('moving one card changes one line', async () => {
  const file = 'moved.topology.json';
  const canvas = await window().open(file);
  await canvas.move('link', { x: 0, y: 160 });
  const text = await window().saved(file, (text) => text !== files[file]);
  const [before, after] = [files[file].split('\n'), text.split('\n')];
  expect(after).toHaveLength(before.length);
  const changed = after.filter((line, index) => line !== before[index]);
  expect(changed).toEqual([expect.stringMatching(/^ {4}"link": \[320, \d+\],$/)]);
});

for (const [name, style] of Object.entries(styles)) {
  test(`comments survive twenty edits and the deletion of the last of three members, with ${name}`, async () => {
    const { page } = window().workbench;
    const file = `commented-${name}.topology.json` as const;
    const canvas = await window().open(file);
    await canvas.node('api').click();
    for (let edit = 0; edit < 20; edit += 1)
      await page.keyboard.press(edit < 10 ? 'Alt+ArrowDown' : 'Alt+ArrowRight');
    await canvas.node('nlb').click();
    await page.keyboard.press('Delete');
    const text = await window().saved(file, (text) => !text.includes('nlb'));
    const expected = commented(style)
      .replace('[0, 0], // left', '[160, 160], // left')
      .replace(/\/\/ two subnets(?:\r?\n)\s*\/\/ what spreads the load(?:\r?\n)\s*"nlb".*/, '// two subnets')
      .replace('"link": { "kind": "vpcLink" },', '"link": { "kind": "vpcLink" }')
      .replace(/,(?:\r?\n)\s*"nlb": \[640, 0\]/, '');
    expect(text).toBe(expected);
  });
}

test('a problem is listed where it is, and its quick fix mends text and drawing', async () => {
  const { workbench } = window();
  const file = 'incomplete.topology.json';
  await window().open(file);
  await expect
    .poll(() => workbench.problems(file), { timeout: soonMs })
    .toContainEqual(expect.stringMatching(/^warning: .*\/users\/\{proxy\+\}/));
  await workbench.screenshot('text-problems');
  await workbench.hidePanel();
  await workbench.openTextBeside();
  await workbench.quickFix('{proxy+}', 'Add ANY /users');
  const canvas = await canvasOf(workbench);
  await canvas.frame.locator('.wire-label', { hasText: '+1' }).waitFor();
  const text = await window().saved(file, (text) => text !== incomplete);
  expect(text).toContain('"routes": ["ANY /users/{proxy+}", "ANY /users"]');
});

test('reverting the file takes back what was drawn and not saved', async () => {
  const { workbench, workspace } = window();
  const file = 'revert.topology.json';
  const canvas = await window().open(file);
  await canvas.node('namespace').click();
  await workbench.page.keyboard.press('Delete');
  await canvas.node('namespace').waitFor({ state: 'detached' });
  await workbench.runCommand('File: Revert File');
  await canvas.node('namespace').waitFor();
  expect(await workspace.read(file)).toBe(files[file]);
});

test('what was drawn and not saved is there after the window was closed and opened again', async () => {
  const { workbench, workspace } = window();
  const file = 'revert.topology.json';
  const canvas = await window().open(file);
  await canvas.node('namespace').click();
  await workbench.page.keyboard.press('Delete');
  await canvas.node('namespace').waitFor({ state: 'detached' });
  await workbench.reload();
  // Where VS Code had no time to note what was open, it brings back what is not saved as text.
  await workbench.runCommand('ECS Topology: Show as topology');
  const again = await canvasOf(workbench);
  await again.node('user-service').waitFor();
  expect(await again.node('namespace').count()).toBe(0);
  expect(await workspace.read(file)).toBe(files[file]);
  await window().saved(file, (text) => !text.includes('namespace'));
});
