import type { JsonObject } from '../json';
import { routes, service } from './template';

/** One service behind an API, without what leads from the one to the other; names that nobody had to think of. */
export const SERVICE: JsonObject = {
  client: { kind: 'client', requests: [{ name: 'list users', method: 'GET', path: '/users' }] },
  api: { kind: 'apiGateway' },
  link: { kind: 'vpcLink' },
  cluster: { kind: 'ecsCluster' },
  users: service(),
  namespace: { kind: 'cloudMap', name: 'micro.internal' },
};

/** The whole chain. */
export const CHAIN: JsonObject = { ...SERVICE, nlb: { kind: 'nlb' } };

export const CHAIN_EDGES: readonly JsonObject[] = [
  { from: 'client', to: 'api' },
  { from: 'api', to: 'link' },
  { from: 'link', to: 'nlb', routes: routes('/users') },
  { from: 'nlb', to: 'users' },
  { from: 'users', to: 'namespace' },
];
