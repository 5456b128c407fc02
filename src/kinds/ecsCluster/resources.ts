import { ref } from '../../engine/resource';
import { defineKind, type Graph } from '../kind';
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
    cluster: ({ id, config }, graph) => ({
      arn: ref(`${id}/cluster`, 'arn'),
      name: nameOf(id, config, graph),
    }),
  },
  accepts: [],
  facts: (config) => ['Fargate', config.containerInsights ? 'Container Insights' : ''],
  claims: ({ id, config }, graph) => [{ name: nameOf(id, config, graph), scope: 'this account and region' }],
  resources: ({ id, config }, graph) => [
    {
      id: `${id}/cluster`,
      type: 'AWS::ECS::Cluster',
      props: {
        name: nameOf(id, config, graph),
        containerInsights: config.containerInsights,
      },
    },
  ],
});

function nameOf(id: string, config: { name?: string | undefined }, graph: Graph): string {
  return graph.names.unique(id, { given: config.name, limit: 255 });
}
