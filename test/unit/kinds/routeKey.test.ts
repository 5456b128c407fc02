import { describe, expect, it } from 'vitest';
import { createRouteTable, routeKey } from '../../../src/kinds/routeKey';

describe('a route key', () => {
  it.each(['$default', 'ANY /', 'GET /users', 'ANY /{proxy+}', 'ANY /users/{proxy+}', 'PUT /a/{id}/b'])(
    'may be %s',
    (key) => expect(routeKey.safeParse(key).success).toBe(true),
  );

  it.each([
    '/users',
    'get /users',
    'GET users',
    'GET /users/',
    'GET //users',
    'GET /{proxy+}/users',
    'GET /users{proxy+}',
    'GET /us{id}ers',
    'GET /users?all',
    'GET  /users',
    'TRACE /users',
    '',
  ])('may not be %j', (key) => expect(routeKey.safeParse(key).success).toBe(false));
});

describe('a table of routes', () => {
  const takes = (key: string, method: string, path: string) => createRouteTable([key]).takes(method, path);

  it('takes a request whose method and path are those of a route', () => {
    expect(takes('GET /users', 'GET', '/users?page=2')).toBe(true);
    expect(takes('GET /users', 'POST', '/users')).toBe(false);
    expect(takes('GET /users', 'GET', '/orders')).toBe(false);
  });

  it('lets ANY stand for every method', () => {
    expect(takes('ANY /users', 'DELETE', '/users')).toBe(true);
    expect(takes('GET /users', 'ANY', '/users')).toBe(true);
  });

  it('lets a variable stand for one segment, a greedy one for one or more', () => {
    expect(takes('GET /users/{id}', 'GET', '/users/1')).toBe(true);
    expect(takes('GET /users/{id}', 'GET', '/users/1/x')).toBe(false);
    expect(takes('GET /users/{proxy+}', 'GET', '/users/1/x')).toBe(true);
    expect(takes('GET /users/{proxy+}', 'GET', '/users')).toBe(false);
    expect(takes('GET /{proxy+}', 'GET', '/')).toBe(false);
  });

  it('takes everything by $default', () => {
    expect(takes('$default', 'GET', '/whatever')).toBe(true);
  });
});
