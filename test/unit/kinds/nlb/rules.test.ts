import { chain, twoServices, withEdges, withoutEdge } from '../../../fakes/topologies';
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
    code: 'no-container-port',
    severity: 'error',
    fault: 'no container listens on the target port',
    document: withEdges(chain(), { from: 'nlb', to: 'users', targetPort: 9 }),
    path: '/edges/3/targetPort',
  },
]);
