import { SERVICE } from './chain';
import { drawing, routes, type Template } from './template';

export const CLOUD_MAP_LEG: Template = {
  id: 'cloud-map',
  title: 'Without a load balancer',
  description:
    'The VPC link finds the tasks through Cloud Map: cheaper, and without health checks of a load balancer',
  document: (name) =>
    drawing(name, SERVICE, [
      { from: 'client', to: 'api' },
      { from: 'api', to: 'link' },
      { from: 'link', to: 'users', routes: routes('/users') },
      // The link needs the port as well as the address.
      { from: 'users', to: 'namespace', record: 'SRV' },
    ]),
};
