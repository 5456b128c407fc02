import { expect, it } from 'vitest';
import type { ExplorerItem } from '../../../src/explorer/items';
import { createListed } from '../../../src/explorer/listed';

const cluster = (detail: string): ExplorerItem => ({
  kind: 'thing',
  thing: { kind: 'cluster', id: 'arn:c', name: 'main', detail },
  facts: {},
});
const service = (detail: string): ExplorerItem => ({
  kind: 'thing',
  thing: { kind: 'service', id: 'arn:s', name: 'web', detail },
  cluster: 'arn:c',
  facts: {},
});

/** An account with one cluster and one service in it. */
function world() {
  let tasks = '2 of 2 tasks';
  let reads = 0;
  let shown = true;
  const changed: ExplorerItem[] = [];
  const listed = createListed(
    {
      of: async (parent) => {
        reads += 1;
        return parent === undefined ? [cluster('1 service')] : [service(tasks)];
      },
    },
    { isShown: () => shown, changed: (parent) => changed.push(parent) },
  );
  const scale = (count: string) => (tasks = count);
  const hide = () => (shown = false);
  return { listed, changed, scale, hide, reads: () => reads };
}

const clusters = (parent: ExplorerItem) => parent.kind === 'thing' && parent.thing.kind === 'cluster';

it('tells of a list that reads otherwise by now, by the entry that was given, and reads it once', async () => {
  const { listed, changed, scale, reads } = world();
  const [known] = await listed.give();
  await listed.give(known);
  scale('2 of 3 tasks');
  await listed.again(clusters);
  expect(changed).toEqual([known]);
  expect(changed[0]).toBe(known);
  const before = reads();
  expect(await listed.give(known)).toEqual([service('2 of 3 tasks')]);
  expect(reads()).toBe(before);
  await listed.give(known);
  expect(reads()).toBe(before + 1);
});

it('says nothing of a list that is as it was', async () => {
  const { listed, changed } = world();
  const [known] = await listed.give();
  await listed.give(known);
  await listed.again(clusters);
  expect(changed).toEqual([]);
});

it('does not read what nobody has opened, nor what does not fit', async () => {
  const { listed, reads } = world();
  const [known] = await listed.give();
  await listed.again(clusters);
  await listed.give(known);
  await listed.again(() => false);
  expect(reads()).toBe(2);
});

it('gives nothing that was read before it was to be forgotten, as of another account', async () => {
  const { listed, changed, scale } = world();
  const [known] = await listed.give();
  await listed.give(known);
  scale('2 of 3 tasks');
  const looking = listed.again(clusters);
  listed.forget();
  await looking;
  expect(changed).toEqual([]);
  scale('3 of 3 tasks');
  expect(await listed.give(known)).toEqual([service('3 of 3 tasks')]);
});

it('keeps nothing for a view that is hidden meanwhile', async () => {
  const { listed, changed, scale, hide } = world();
  const [known] = await listed.give();
  await listed.give(known);
  scale('2 of 3 tasks');
  hide();
  await listed.again(clusters);
  expect(changed).toEqual([]);
});
