import { describe, expect, test } from 'vitest';
import type { RouteState } from '../../../src/sandbox/apiGateway/state';
import { mapRequest, mapResponse } from '../../../src/sandbox/dataPlane/mapping';
import type { DataRequest } from '../../../src/sandbox/dataPlane/message';
import { matchRoute } from '../../../src/sandbox/dataPlane/routing';

const route = (key: string): RouteState => ({
  id: key,
  key,
  target: undefined,
  authorizationType: 'NONE',
  authorizerId: undefined,
  authorizationScopes: [],
  operationName: undefined,
});
const routes = [
  '$default',
  'ANY /{proxy+}',
  'ANY /users/{proxy+}',
  'ANY /users/{id}',
  'GET /users/{id}',
  'ANY /users/me',
  'GET /users/{id}/orders/{order}',
  'GET /',
].map(route);

describe('a request takes the route', () => {
  test.each([
    ['GET', '/users/42', 'GET /users/{id}', { id: '42' }],
    ['PUT', '/users/42', 'ANY /users/{id}', { id: '42' }],
    ['GET', '/users/me', 'ANY /users/me', {}],
    ['GET', '/users/42/orders/7', 'GET /users/{id}/orders/{order}', { id: '42', order: '7' }],
    ['PUT', '/users/42/orders/7', 'ANY /users/{proxy+}', { proxy: '42/orders/7' }],
    ['GET', '/users', 'ANY /{proxy+}', { proxy: 'users' }],
    ['GET', '/', 'GET /', {}],
    ['POST', '/', '$default', {}],
    ['GET', '/users/a%20b', 'GET /users/{id}', { id: 'a b' }],
    ['GET', '/users/%zz', 'GET /users/{id}', { id: '%zz' }],
  ])('%s %s → %s', (method, path, key, variables) => {
    const match = matchRoute(routes, method, path);
    expect([match?.route.key, match?.variables]).toEqual([key, variables]);
  });

  test('and none when none fits: a greedy route misses its bare parent (T2)', () => {
    expect(matchRoute([route('ANY /users/{proxy+}')], 'GET', '/users')).toBeUndefined();
    expect(matchRoute([route('GET /users')], 'POST', '/users')).toBeUndefined();
    expect(matchRoute([route('GET /users')], 'GET', '/users/')).toBeUndefined();
  });
});

describe('request parameters', () => {
  const request: DataRequest = {
    method: 'GET',
    path: '/users/a%20b',
    query: 'page=2',
    headers: { 'x-old': '1', 'x-tenant': 'acme' },
    body: new Uint8Array(),
  };
  const map = (parameters: Record<string, string>) =>
    mapRequest({ ...request, path: '/prod/users/a%20b' }, parameters, {
      request,
      variables: { proxy: 'a b' },
      context: { requestId: 'id-1', 'identity.sourceIp': '127.0.0.1' },
      stageVariables: { color: 'green' },
    });

  test.each([
    ['nothing keeps the stage (T1)', {}, '/prod/users/a%20b'],
    ['the path without stage', { 'overwrite:path': '$request.path' }, '/users/a%20b'],
    ['a variable in braces', { 'overwrite:path': '/${request.path.proxy}' }, '/a%20b'],
    ['a variable without', { 'overwrite:path': '/v1/$request.path.proxy' }, '/v1/a%20b'],
    ['fixed text', { 'overwrite:path': '/' }, '/'],
    ['a stage variable', { 'overwrite:path': '/${stageVariables.color}/x' }, '/green/x'],
    ['a name that is none', { 'overwrite:path': '/$request.path.__proto__' }, '/'],
  ])('of the path: %s', (_name, parameters, path) => {
    expect(map(parameters).path).toBe(path);
  });

  test('of headers and query', () => {
    const mapped = map({
      'append:header.x-old': '2',
      'overwrite:header.X-Request': '$context.requestId',
      'overwrite:header.x-who': '$request.header.X-Tenant',
      'remove:header.x-tenant': '',
      'append:querystring.ip': '$context.identity.sourceIp',
      'overwrite:querystring.page': '$request.querystring.page$request.querystring.page',
    });
    expect(mapped.headers).toEqual({ 'x-old': '1,2', 'x-request': 'id-1', 'x-who': 'acme' });
    expect(mapped.query).toBe('page=22&ip=127.0.0.1');
  });

  test('of the response apply to its status only', () => {
    const rules = { '500': { 'overwrite:statuscode': '404', 'append:header.x-y': 'z' } };
    expect(mapResponse({ status: 500, headers: {} }, rules)).toEqual({
      status: 404,
      headers: { 'x-y': 'z' },
    });
    expect(mapResponse({ status: 200, headers: {} }, rules)).toEqual({ status: 200, headers: {} });
  });
});
