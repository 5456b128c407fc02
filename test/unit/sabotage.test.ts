import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { SABOTAGES, sabotaged } from '../sabotage/sabotages';

/** `npm run sabotage` tries them; here they only have to fit the sources as they are. */
it.each(SABOTAGES)('$bug: can be put into $file', async (sabotage) => {
  const text = await readFile(new URL(`../../${sabotage.file}`, import.meta.url), 'utf8');
  expect(sabotaged(text, sabotage)).not.toBe(text);
});

it('there are enough of them, each with a name of its own', () => {
  const names = new Set(SABOTAGES.map(({ bug }) => bug));
  expect(names.size).toBe(SABOTAGES.length);
  expect(SABOTAGES.length).toBeGreaterThanOrEqual(30);
});
