import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdersOf, inDeletionOrder, namesOf } from '../../../src/engine/holders';
import type { Found } from '../../../src/engine/provider';

/** Parents before what lives under them, as an account scans. */
const TYPES = ['api', 'integration', 'route', 'stage'];

function thing(physicalId: string, pointsTo: readonly string[] = [], arn = `arn:${physicalId}`): Found {
  return {
    id: `node/${physicalId}`,
    type: physicalId.replace(/-.*/, ''),
    physicalId,
    created: '2026-01-01T00:00:00.000Z',
    props: {},
    attributes: { arn },
    pointsTo,
  };
}

/** Ids of what holds the first of some things, all of which go unless it is said that some stay. */
function holders([first, ...others]: readonly [Found, ...Found[]], staying: readonly Found[] = []): string[] {
  const doomed = [first, ...others];
  const found = holdersOf(first, { existing: [...doomed, ...staying], doomed, types: TYPES });
  return found.map(({ physicalId }) => physicalId);
}

it('goes by its id and by the values of all its attributes', () => {
  expect(namesOf({ ...thing('api'), attributes: { arn: 'a', name: 'n' } })).toEqual(
    new Set(['api', 'a', 'n']),
  );
});

describe('a thing is held', () => {
  it('by whatever points to it, by its id or by one of its attributes', () => {
    expect(holders([thing('api'), thing('route', ['api']), thing('stage', ['arn:api'])])).toEqual([
      'route',
      'stage',
    ]);
  });

  it('by what points to it among other things', () => {
    expect(holders([thing('api'), thing('route', ['other', 'api'])])).toEqual(['route']);
  });

  it('by what stays, too', () => {
    expect(holders([thing('api')], [thing('route', ['api'])])).toEqual(['route']);
  });

  it('not by what it points to itself', () => {
    expect(holders([thing('route', ['integration']), thing('integration')])).toEqual([]);
  });

  it('not by itself, as a security group is that lets itself in', () => {
    expect(holders([thing('api', ['api'])])).toEqual([]);
  });

  it('not by what has nothing to do with it', () => {
    expect(holders([thing('api'), thing('stage', ['api-2'])])).toEqual([]);
  });

  it('of two that point to each other, by the one of the later type', () => {
    const integration = thing('integration', ['route']);
    const route = thing('route', ['integration']);
    expect(holders([integration, route])).toEqual(['route']);
    expect(holders([route, integration])).toEqual([]);
  });

  it('under a parent that goes too, by siblings of later types', () => {
    const [api, route, stage] = [thing('api'), thing('route', ['api']), thing('stage', ['api'])];
    expect(holders([route, stage, api])).toEqual(['stage']);
    expect(holders([stage, route, api])).toEqual([]);
  });

  it('not by a sibling of its own type', () => {
    expect(holders([thing('route-1', ['api']), thing('route-2', ['api']), thing('api')])).toEqual([]);
  });

  it('not by a sibling under a parent that stays', () => {
    expect(holders([thing('route', ['api']), thing('stage', ['api'])], [thing('api')])).toEqual([]);
  });

  it('not by a sibling that stays', () => {
    expect(holders([thing('route', ['api']), thing('api')], [thing('stage', ['api'])])).toEqual([]);
  });

  it('not by a sibling that it points to, though of a later type', () => {
    expect(holders([thing('route', ['api', 'stage']), thing('stage', ['api']), thing('api')])).toEqual([]);
  });

  it('by a sibling that shares one parent of several', () => {
    const [route, stage] = [thing('route', ['x', 'api']), thing('stage', ['api', 'y'])];
    expect(holders([route, stage, thing('api')])).toEqual(['stage']);
  });
});

describe('the order of deletion', () => {
  const order = (things: readonly Found[]) =>
    inDeletionOrder(things, TYPES).map(({ thing: { physicalId } }) => physicalId);

  it('puts what holds before what is held, and names it', () => {
    const [api, integration] = [thing('api'), thing('integration', ['api'])];
    const [route, stage] = [thing('route', ['api', 'integration']), thing('stage', ['api'])];
    const ordered = inDeletionOrder([api, integration, route, stage], TYPES);
    expect(
      ordered.map((one) => [one.thing.physicalId, one.holders.map(({ physicalId }) => physicalId)]),
    ).toEqual([
      ['stage', []],
      ['route', ['stage']],
      ['integration', ['route', 'stage']],
      ['api', ['integration', 'route', 'stage']],
    ]);
  });

  it('leaves what nothing holds as it comes', () => {
    expect(order([thing('stage-2'), thing('api'), thing('route')])).toEqual(['stage-2', 'api', 'route']);
  });

  it('comes to an end where three hold each other in a circle', () => {
    const circle = [thing('api-1', ['api-2']), thing('api-2', ['api-3']), thing('api-3', ['api-1'])];
    expect(order(circle).sort()).toEqual(['api-1', 'api-2', 'api-3']);
  });

  it('is one of all things, each once and behind its holders, wherever there is no circle', () => {
    const graph = fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { maxLength: 10 });
    fc.assert(
      fc.property(graph, (edges) => {
        // Each points only to earlier ones of its type, so that none comes round to itself.
        const things = edges.map((to, index) =>
          thing(
            `api-${index}`,
            to.filter((earlier) => earlier < index).map((earlier) => `api-${earlier}`),
          ),
        );
        const ordered = order(things);
        expect([...ordered].sort()).toEqual(things.map(({ physicalId }) => physicalId).sort());
        for (const { physicalId, pointsTo } of things)
          for (const held of pointsTo)
            expect(ordered.indexOf(physicalId)).toBeLessThan(ordered.indexOf(held));
      }),
    );
  });
});
