import { expect, it } from 'vitest';
import { createEnvironments } from '../../../src/host/environments';

const FILE = { environments: { dev: {}, prod: {} } };

function environments() {
  const kept: { shown: Readonly<Record<string, string>> } = { shown: {} };
  const memory = { get: () => kept.shown, set: (shown: typeof kept.shown) => void (kept.shown = shown) };
  const changes: string[] = [];
  const store = createEnvironments(memory);
  store.onDidChange((key) => changes.push(key));
  return { store, kept, changes };
}

it('the base is shown until another is chosen, each topology for itself', () => {
  const { store, kept, changes } = environments();
  expect(store.shown('a', FILE)).toBeUndefined();
  store.show('a', 'dev');
  store.show('a', 'dev');
  store.show('b', 'prod');
  expect([store.shown('a', FILE), store.shown('b', FILE)]).toEqual(['dev', 'prod']);
  store.show('a', undefined);
  expect(store.shown('a', FILE)).toBeUndefined();
  expect(kept.shown).toEqual({ b: 'prod' });
  expect(changes).toEqual(['a', 'b', 'a']);
});

it('an environment that the file no longer has is not shown', () => {
  const { store } = environments();
  store.show('a', 'dev');
  expect(store.shown('a', { environments: { prod: {} } })).toBeUndefined();
  expect(store.shown('a', undefined)).toBeUndefined();
  expect(store.shown('a', FILE)).toBe('dev');
});
