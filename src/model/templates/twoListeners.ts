import type { JsonObject } from '../json';
import { CHAIN } from './chain';
import { drawing, routes, service, type Template } from './template';

const REQUESTS: readonly JsonObject[] = [
  { name: 'list users', method: 'GET', path: '/users' },
  { name: 'list orders', method: 'GET', path: '/orders' },
];

export const TWO_LISTENERS: Template = {
  id: 'two-listeners',
  title: 'One load balancer, two services',
  description: 'Two services share one load balancer, each behind a listener of its own',
  document: (name) =>
    drawing(name, { ...CHAIN, client: { kind: 'client', requests: REQUESTS }, orders: service() }, [
      { from: 'client', to: 'api' },
      { from: 'api', to: 'link' },
      {
        from: 'link',
        to: 'nlb',
        routes: [...routes('/users', { listener: 80 }), ...routes('/orders', { listener: 8080 })],
      },
      { from: 'nlb', to: 'users', listener: 80 },
      { from: 'nlb', to: 'orders', listener: 8080 },
      { from: 'users', to: 'namespace' },
      { from: 'orders', to: 'namespace' },
    ]),
};
