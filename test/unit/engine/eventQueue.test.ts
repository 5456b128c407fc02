import { expect, it } from 'vitest';
import { createEventQueue, type EventQueue } from '../../../src/engine/eventQueue';

async function read<T>(queue: EventQueue<T>): Promise<T[]> {
  const events: T[] = [];
  for await (const event of queue) events.push(event);
  return events;
}

it('keeps what is pushed before somebody reads, and ends when all is read', async () => {
  const queue = createEventQueue<string>();
  queue.push('one');
  queue.push('two');
  queue.close();
  expect(await read(queue)).toEqual(['one', 'two']);
});

it('wakes who waits, for each event and for the end', async () => {
  const queue = createEventQueue<string>();
  const reading = read(queue);
  await Promise.resolve();
  queue.push('one');
  await Promise.resolve();
  queue.push('two');
  await Promise.resolve();
  queue.close();
  expect(await reading).toEqual(['one', 'two']);
});
