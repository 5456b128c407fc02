import type { JsonValue } from '../../../../src/model/json';
import { chain, withEdges, withNodes, withoutEdge, withTwin } from '../../../fakes/topologies';
import { describeRules } from '../describeRules';

const routes = (...list: JsonValue[]) => withEdges(chain(), { from: 'link', to: 'nlb', routes: list });
const twoApis = (...list: JsonValue[]) =>
  withEdges(
    withNodes(chain(), { admin: { kind: 'apiGateway' } }),
    { from: 'admin', to: 'link' },
    { from: 'link', to: 'nlb', routes: list },
  );
const twoListeners = (...list: JsonValue[]) =>
  withTwin(withEdges(chain(), { from: 'link', to: 'nlb', routes: list }), {
    from: 'nlb',
    to: 'users',
    listener: 81,
  });

describeRules('vpcLink', [
  {
    code: 'T3',
    severity: 'error',
    fault: 'the integration is to lead to a URL',
    document: withEdges(chain(), {
      from: 'link',
      to: 'nlb',
      routes: ['ANY /users', 'ANY /users/{proxy+}'],
      uri: 'http://nlb-user-service-1234.elb.ap-southeast-1.amazonaws.com/users',
    }),
    path: '/edges/2/uri',
  },
  {
    code: 'unused-link',
    severity: 'info',
    fault: 'no API uses a link',
    document: withoutEdge(chain(), 'api', 'link'),
    path: '/nodes/link',
    mended: chain(),
  },
  {
    code: 'no-routes',
    severity: 'info',
    fault: 'a wire to a load balancer has no routes',
    document: withEdges(withNodes(chain(), { client: null }), { from: 'link', to: 'nlb', routes: [] }),
    path: '/edges/2/routes',
  },
  {
    code: 'ambiguous-api',
    severity: 'error',
    fault: 'a route belongs to one of two APIs',
    document: twoApis('ANY /users', { key: 'ANY /admin', api: 'admin' }),
    path: '/edges/2/routes/0',
    mended: twoApis({ key: 'ANY /users', api: 'api' }, { key: 'ANY /admin', api: 'admin' }),
  },
  {
    code: 'unknown-api',
    severity: 'error',
    fault: 'a route is for an API that does not use the link',
    document: routes({ key: 'ANY /users', api: 'constructor' }),
    path: '/edges/2/routes/0/api',
  },
  {
    code: 'ambiguous-listener',
    severity: 'error',
    fault: 'a route goes to one of two listeners',
    document: twoListeners('ANY /users'),
    path: '/edges/2/routes/0',
    mended: twoListeners({ key: 'ANY /users', listener: 81 }),
  },
  {
    code: 'unknown-listener',
    severity: 'error',
    fault: 'a route goes to a listener that is not there',
    document: routes({ key: 'ANY /users', listener: 443 }),
    path: '/edges/2/routes/0/listener',
  },
]);
