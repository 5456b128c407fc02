import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../src/model/json';
import { validate } from '../../../../src/model/validate';
import { chain, registry, twoServices, withEdges, withNodes, withoutEdge } from '../../../fakes/topologies';
import { describeRules } from '../describeRules';

const api = (fields: JsonObject) => withNodes(chain(), { api: fields });
const jwt = { jwt: { issuer: 'https://id.example', audience: ['shop'] } };
const routes = (...list: JsonValue[]) => withEdges(chain(), { from: 'link', to: 'nlb', routes: list });
/** The second service reached through a load balancer of its own, over the same link. */
const twoRouted = (...list: JsonValue[]) =>
  withEdges(
    withNodes(twoServices(), { second: { kind: 'nlb' } }),
    { from: 'link', to: 'second', routes: list },
    { from: 'second', to: 'orders' },
  );

describeRules('apiGateway', [
  {
    code: 'T3',
    severity: 'error',
    fault: 'the way to the link is to be a URL',
    document: withEdges(chain(), { from: 'api', to: 'link', uri: 'http://10.0.0.1:8080' }),
    path: '/edges/1/uri',
  },
  {
    code: 'no-routes',
    severity: 'info',
    fault: 'an API has no link',
    document: withoutEdge(chain(), 'api', 'link'),
    path: '/nodes/api',
    mended: chain(),
  },
  {
    code: 'T1',
    severity: 'info',
    fault: 'the name of the stage is passed on',
    document: api({ keepStagePath: true }),
    path: '/nodes/api/keepStagePath',
  },
  {
    code: 'T1',
    severity: 'info',
    fault: 'the name of another stage is passed on',
    document: api({ stage: 'dev', keepStagePath: true }),
    path: '/nodes/api/keepStagePath',
    mended: api({ stage: '$default', keepStagePath: true }),
  },
  {
    code: 'T22',
    severity: 'error',
    fault: 'tokens are issued by a name of the VPC',
    document: api({ auth: { jwt: { issuer: 'https://id.shop.internal', audience: ['shop'] } } }),
    path: '/nodes/api/auth/jwt/issuer',
    mended: api({ auth: jwt }),
  },
  {
    code: 'T23',
    severity: 'warning',
    fault: 'anyone may use up the account',
    document: api({ throttle: { rate: 10_000, burst: 5000 } }),
    path: '/nodes/api/throttle/rate',
  },
  {
    code: 'T23',
    severity: 'warning',
    fault: 'one open route lets anyone use up the account',
    document: routes('ANY /users', { key: 'ANY /users/{proxy+}', throttle: { rate: 5000, burst: 1 } }),
    path: '/edges/2/routes/1/throttle/rate',
  },
  {
    code: 'cors-credentials',
    severity: 'error',
    fault: 'credentials are allowed for every origin',
    document: api({ cors: { allowOrigins: ['*'], allowCredentials: true } }),
    path: '/nodes/api/cors/allowCredentials',
  },
  {
    code: 'cors-preflight',
    severity: 'warning',
    fault: 'preflight requests need a token',
    document: api({ cors: { allowOrigins: ['https://a.example'] }, auth: jwt }),
    path: '/edges/2/routes/0',
  },
  {
    code: 'no-jwt',
    severity: 'error',
    fault: 'a route asks for a JWT that its API does not know',
    document: routes('ANY /users', { key: 'ANY /users/{proxy+}', auth: 'jwt' }),
    path: '/edges/2/routes/1/auth',
  },
  {
    code: 'scopes-without-jwt',
    severity: 'error',
    fault: 'a route without JWT asks for scopes',
    document: routes('ANY /users', { key: 'ANY /users/{proxy+}', scopes: ['read'] }),
    path: '/edges/2/routes/1/scopes',
  },
  {
    code: 'duplicate-route',
    severity: 'error',
    fault: 'a wire says a route twice',
    document: routes('ANY /users', 'ANY /users/{proxy+}', 'ANY /users'),
    path: '/edges/2/routes/2',
  },
  {
    code: 'duplicate-route',
    severity: 'error',
    fault: 'two wires say one route of an API',
    document: twoRouted('ANY /users'),
    path: '/edges/7/routes/0',
  },
  {
    code: 'conflicting-variable',
    severity: 'error',
    fault: 'one place of a path has two names',
    document: routes('ANY /users', 'ANY /users/{proxy+}', 'GET /users/{id}', 'GET /users/{userId}/orders'),
    path: '/edges/2/routes/3',
  },
  {
    code: 'reserved-path',
    severity: 'warning',
    fault: 'a route takes the path of the health check',
    document: routes('ANY /users', 'GET /ping'),
    path: '/edges/2/routes/1',
    mended: routes('ANY /users', 'GET /health'),
  },
  {
    code: 'T2',
    severity: 'warning',
    fault: 'a greedy route misses its bare path',
    document: withNodes(routes('ANY /users/{proxy+}'), { client: { requests: [] } }),
    path: '/edges/2/routes/0',
  },
  {
    code: 'too-many-routes',
    severity: 'warning',
    fault: 'an API has more routes than the quota',
    document: routes('ANY /users', ...Array.from({ length: 300 }, (_, index) => `GET /r${index}`)),
    path: '/nodes/api',
    mended: routes('ANY /users', ...Array.from({ length: 299 }, (_, index) => `GET /r${index}`)),
  },
]);

describe('the rule for greedy routes', () => {
  it('takes a greedy route for complete where another route has the bare path', () => {
    const codes = (...list: string[]) => validate(routes(...list), registry).map(({ code }) => code);
    expect(codes('ANY /users/{proxy+}', '$default')).not.toContain('T2');
    expect(codes('ANY /{proxy+}')).not.toContain('T2');
    expect(codes('ANY /users/{proxy+}', 'GET /users')).not.toContain('T2');
    expect(codes('GET /users/{proxy+}', 'POST /users')).toContain('T2');
  });

  it('finds the bare path on the wire to another target', () => {
    const document = withEdges(twoRouted('ANY /users/{proxy+}'), {
      from: 'link',
      to: 'nlb',
      routes: ['ANY /users'],
    });
    expect(validate(document, registry).map(({ code }) => code)).not.toContain('T2');
  });

  it('rewrites the path of the bare route that it proposes', () => {
    const document = routes({ key: 'ANY /users/{proxy+}', path: '/${request.path.proxy}' });
    const t2 = validate(document, registry).find(({ code }) => code === 'T2');
    expect(t2?.fix?.edits).toMatchObject([{ path: ['routes', 1], value: { key: 'ANY /users', path: '/' } }]);
  });
});
