import { describe, expect, it } from 'vitest';
import { judgeHops } from '../../../../src/live/hops';
import { diedAt, hopsOn, wayOf } from '../../../../src/live/requests/way';
import { DOCUMENT, healthy, prepared, type Draft } from '../hops/chain';

const chain = prepared({
  ...DOCUMENT,
  edges: DOCUMENT.edges.map((edge) =>
    edge.to === 'nlb'
      ? { ...edge, routes: ['ANY /users', 'GET /users/me', 'ANY /users/{id}', 'ANY /users/{proxy+}'] }
      : edge,
  ),
});
const { topology } = chain;
const reportOf = (change: (draft: Draft) => void = () => undefined) => {
  const draft = healthy(chain);
  change(draft);
  return judgeHops(chain, draft);
};
const asked = (path: string, method = 'GET') => ({ api: 'api', method, path });
const own = (message: string) => JSON.stringify({ message });

describe('the way of a request', () => {
  it.each([
    ['GET', '/users', 'ANY /users'],
    ['GET', '/users?page=2', 'ANY /users'],
    ['GET', '/users/me', 'GET /users/me'],
    ['POST', '/users/me', 'ANY /users/{id}'],
    ['GET', '/users/42/orders', 'ANY /users/{proxy+}'],
    ['GET', '/users/', undefined],
    ['GET', '/orders', undefined],
  ])('of %s %s is %s', (method, path, route) => {
    const way = wayOf(asked(path, method), topology, reportOf());
    expect(way).toEqual(route && { route, edge: 'link--nlb', service: 'users' });
  });

  it('has every hop that it meets once, and no other route', () => {
    const { hops } = reportOf();
    const on = (path: string) =>
      hopsOn(wayOf(asked(path), topology, { hops }), asked(path), topology, hops).map(
        ({ node, edge, path: route }) => `${node ?? edge}${route === undefined ? '' : ` ${route}`}`,
      );
    expect(on('/users')).toEqual([
      'api',
      'api--link',
      'link',
      'link--nlb ANY /users',
      'nlb',
      'nlb--users',
      'users',
    ]);
    expect(on('/orders')).toEqual(['api']);
  });
});

describe('a request dies', () => {
  const broken = reportOf((draft) => draft.found.delete('nlb/ingress/users/80'));
  it.each([
    ['nowhere when it is answered as wanted', { ok: true, status: 200, body: '' }, reportOf(), undefined],
    ['at the API that has no route', { ok: false, status: 404, body: own('Not Found') }, reportOf(), 'api'],
    [
      'at the wire when the gateway reaches nothing',
      { ok: false, status: 503, body: own('Service Unavailable') },
      reportOf(),
      'link--nlb',
    ],
    [
      'where health knows something to be broken',
      { ok: false, status: 503, body: own('Service Unavailable') },
      broken,
      'nlb--users',
    ],
    [
      'at the service that answers something else',
      { ok: false, status: 500, body: 'Traceback' },
      broken,
      'users',
    ],
    ['at the API that does not answer', { ok: false, body: '' }, reportOf(), 'api'],
  ])('%s', (_what, answer, report, hop) => {
    expect(diedAt(answer, asked('/users'), topology, report)).toBe(hop);
  });
});
