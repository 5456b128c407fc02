import { expect, it } from 'vitest';
import { createLogBuffer } from '../../../src/logs/logBuffer';

const line = (message: string) => ({ timestamp: 0, service: 's', task: 't', message });
const texts = (lines: readonly { message: string }[]) => lines.map(({ message }) => message);

it('hands out lines by their number, so many at a time', () => {
  const buffer = createLogBuffer();
  buffer.add(['0', '1', '2', '3'].map(line));
  const batch = buffer.from(1, 2);
  expect([batch.first, texts(batch.lines), buffer.end]).toEqual([1, ['1', '2'], 4]);
  expect(buffer.from(4, 2).lines).toEqual([]);
});

it('keeps the last lines, which keep their numbers', () => {
  const buffer = createLogBuffer(10);
  for (let index = 0; index < 25; index += 1) buffer.add([line(String(index))]);
  const { first, lines } = buffer.from(0, 100);
  expect(lines.length).toBeGreaterThanOrEqual(10);
  expect(lines.length).toBeLessThanOrEqual(11);
  expect(texts(lines)[0]).toBe(String(first));
  expect(buffer.end).toBe(25);
});

it('goes on counting after it was cleared', () => {
  const buffer = createLogBuffer();
  buffer.add([line('0')]);
  buffer.clear();
  buffer.add([line('1')]);
  expect(buffer.from(0, 10)).toEqual({ first: 1, lines: [line('1')] });
});
