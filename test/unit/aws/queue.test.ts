import { expect, test } from 'vitest';
import { createQueue } from '../../../src/aws/queue';

function gate() {
  let open = () => {};
  const opened = new Promise<void>((done) => {
    open = done;
  });
  return { open, opened };
}

test('work under one key goes one after the other, work under another does not wait', async () => {
  const queue = createQueue();
  const story: string[] = [];
  const { open, opened } = gate();
  const first = queue('a', async () => {
    await opened;
    story.push('first');
  });
  const second = queue('a', () => Promise.resolve(story.push('second')));
  await queue('b', () => Promise.resolve(story.push('other')));
  open();
  await Promise.all([first, second]);
  expect(story).toEqual(['other', 'first', 'second']);
});

test('a failure is told to its caller only', async () => {
  const queue = createQueue();
  const failing = queue('a', () => Promise.reject(new Error('no')));
  const next = queue('a', () => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});
