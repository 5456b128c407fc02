import { describe, expect, it } from 'vitest';
import { movesOf } from '../../../src/engine/moves';
import type { Decision, Plan } from '../../../src/engine/plan';
import type { Found, Provider } from '../../../src/engine/provider';
import { ref, type Resource } from '../../../src/engine/resource';

/** What can hold both, turn traffic and let go; only that is read of a provider, and how it is replaced. */
const PROVIDERS: Readonly<Record<string, Partial<Provider>>> = {
  group: { replacement: 'sideBySide' },
  registry: { replacement: 'deleteFirst' },
  link: { replacement: 'createFirst' },
  listener: { replacement: 'deleteFirst', holdingBoth: (props) => props, switchingOver: (props) => props },
  service: { replacement: 'deleteFirst', holdingBoth: (props) => props, lettingGo: ({ props }) => props },
  plain: { replacement: 'createFirst' },
};
const provider = (type: string) => PROVIDERS[type] as Provider;

function found(id: string, type: string, physicalId: string, pointsTo: readonly string[] = []): Found {
  const created = '2026-01-01T00:00:00.000Z';
  return { id, type, physicalId, created, props: {}, attributes: { arn: `arn:${physicalId}` }, pointsTo };
}

const resource = (id: string, type: string, ...others: string[]): Resource => ({
  id,
  type,
  props: { others: others.map((other) => ref(other, 'arn')) },
});

const decision = (action: Decision['action'], asked: Resource, thing?: Found): Decision => ({
  action,
  resource: asked,
  ...(thing && { found: thing }),
});

/** What is held and let go of, by resource. */
function movesIn(decisions: readonly Decision[], leftovers: readonly Found[] = []): string[] {
  const deletes = leftovers.map((one) => ({ found: one }));
  // Nothing else of a plan is read.
  const moves = movesOf({ decisions, deletes } as unknown as Plan, { provider });
  return decisions.flatMap((one) => {
    const { id } = one.resource;
    const held = [...moves.heldBeside(one)];
    return [
      ...held.map(([successor, { physicalId }]) => `${id} holds ${physicalId} beside ${successor}`),
      ...moves.letsGoOf(one).map(({ physicalId }) => `${id} lets go of ${physicalId}`),
    ];
  });
}

const group = resource('web/group', 'group');
const oldGroup = found('web/group', 'group', 'group-1');
const newGroup = found('web/group', 'group', 'group-2');
const listener = resource('nlb/listener', 'listener', 'web/group');
const service = resource('web/service', 'service', 'web/group');
const listenerOn = (...names: string[]) => found('nlb/listener', 'listener', 'listener-1', names);
const serviceOn = (...names: string[]) => found('web/service', 'service', 'service-1', names);

