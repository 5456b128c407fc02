import { GATEWAY, REQUEST_PATH, USER_SERVICE } from './guide';
import { head, type Template } from './template';

export const TWO_SERVICES: Template = {
  id: 'two-services',
  title: 'Two services',
  description: 'The original chain with a second service, which the first one calls by its Cloud Map name',
  document: (name) => ({
    ...head(name),
    nodes: {
      client: {
        kind: 'client',
        requests: [{ name: 'list users', method: 'GET', path: '/users' }],
      },
      ...GATEWAY,
      ...USER_SERVICE,
      'order-service': {
        kind: 'ecsService',
        cluster: 'cluster',
        image: 'nginxdemos/hello:latest',
        port: 80,
        desiredCount: 2,
      },
      namespace: { kind: 'cloudMap', name: 'micro.local' },
    },
    edges: [
      ...REQUEST_PATH,
      { from: 'user-service', to: 'order-service', env: 'ORDER_URL' },
      { from: 'user-service', to: 'namespace' },
      { from: 'order-service', to: 'namespace' },
    ],
    layout: {},
  }),
};
