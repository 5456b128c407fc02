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
  const first = queue('a', 'x', async () => {
    await opened;
    story.push('first');
  });
  const second = queue('a', 'x', () => Promise.resolve(story.push('second')));
  await queue('b', 'x', () => Promise.resolve(story.push('other')));
  open();
  await Promise.all([first, second]);
  expect(story).toEqual(['other', 'first', 'second']);
});

test('a failure is told to its caller only', async () => {
  const queue = createQueue();
  const failing = queue('a', 'x', () => Promise.reject(new Error('no')));
  const next = queue('a', 'x', () => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});

test('of those that wait under one key the most urgent is the next', async () => {
  const urgency = new Map([
    ['stage', 1],
    ['integration', 9],
  ]);
  const queue = createQueue((resource) => urgency.get(resource) ?? 0);
  const story: string[] = [];
  const { open, opened } = gate();
  const all = ['first', 'tag', 'stage', 'integration'].map((resource) =>
    queue('a', resource, async () => {
      await opened;
      story.push(resource);
    }),
  );
  open();
  await Promise.all(all);
  expect(story).toEqual(['first', 'integration', 'stage', 'tag']);
});
