import { expect, test } from 'vitest';
import { TEMPLATES, templateText } from '../../../src/model/templates';
import type { Canvas } from '../host/canvas';
import { soonMs, useWindow } from './window';

const chain = (name: string) => {
  const [original] = TEMPLATES;
  if (!original) throw new Error('There is no template');
  return templateText(original, name);
};
const files = Object.fromEntries(
  ['gestures', 'field', 'saving'].map((name) => [`${name}.topology.json`, chain(name)]),
);

const window = useWindow(files);

test('Ctrl+Z takes back one gesture at a time, Ctrl+Shift+Z and Ctrl+Y bring them back', async () => {
  const file = 'gestures.topology.json';
  const canvas = await window().open(file);
  const { page } = window().workbench;
  const gestures: (() => Promise<unknown>)[] = [
    () => canvas.move('api', { x: 0, y: 120 }),
    async () => {
      await canvas.node('nlb').click();
      await page.keyboard.press('Alt+ArrowDown');
    },
    async () => {
      await canvas.node('link').dblclick();
      await page.keyboard.type('the link');
      await page.keyboard.press('Enter');
    },
    () => canvas.bring('client', { x: 260, y: 640 }),
    () => canvas.connect('client-2', 'api'),
    async () => {
      await canvas.select('user-service');
      await canvas.enter('port', '8080');
    },
    () => canvas.field('cpu').selectOption('1024'),
    async () => {
      await canvas.node('namespace').click();
      await page.keyboard.press('Delete');
    },
  ];
  const texts = [await window().workspace.read(file)];
  for (const gesture of gestures) {
    const before = texts.at(-1);
    await gesture();
    texts.push(await window().saved(file, (text) => text !== before));
  }
  await window().workbench.screenshot('undo-eight-gestures');

  for (const text of texts.slice(0, -1).reverse()) {
    await page.keyboard.press('ControlOrMeta+z');
    await window().saved(file, (now) => now === text);
  }
  for (const [index, text] of texts.slice(1).entries()) {
    await page.keyboard.press(index % 2 === 0 ? 'ControlOrMeta+Shift+z' : 'ControlOrMeta+y');
    await window().saved(file, (now) => now === text);
  }
});

test('what is typed into a field is written by Ctrl+S without leaving it', async () => {
  const file = 'saving.topology.json';
  const canvas = await window().open(file);
  await canvas.select('user-service');
  await canvas.type('image', 'nginxdemos/hello:0.4');
  await window().saved(file, (text) => text.includes('"image": "nginxdemos/hello:0.4"'));
  expect(await canvas.field('image').inputValue()).toBe('nginxdemos/hello:0.4');
});

test('Ctrl+Z in a field takes back what is typed there before anything that was written', async () => {
  const file = 'field.topology.json';
  const canvas = await window().open(file);
  const { page } = window().workbench;
  await canvas.select('user-service');
  await canvas.enter('port', '8080');
  const before = await window().saved(file, (text) => text.includes('"port": 8080'));

  await canvas.type('image', 'something/else');
  await page.keyboard.press('ControlOrMeta+z');
  await shows(canvas, 'image', 'nginxdemos/hello:latest');
  await shows(canvas, 'port', '8080');
  await window().saved(file, (text) => text === before);

  await page.keyboard.press('ControlOrMeta+z');
  await shows(canvas, 'port', '80');
  await window().saved(file, (text) => text === files[file]);
});

test('what is typed into a field survives a click elsewhere and another tab', async () => {
  const file = 'field.topology.json';
  const canvas = await window().open(file);
  await canvas.select('api');
  await canvas.type('name', 'shop-api');
  await canvas.node('nlb').click();
  await window().saved(file, (text) => text.includes('"name": "shop-api"'));

  await canvas.type('name', 'shop-nlb');
  await window().open('saving.topology.json');
  await window().open(file);
  await window().saved(file, (text) => text.includes('"name": "shop-nlb"'));
});

async function shows(canvas: Canvas, path: string, text: string): Promise<void> {
  await expect.poll(() => canvas.field(path).inputValue(), { timeout: soonMs }).toBe(text);
}
