import type { JsonObject } from '../../../../src/model/json';
import { chain, withNodes, withoutEdge } from '../../../fakes/topologies';
import { describeRules } from '../describeRules';

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
    code: 'no-api',
    severity: 'info',
    fault: 'a client with requests calls no API',
    document: withoutEdge(chain(), 'client', 'api'),
    path: '/nodes/client',
    mended: chain(),
  },
]);
