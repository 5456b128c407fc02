import { describe, expect, it } from 'vitest';
import { createEstimate, type Work } from '../../../src/engine/estimate';
import type { Decision } from '../../../src/engine/plan';
import type { Cloud, Provider } from '../../../src/engine/provider';
import { ref, type Resource } from '../../../src/engine/resource';

const TYPES: Readonly<Record<string, Pick<Provider, 'expected' | 'probation' | 'health'>>> = {
  balancer: { expected: { ready: 100, gone: 3 } },
  cluster: { expected: { make: 5 } },
  group: { probation: () => 10 },
  listener: {},
  quick: { health: async () => ({ state: 'ready' }) },
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

/** Of some work at the beginning of its run, whose jobs are not those of the chain above. */
function of(
  work: readonly Work[],
  decisions: readonly Decision[] = [],
  clock: Partial<Pick<Cloud, 'now' | 'pace'>> = {},
) {
  // Only these members of a provider are read.
  const provider = (type: string) => TYPES[type] as Provider;
  return createEstimate({ decisions }, work, { provider, now: () => 0, ...clock });
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
    expect(of(work).remaining()).toBe(63);
  });

  it('takes a call for what a type says nothing of, and what it says of steps beside making', () => {
    const step = (key: string, subject: Resource): Work => ({ key, needs: [], subject });
    const seconds = (work: Work) => of([work]).endOf(work.key) / 1_000;
    expect(seconds(step('delete listener x', listener))).toBe(1);
    expect(seconds(step('held web/service', service))).toBe(20);
    expect(seconds(step('held nlb/listener', listener))).toBe(1);
    expect(seconds(step('switch web/service', service))).toBe(1);
    expect(seconds(step('finish web/service', service))).toBe(1);
  });

  it('takes for a create what its type takes, and nothing for what is kept', () => {
    const cluster: Resource = { id: 'c/cluster', type: 'cluster', props: {} };
    const work: Work[] = [{ key: 'make c/cluster', needs: [], subject: cluster }];
    const ends = (action: Decision['action']) => of(work, [{ resource: cluster, action }]).remaining();
    expect(ends('create')).toBe(5);
    expect(ends('keep')).toBe(0);
  });

  it('asks nobody else of what is ready at once, and all that it stands on of what rolls out', () => {
    const ready = (type: string) => {
      const top: Resource = { id: 'x/top', type, props: { balancer: ref('nlb/balancer', 'id') } };
      const work: Work[] = [balancer, top].map((subject) => ({
        key: `make ${subject.id}`,
        needs: [],
        subject,
      }));
      work.push({ key: 'ready x/top', needs: ['make x/top'], subject: top });
      return of(
        work,
        [balancer, top].map((resource) => ({ resource, action: 'create' })),
      ).endOf('ready x/top');
    };
    // `quick` has a health but takes no time; `listener` has none and is as ready as what it stands on.
    expect(ready('quick')).toBe(1_000);
    expect(ready('listener')).toBe(101_000);
    expect(ready('service')).toBe(101_000);
  });

  it('knows nothing of what is no part of the run', () => {
    const { estimate, at } = open('create');
    at(7);
    expect(estimate.endOf('make other')).toBe(7_000);
    expect(estimate.tailOf('make other')).toBe(0);
  });

  it('is over when all has ended, and never less than over', () => {
    const work: Work[] = [{ key: 'make nlb/listener', needs: [], subject: listener }];
    let time = 0;
    const estimate = of(work, [{ resource: listener, action: 'create' }], { now: () => time });
    estimate.started('make nlb/listener');
    expect(estimate.remaining()).toBe(1);
    time = 60_000;
    estimate.ended('make nlb/listener');
    expect(estimate.remaining()).toBe(0);
    time = 120_000;
    expect(estimate.remaining()).toBe(0);
    expect(of([]).remaining()).toBe(0);
  });

  it('stands for a second: hundreds of jobs may end in one', () => {
    const { estimate, at } = open('create');
    expect(estimate.remaining()).toBe(111);
    estimate.started('make nlb/balancer');
    at(0.9);
    estimate.ended('make nlb/balancer');
    expect(estimate.remaining()).toBeCloseTo(110.1);
    at(10);
    expect(estimate.remaining()).toBeCloseTo(0.9 + 100 + 10 - 10);
  });

  it('is in the time of the account', () => {
    const work: Work[] = [{ key: 'delete service x', needs: [], subject: service }];
    expect(of(work, [], { pace: 1 / 30 }).remaining()).toBeCloseTo(2);
  });
});