describe('what is replaced side by side', () => {
  it('is held beside its successor by all that point to it and can hold both', () => {
    const plan = [
      decision('replace', group, oldGroup),
      decision('update', listener, listenerOn('other', 'group-1')),
      decision('update', service, serviceOn('arn:group-1')),
      decision(
        'update',
        resource('web/plain', 'plain', 'web/group'),
        found('web/plain', 'plain', 'p', ['group-1']),
      ),
    ];
    expect(movesIn(plan)).toEqual([
      'nlb/listener holds group-1 beside web/group',
      'web/service holds group-1 beside web/group',
    ]);
  });

  it('goes on from what an interrupted run left beside the one that counts', () => {
    const plan = [decision('keep', group, newGroup), decision('update', listener, listenerOn('group-1'))];
    expect(movesIn(plan, [oldGroup])).toEqual(['nlb/listener holds group-1 beside web/group']);
  });

  it('takes no leftover of another resource, or of another type, for the old one', () => {
    const plan = [decision('keep', group, newGroup), decision('update', listener, listenerOn('group-1'))];
    expect(movesIn(plan, [{ ...oldGroup, id: 'api/group' }])).toEqual([]);
    expect(movesIn(plan, [{ ...oldGroup, type: 'registry' }])).toEqual([]);
  });

  it('is not held where nothing directs traffic to it: nothing would bring any to the old one meanwhile', () => {
    const plan = [decision('replace', group, oldGroup), decision('update', service, serviceOn('group-1'))];
    expect(movesIn(plan)).toEqual([]);
  });

  it('is not held by what points elsewhere now, or will not point to its successor', () => {
    const others = [
      decision('replace', group, oldGroup),
      decision('update', listener, listenerOn('group-1')),
    ];
    expect(movesIn([...others, decision('update', service, serviceOn('group-9'))])).toHaveLength(1);
    const elsewhere = resource('web/service', 'service', 'nlb/listener');
    expect(movesIn([...others, decision('update', elsewhere, serviceOn('group-1'))])).toHaveLength(1);
  });

  it('is not held by what is made or kept or itself replaced', () => {
    const others = [
      decision('replace', group, oldGroup),
      decision('update', listener, listenerOn('group-1')),
    ];
    for (const action of ['create', 'keep', 'replace'] as const)
      expect(movesIn([...others, decision(action, service, serviceOn('group-1'))])).toHaveLength(1);
    expect(movesIn([...others, decision('update', service)])).toHaveLength(1);
  });

  it('is nothing that is only updated', () => {
    const plan = [decision('update', group, oldGroup), decision('update', listener, listenerOn('group-1'))];
    expect(movesIn(plan)).toEqual([]);
  });

  it('is held once for each of several that are replaced', () => {
    const [other, oldOther] = [resource('api/group', 'group'), found('api/group', 'group', 'group-3')];
    const plan = [
      decision('replace', group, oldGroup),
      decision('replace', other, oldOther),
      decision(
        'update',
        resource('nlb/listener', 'listener', 'web/group', 'api/group'),
        listenerOn('group-1', 'group-3'),
      ),
    ];
    expect(movesIn(plan)).toEqual([
      'nlb/listener holds group-1 beside web/group',
      'nlb/listener holds group-3 beside api/group',
    ]);
  });
});

describe('what is deleted before it is made anew', () => {
  const registry = resource('map/registry', 'registry');
  const old = found('map/registry', 'registry', 'registry-1');
  const registered = resource('web/service', 'service', 'map/registry');

  it('is let go of first by what points to it and can do without', () => {
    const plan = [
      decision('replace', registry, old),
      decision('update', registered, serviceOn('registry-1')),
    ];
    expect(movesIn(plan)).toEqual(['web/service lets go of registry-1']);
  });

  it('is let go of with what stands idle, which AWS would refuse to go on with', () => {
    const both = resource('web/service', 'service', 'map/registry', 'web/group');
    const plan = [
      decision('replace', registry, old),
      decision('keep', group, newGroup),
      decision('update', both, serviceOn('registry-1', 'arn:group-2', 'group-1')),
    ];
    expect(movesIn(plan, [oldGroup])).toEqual([
      'web/service lets go of registry-1',
      'web/service lets go of group-1',
      'web/service lets go of group-2',
    ]);
    // Not of what others have, nor of what traffic is directed to, be it by what is about to go.
    const stranger = found('api/group', 'group', 'group-3');
    const directed = [...plan, decision('keep', listener, listenerOn('arn:group-2'))];
    const leaving = found('nlb/old', 'listener', 'listener-2', ['group-1']);
    expect(movesIn(directed, [oldGroup, leaving, stranger])).toEqual(['web/service lets go of registry-1']);
  });

  it('is not let go of by what cannot do without', () => {
    const plan = [
      decision('replace', registry, old),
      decision('update', resource('nlb/listener', 'listener', 'map/registry'), listenerOn('registry-1')),
    ];
    expect(movesIn(plan)).toEqual([]);
  });

  it('is nothing that stays, or that is replaced beside the old one', () => {
    const asked = resource('web/service', 'service', 'map/registry', 'link/link', 'web/group');
    const things = serviceOn('registry-1', 'link-1', 'group-1');
    const plan = [
      decision('update', registry, old),
      decision('replace', resource('link/link', 'link'), found('link/link', 'link', 'link-1')),
      decision('replace', group, oldGroup),
      decision('update', asked, things),
    ];
    expect(movesIn(plan)).toEqual([]);
  });
});
