import { describe, expect, it } from 'vitest';
import { createEstimate, type Work } from '../../../src/engine/estimate';
import type { Decision } from '../../../src/engine/plan';
import type { Provider } from '../../../src/engine/provider';
import { ref, type Resource } from '../../../src/engine/resource';

const TYPES: Readonly<Record<string, Pick<Provider, 'expected' | 'probation'>>> = {
  balancer: { expected: { ready: 100, gone: 3 } },
  group: { probation: () => 10 },
  listener: {},
  service: { expected: { ready: 30, updated: 20, gone: 60 } },
};

const balancer: Resource = { id: 'nlb/balancer', type: 'balancer', props: {} };
const group: Resource = { id: 'nlb/group', type: 'group', props: {} };
const listener: Resource = {
  id: 'nlb/listener',
  type: 'listener',
  props: { balancer: ref('nlb/balancer', 'id'), group: ref('nlb/group', 'id') },
};
const service: Resource = {
  id: 'web/service',
  type: 'service',
  props: { group: ref('nlb/group', 'id'), after: [ref('nlb/listener', 'id')] },
};
const ALL = [balancer, group, listener, service];

function open(action: Decision['action'], resources: readonly Resource[] = ALL) {
  let time = 0;
  const make = (resource: Resource, needs: readonly string[]): Work => ({
    key: `make ${resource.id}`,
    needs,
    subject: resource,
  });
  const work = [
    make(balancer, []),
    make(group, []),
    make(listener, ['make nlb/balancer', 'make nlb/group']),
    make(service, ['make nlb/group', 'make nlb/listener']),
    { key: 'ready web/service', needs: ['make web/service'], subject: service },
  ].filter(({ subject: { id } }) => resources.some((resource) => resource.id === id));
  const estimate = createEstimate(
    {
      decisions: ALL.map((resource) => ({
        resource,
        action: resources.includes(resource) ? action : 'keep',
      })),
    },
    work,
    // Only these two members of a provider are read.
    { provider: (type) => TYPES[type] as Provider, now: () => time * 1_000 },
  );
  return { estimate, at: (seconds: number) => (time = seconds) };
}

describe('an estimate', () => {
  it('lets a service be ready when its tasks run, what it stands on is ready, and the checks have passed', () => {
    const { estimate } = open('create');
    expect(estimate.endOf('ready web/service')).toBe((1 + 100 + 10) * 1_000);
    expect(estimate.remaining()).toBe(111);
  });

  it('does not wait for what is kept', () => {
    const { estimate } = open('update', [service]);
    expect(estimate.endOf('ready web/service')).toBe((1 + 20 + 10) * 1_000);
  });

  it('goes by what has happened', () => {
    const { estimate, at } = open('create');
    estimate.started('make nlb/balancer');
    at(50);
    estimate.ended('make nlb/balancer');
    expect(estimate.remaining()).toBe(110);
    at(60);
    expect(estimate.remaining()).toBe(100);
  });

  it('counts what is overdue as not over', () => {
    const { estimate, at } = open('update', [service]);
    estimate.started('make web/service');
    at(500);
    expect(estimate.remaining()).toBe(30);
  });

  it('ranks by the longest way to the end, and no two alike', () => {
    const { tailOf } = open('create').estimate;
    const keys = ['web/service', 'nlb/listener', 'nlb/group', 'nlb/balancer'].map((id) => `make ${id}`);
    expect([...keys].sort((a, b) => tailOf(b) - tailOf(a))).toEqual([...keys].reverse());
    expect(new Set(keys.map(tailOf)).size).toBe(4);
  });

  it('counts what is deleted', () => {
    const work: Work[] = [
      { key: 'delete service x', needs: [], subject: service },
      { key: 'delete balancer y', needs: ['delete service x'], subject: balancer },
    ];
    const provider = (type: string) => TYPES[type] as Provider;
    expect(createEstimate({ decisions: [] }, work, { provider, now: () => 0 }).remaining()).toBe(63);
  });
});
