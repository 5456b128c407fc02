import { ref } from '../../engine/resource';
import { defineKind, type Graph, type GraphNode } from '../kind';
import { existingOf } from '../existing';
import { cloudMapSchema, type CloudMapConfig } from './model';
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
    registry: (node, graph) => ({
      namespaceId: ref(`${node.id}/namespace`, 'id'),
      domain: domainOf(node, graph),
    }),
  },
  accepts: [],
  facts: ({ existing }, counts) => [
    existing === undefined ? 'private DNS' : 'existing',
    counts.in === 1 ? '1 name' : `${counts.in} names`,
  ],
  check: checkNamespace,
  claims: (node, graph) =>
    node.config.existing === undefined
      ? [{ name: domainOf(node, graph).toLowerCase(), scope: 'this VPC' }]
      : [],
  resources: (node, graph) => [
    {
      id: `${node.id}/namespace`,
      type: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
      props: { name: domainOf(node, graph), vpcId: graph.network.vpcId },
      ...existingOf(node.config),
    },
  ],
});

function domainOf(node: GraphNode<CloudMapConfig>, graph: Graph): string {
  return node.config.existing === undefined
    ? graph.names.namespace(node, node.config.name)
    : node.config.name;
}
