import { describe, expect, it } from 'vitest';
import { dependentsOf, inOrder } from '../../../src/engine/order';
import { ref, type Resource } from '../../../src/engine/resource';

/** A resource that refers to others. */
const resource = (id: string, ...others: string[]): Resource => ({
  id,
  type: 'any',
  props: { others: others.map((other) => ref(other, 'id')) },
});

const ids = (resources: readonly Resource[]) => resources.map(({ id }) => id);

describe('resources in order', () => {
  it('stand behind all that they refer to, directly or through others', () => {
    const top = resource('top', 'left', 'right');
    const [left, right] = [resource('left', 'base'), resource('right', 'base')];
    expect(ids(inOrder([top, left, right, resource('base')]))).toEqual(['base', 'left', 'right', 'top']);
  });

  it('otherwise stand as they were given', () => {
    expect(ids(inOrder([resource('b'), resource('c'), resource('a')]))).toEqual(['b', 'c', 'a']);
  });

  it('are refused where two have one id, which is named', () => {
    const twins = [resource('a'), resource('b'), resource('c'), resource('b')];
    expect(() => inOrder(twins)).toThrow(/^Two resources have one id: b$/);
  });

  it('are refused where one refers to what is not there', () => {
    expect(() => inOrder([resource('a', 'b')])).toThrow(
      /^A resource refers to one that is not there: a → b$/,
    );
  });

  it('are refused where they refer to each other in a circle', () => {
    const circle = [resource('start', 'a'), resource('a', 'b'), resource('b', 'a')];
    expect(() => inOrder(circle)).toThrow(/^Resources refer to each other in a circle: a$/);
  });
});

describe('what depends on a resource', () => {
  const dependents = dependentsOf([
    resource('base'),
    resource('left', 'base'),
    resource('right', 'base', 'base'),
    resource('top', 'left', 'right'),
    resource('alone'),
  ]);

  it('refers to it, directly or through others', () => {
    expect([...dependents('base')].sort()).toEqual(['left', 'right', 'top']);
    expect([...dependents('right')]).toEqual(['top']);
  });

  it('is nothing where nothing refers to it', () => {
    expect([...dependents('top'), ...dependents('alone'), ...dependents('unknown')]).toEqual([]);
  });

  it('is found once though more ways lead to it than could ever be gone one by one', () => {
    const levels = Array.from({ length: 60 }, (_, level) => level);
    const ladder = levels.flatMap((level) => {
      const below = level === 0 ? [] : [`left ${level - 1}`, `right ${level - 1}`];
      return [resource(`left ${level}`, ...below), resource(`right ${level}`, ...below)];
    });
    expect(dependentsOf(ladder)('left 0').size).toBe(2 * 59);
  });
});
