import { ref } from '../../engine/resource';
import { defineKind, type Graph, type GraphNode } from '../kind';
import { ecsClusterSchema } from './model';

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
  facts: (config) => ['Fargate', config.containerInsights ? 'Container Insights' : ''],
  claims: (node, graph) => [{ name: nameOf(node, graph), scope: 'this account and region' }],
  resources: (node, graph) => [
    {
      id: `${node.id}/cluster`,
      type: 'AWS::ECS::Cluster',
      props: {
        name: nameOf(node, graph),
        containerInsights: node.config.containerInsights,
      },
    },
  ],
});

function nameOf(node: GraphNode<{ name?: string | undefined }>, graph: Graph): string {
  return graph.names.unique(node, { given: node.config.name, limit: 255 });
}
