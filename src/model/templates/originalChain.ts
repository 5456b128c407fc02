import { GATEWAY, REQUEST_PATH, USER_SERVICE } from './guide';
import { head, type Template } from './template';

export const ORIGINAL_CHAIN: Template = {
  id: 'original',
  title: 'Original chain',
  description: 'Client → API Gateway → VPC link → NLB → one ECS service → Cloud Map',
  document: (name) => ({
    ...head(name),
    nodes: {
      client: {
        kind: 'client',
        requests: [
          { name: 'list users', method: 'GET', path: '/users' },
          { name: 'one user', method: 'GET', path: '/users/42' },
        ],
      },
      ...GATEWAY,
      ...USER_SERVICE,
      namespace: { kind: 'cloudMap', name: 'micro.local' },
    },
    edges: [...REQUEST_PATH, { from: 'user-service', to: 'namespace' }],
    layout: {},
  }),
};
