import { isRef, ref, type Existing, type Ref } from '../engine/resource';
import type { Finding, Graph, GraphNode } from './kind';
import type { TopologyResource } from './resourceTypes';
import * as z from '../zod';

/** The field of kinds of which one that somebody else made can be used. */
export const existing = (section: string) =>
  z.string().min(1).max(2048).optional().meta({
    title: 'Existing',
    description:
      'Name, id or ARN of one that is there already: used, never changed or deleted. What hangs on it is ours.',
    placeholder: 'make one',
    section,
  });

/** What a resource says that stands for something somebody else made. `vpcId`: where it must be. */
export function existingOf(
  config: { readonly existing?: string | undefined },
  where: Omit<Existing, 'name'> = {},
): { existing?: Existing } {
  return config.existing === undefined ? {} : { existing: { name: config.existing, ...where } };
}

/** A node that is ours with a security group of its own, or somebody else's with theirs. */
type Grouped = GraphNode<{ readonly existing?: string | undefined }>;

/** The security group of what is ours; none where somebody else made it. */
export function ownGroup(node: Grouped, description: string, graph: Graph): TopologyResource[] {
  if (node.config.existing !== undefined) return [];
  return [
    {
      id: `${node.id}/securityGroup`,
      type: 'AWS::EC2::SecurityGroup',
      props: {
        name: graph.names.unique(node, { limit: 255 }),
        description: `${description} ${node.origin}`,
        vpcId: graph.network.vpcId,
      },
    },
  ];
}

/** By what others admit it: its own group, or that of `part` as it is looked up. */
export function groupOf({ id, config }: Grouped, part: 'loadBalancer' | 'vpcLink'): Ref {
  return config.existing === undefined
    ? ref(`${id}/securityGroup`, 'id')
    : ref(`${id}/${part}`, 'securityGroup');
}

/** What somebody else made is in a VPC that exists already. */
export function outsideOwnNetwork(
  config: { readonly existing?: string | undefined },
  { network }: Pick<Graph, 'network'>,
): Finding[] {
  if (config.existing === undefined || !isRef(network.vpcId)) return [];
  return [
    {
      severity: 'error',
      code: 'existing-elsewhere',
      message:
        'The network is made with the topology, so nothing that exists can be in it. Name its VPC by vpcId and subnetIds, or remove existing.',
      path: ['existing'],
      fix: { title: 'Remove existing', path: ['existing'] },
    },
  ];
}
