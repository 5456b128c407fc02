import type { JsonObject } from '../../../../src/model/json';
import { chain, withEdges, withNodes, withoutEdge } from '../../../fakes/topologies';
import { describeRules } from '../describeRules';

/** A chain to an image that answers anything, with a request. */
const demo = (request: JsonObject) =>
  withNodes(requests({ name: 'a', method: 'GET', path: '/users', ...request }), {
    users: { image: 'nginxdemos/hello:0.4', port: 80 },
  });
const requests = (...list: JsonObject[]) => withNodes(chain(), { client: { requests: list } });

describeRules('client', [
  {
    code: 'secret-header',
    severity: 'warning',
    fault: 'a token is written into a saved request',
    document: requests({
      name: 'a',
      method: 'GET',
      path: '/users',
      headers: { Authorization: 'Bearer abc' },
    }),
    path: '/nodes/client/requests/0/headers/Authorization',
  },
  {
    code: 'duplicate-request',
    severity: 'warning',
    fault: 'two saved requests have one name',
    document: requests(
      { name: 'a', method: 'GET', path: '/users' },
      { name: 'a', method: 'GET', path: '/users/1' },
    ),
    path: '/nodes/client/requests/1/name',
    mended: requests(
      { name: 'a', method: 'GET', path: '/users' },
      { name: 'b', method: 'GET', path: '/users/1' },
    ),
  },
  {
    code: 'bad-pattern',
    severity: 'error',
    fault: 'the expected body is no regular expression',
    document: requests({ name: 'a', method: 'GET', path: '/users', expect: { body: '(' } }),
    path: '/nodes/client/requests/0/expect/body',
    mended: requests({ name: 'a', method: 'GET', path: '/users', expect: { body: '\\(' } }),
  },
  {
    code: 'unanswered-request',
    severity: 'warning',
    fault: 'a saved request begins with the stage',
    document: requests({ name: 'a', method: 'GET', path: '/prod/users' }),
    path: '/nodes/client/requests/0/path',
    mended: requests({ name: 'a', method: 'GET', path: '/users?all' }),
  },
  {
    code: 'T10',
    severity: 'info',
    fault: 'a demo image answers whatever path arrives',
    document: demo({}),
    path: '/nodes/client/requests/0/path',
    mended: demo({ expect: { body: '[ >]/users' } }),
  },
  {
    code: 'T10',
    severity: 'info',
    fault: 'a demo image answers a request that decides about the deploy',
    document: demo({ method: 'POST', check: true }),
    path: '/nodes/client/requests/0/path',
    mended: demo({ method: 'POST' }),
  },
  {
    code: 'T10',
    severity: 'info',
    fault: 'a demo image answers through Cloud Map',
    document: withEdges(
      withoutEdge(withoutEdge(withNodes(demo({}), { nlb: null }), 'link', 'nlb'), 'nlb', 'users'),
      { from: 'link', to: 'users', routes: ['ANY /users'] },
      { from: 'users', to: 'names', record: 'SRV' },
    ),
    path: '/nodes/client/requests/0/path',
    mended: requests({ name: 'a', method: 'GET', path: '/users' }),
  },
  {
    code: 'no-api',
    severity: 'info',
    fault: 'a client with requests calls no API',
    document: withoutEdge(chain(), 'client', 'api'),
    path: '/nodes/client',
    mended: chain(),
  },
]);
