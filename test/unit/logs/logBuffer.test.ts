import { expect, it } from 'vitest';
import { createLogBuffer } from '../../../src/logs/logBuffer';

it('keeps the last lines for a view that was hidden', () => {
  const buffer = createLogBuffer(2);
  const line = (message: string) => ({ timestamp: 0, service: 's', task: 't', message });
  buffer.add([line('1'), line('2')]);
  buffer.add([line('3')]);
  expect(buffer.lines.map(({ message }) => message)).toEqual(['2', '3']);
  buffer.clear();
  expect(buffer.lines).toEqual([]);
});
