import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNames, shortHash, stackKey } from '../../../src/kinds/names';

const base = createNames({ name: 'shop' }, 'eu-west-1');
const dev = createNames({ name: 'shop', environment: 'dev' }, 'eu-west-1');
const node = (origin: string, keepsName = false) => ({ origin, keepsName });

describe('names', () => {
  it('call a stack by its topology and environment', () => {
    expect(stackKey({ name: 'shop' })).toBe('shop');
    expect(stackKey({ name: 'shop', environment: 'dev' })).toBe('shop/dev');
  });

  it('are as given, with the environment behind them', () => {
    expect(base.unique(node('nlb'), { given: 'front', limit: 32 })).toBe('front');
    expect(dev.unique(node('nlb'), { given: 'front', limit: 32 })).toBe('front--dev');
  });

  it('stay as they are where the environment itself gives them', () => {
    expect(dev.unique(node('nlb', true), { given: 'front', limit: 32 })).toBe('front');
    expect(dev.namespace(node('names', true), 'dev.internal')).toBe('dev.internal');
    expect(dev.unique(node('nlb', true), { limit: 32 })).toBe('shop--dev--nlb');
  });

  it('are made of stack, node and part where none is given', () => {
    expect(base.unique(node('nlb'), { limit: 32 })).toBe('shop--nlb');
    expect(dev.unique(node('nlb'), { part: 'users-80', limit: 255 })).toBe('shop--dev--nlb-users-80');
  });

  it('carry the region in those of roles, which are global', () => {
    expect(dev.role(node('users'), 'task')).toBe('shop--dev--users-task-eu-west-1');
    expect(dev.rolePath()).toBe('/ecs-topology/shop/dev/eu-west-1/');
  });

  it('put log groups under the stack, and the environment before a namespace', () => {
    expect(dev.taskLogGroup(node('users'))).toBe('/ecs/shop/dev/users');
    expect(base.accessLogGroup(node('api'))).toBe('/aws/vendedlogs/apis/shop/api');
    expect(base.namespace(node('names'), 'micro.local')).toBe('micro.local');
    expect(dev.namespace(node('names'), 'micro.local')).toBe('dev.micro.local');
  });

  it('are cut at the limit and end in a hash that tells them apart', () => {
    const one = base.unique(node('a-node-with-a-name-far-too-long-1'), { limit: 32 });
    const two = base.unique(node('a-node-with-a-name-far-too-long-2'), { limit: 32 });
    expect(one).toMatch(/^shop--a-node-with-a-name-[a-z0-9]{6}$/);
    expect(two).not.toBe(one);
  });

  it('never pass their limit nor end in a hyphen', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,3}$/);
    fc.assert(
      fc.property(word, word, fc.option(word, { nil: undefined }), (name, origin, part) => {
        const made = createNames({ name }, 'eu-west-1').unique(node(origin), {
          limit: 32,
          ...(part === undefined ? {} : { part }),
        });
        expect(made.length).toBeLessThanOrEqual(32);
        expect(made).toMatch(/^[a-z][a-z0-9-]*[a-z0-9]$/);
      }),
    );
  });

  it('have a hash of six letters and digits that changes with every letter', () => {
    expect(shortHash('')).toMatch(/^[a-z0-9]{6}$/);
    expect(new Set(Array.from({ length: 5000 }, (_, index) => shortHash(`n${index}`))).size).toBe(5000);
  });
});
