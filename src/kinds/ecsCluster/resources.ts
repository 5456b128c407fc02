import { ref } from '../../engine/resource';
import { defineKind, type Graph, type GraphNode } from '../kind';
import { endOf } from '../arn';
import { existingOf } from '../existing';
import { ecsClusterSchema, type ClusterConfig } from './model';

/** Drawn as a frame around its services. */
export const ecsCluster = defineKind({
  kind: 'ecsCluster',
  stem: 'cluster',
  title: 'ECS cluster',
  description: 'Holds services; drawn as a frame around them.',
  place: 'frame',
  schema: ecsClusterSchema,
  initial: {},
  provides: {
    cluster: (node, graph) => ({
      arn: ref(`${node.id}/cluster`, 'arn'),
      name: nameOf(node, graph),
    }),
  },
  accepts: [],
  facts: (config) => [
    config.existing === undefined ? 'Fargate' : 'existing',
    config.containerInsights ? 'Container Insights' : '',
  ],
  claims: (node, graph) =>
    node.config.existing === undefined
      ? [{ name: nameOf(node, graph), scope: 'this account and region' }]
      : [],
  resources: (node, graph) => [
    {
      id: `${node.id}/cluster`,
      type: 'AWS::ECS::Cluster',
      props: {
        name: nameOf(node, graph),
        containerInsights: node.config.containerInsights,
        // Both cost nothing; which of them runs its tasks is for each service to say.
        capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      },
      ...existingOf(node.config),
    },
  ],
});

function nameOf(node: GraphNode<ClusterConfig>, graph: Graph): string {
  // An ARN ends in the name.
  if (node.config.existing !== undefined) return endOf(node.config.existing);
  return graph.names.unique(node, { given: node.config.name, limit: 255 });
}
