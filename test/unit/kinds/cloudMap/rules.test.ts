import { chain, twoServices, withNodes, withoutEdge } from '../../../fakes/topologies';
import { describeRules } from '../describeRules';

describeRules('cloudMap', [
  {
    code: 'T20',
    severity: 'info',
    fault: 'a namespace ends in .local',
    document: withNodes(chain(), { names: { name: 'micro.local' } }),
    path: '/nodes/names/name',
  },
  {
    code: 'duplicate-name',
    severity: 'error',
    fault: 'two namespaces have one domain',
    document: withNodes(chain(), { more: { kind: 'cloudMap', name: 'Shop.internal' } }),
    path: '/nodes/more/name',
    mended: withNodes(chain(), { more: { kind: 'cloudMap', name: 'more.internal' } }),
  },
  {
    code: 'duplicate-name',
    severity: 'error',
    fault: 'two services of one cluster have one name',
    document: withoutEdge(withNodes(twoServices(), { orders: { name: 'users' } }), 'orders', 'names'),
    path: '/nodes/orders/name',
    mended: withoutEdge(withNodes(twoServices(), { orders: { name: 'orders' } }), 'orders', 'names'),
  },
  {
    code: 'duplicate-name',
    severity: 'error',
    fault: 'two load balancers have one name',
    document: withNodes(chain(), { nlb: { name: 'front' }, second: { kind: 'nlb', name: 'front' } }),
    path: '/nodes/second/name',
    mended: withNodes(chain(), { nlb: { name: 'front' }, second: { kind: 'nlb' } }),
  },
]);
