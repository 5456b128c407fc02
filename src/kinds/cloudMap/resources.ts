import { ref } from '../../engine/resource';
import { defineKind } from '../kind';
import { cloudMapSchema } from './model';
import { checkNamespace } from './rules';

/** A private DNS namespace: a registry beside the request path, written by ECS and read by callers' DNS. */
export const cloudMap = defineKind({
  kind: 'cloudMap',
  stem: 'namespace',
  title: 'Cloud Map',
  description: 'Private DNS names by which services find each other.',
  place: 'network',
  schema: cloudMapSchema,
  initial: { name: 'micro.local' },
  provides: {
    registry: ({ id, config }, graph) => ({
      namespaceId: ref(`${id}/namespace`, 'id'),
      domain: graph.names.namespace(config.name),
    }),
  },
  accepts: [],
  facts: (_config, counts) => ['private DNS', counts.in === 1 ? '1 name' : `${counts.in} names`],
  check: checkNamespace,
  claims: ({ config }, graph) => [
    { name: graph.names.namespace(config.name).toLowerCase(), scope: 'this VPC' },
  ],
  resources: ({ id, config }, graph) => [
    {
      id: `${id}/namespace`,
      type: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
      props: { name: graph.names.namespace(config.name), vpcId: graph.network.vpcId },
    },
  ],
});
