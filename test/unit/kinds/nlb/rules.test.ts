import { chain, twoServices, withEdges, withNodes, withoutEdge } from '../../../fakes/topologies';
import { describeRules } from '../describeRules';

describeRules('nlb', [
  {
    code: 'unused-load-balancer',
    severity: 'info',
    fault: 'a load balancer leads nowhere',
    document: withoutEdge(chain(), 'nlb', 'users'),
    path: '/nodes/nlb',
    mended: chain(),
  },
  {
    code: 'duplicate-listener',
    severity: 'error',
    fault: 'two services share a listener',
    document: withEdges(twoServices(), { from: 'nlb', to: 'orders' }),
    path: '/edges/7/listener',
  },
  {
    code: 'T12',
    severity: 'warning',
    fault: 'a zone of the load balancer has no task',
    document: withNodes(chain(), { nlb: { crossZone: false } }),
    path: '/nodes/nlb/crossZone',
  },
  {
    code: 'T12',
    severity: 'warning',
    fault: 'the second service has one task',
    document: withEdges(withNodes(twoServices(), { nlb: { crossZone: false }, users: { desiredCount: 2 } }), {
      from: 'nlb',
      to: 'orders',
      listener: 81,
    }),
    path: '/nodes/nlb/crossZone',
    mended: withNodes(chain(), { nlb: { crossZone: false }, users: { desiredCount: 2 } }),
  },
  {
    code: 'no-container-port',
    severity: 'error',
    fault: 'no container listens on the target port',
    document: withEdges(chain(), { from: 'nlb', to: 'users', targetPort: 9 }),
    path: '/edges/3/targetPort',
  },
]);
