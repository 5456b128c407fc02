import { expect, test } from 'vitest';
import { canvasOf } from '../host/canvas';
import { applyChanges, isSameJson, type JsonValue } from '../../../src/model/json';
import { GESTURES, start, type Drawn } from './everyGesture';
import { SETTINGS, start as settings } from './everySetting';
import { soonMs, useWindow } from './window';

const text = `${JSON.stringify(start, undefined, 2)}\n`;
const other = `${JSON.stringify({ ...start, name: 'other', nodes: { main: start.nodes.main }, edges: [], layout: {} }, undefined, 2)}\n`;
const window = useWindow({
  'mouse.topology.json': text,
  'keyboard.topology.json': text,
  'settings-mouse.topology.json': `${JSON.stringify(settings, undefined, 2)}\n`,
  'settings-keyboard.topology.json': `${JSON.stringify(settings, undefined, 2)}\n`,
  'text.topology.json': text,
  'other.topology.json': other,
});

/** The file was written by us a moment ago. */
const drawn = (file: string) => JSON.parse(file) as Drawn;

for (const way of ['mouse', 'keyboard'] as const) {
  test(`every gesture of editing is done with the ${way}, and the file says so after each`, async () => {
    const { workbench, workspace } = window();
    const file = `${way}.topology.json`;
    const canvas = await window().open(file);
    await canvas.node('orders').waitFor();
    await canvas.focus();
    for (const gesture of GESTURES) {
      const before = await workspace.read(file);
      await gesture[way](canvas, workbench.page);
      const after = gesture.written
        ? await window().saved(file, (text) => text !== before)
        : await window().saved(file, () => true);
      expect.soft(gesture.written ? '' : after, gesture.name).toBe(gesture.written ? '' : before);
      gesture.written?.(drawn(after), drawn(before));
      await gesture.seen?.(canvas);
    }
    await workbench.screenshot(`edit-${way}`);
  });
}

for (const way of ['mouse', 'keyboard'] as const) {
  test(`every kind of setting is made with the ${way}, and changes one place of the file`, async () => {
    const { workbench, workspace } = window();
    const file = `settings-${way}.topology.json`;
    const canvas = await window().open(file);
    await canvas.node('users').waitFor();
    await canvas.focus();
    for (const setting of SETTINGS) {
      const before = await workspace.read(file);
      await setting[way](canvas, workbench);
      const { path, value } = setting;
      const wanted = applyChanges(JSON.parse(before) as JsonValue, [
        value === undefined ? { op: 'remove', path } : { op: 'set', path, value },
      ]);
      const after = await window().saved(file, (text) => isSameJson(JSON.parse(text) as JsonValue, wanted));
      expect(after, setting.name).not.toBe(before);
    }
    await workbench.screenshot(`settings-${way}`);
  });
}

test('cards go from one file to another by the clipboard', async () => {
  const { workbench } = window();
  const { page } = workbench;
  const from = await window().open('text.topology.json');
  await from.focus();
  await from.find('users');
  await page.keyboard.press('ControlOrMeta+c');
  const into = await window().open('other.topology.json');
  await into.node('main').waitFor();
  await into.focus();
  await page.keyboard.press('ControlOrMeta+v');
  const after = await window().saved('other.topology.json', (text) => text !== other);
  expect(drawn(after).nodes).toEqual({ main: start.nodes.main, users: start.nodes.users });
});

test('one goes from a card and a wire to their text, and from the text to the canvas', async () => {
  const { workbench } = window();
  const { page } = workbench;
  const canvas = await window().open('text.topology.json');
  await canvas.focus();
  await canvas.find('orders');
  await page.keyboard.press('F12');
  const [from, to] = [text.indexOf('"orders"'), text.indexOf('}', text.indexOf('"orders"')) + 1];
  const lines = text.slice(0, to).split('\n');
  const place = `Ln ${lines.length}, Col ${(lines.at(-1) ?? '').length + 1} (${to - from} selected)`;
  await expect.poll(() => workbench.statusBar(), { timeout: soonMs }).toContain(place);

  await workbench.findInText('"to": "link"');
  await workbench.runCommand('ECS Topology: Reveal on canvas');
  const again = await canvasOf(workbench);
  await expect
    .poll(() => again.edge('api--link').getAttribute('class'), { timeout: soonMs })
    .toContain('selected');
  await workbench.screenshot('edit-revealed');
});
