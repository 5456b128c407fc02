import { ref } from '../../engine/resource';
import { existingOf, groupOf, ownGroup } from '../existing';
import { defineKind, type Graph, type GraphNode } from '../kind';
import type { TopologyResource } from '../resourceTypes';
import { nlbEdgeSchema, nlbSchema, targets, type NlbConfig, type NlbEdgeConfig, type Target } from './model';
import { checkLoadBalancer, checkTarget } from './rules';

/** An internal network load balancer; each wire that leaves it is a listener and a target group. */
export const nlb = defineKind({
  kind: 'nlb',
  stem: 'nlb',
  title: 'Network load balancer',
  description: 'Spreads connections over the tasks of a service.',
  place: 'network',
  schema: nlbSchema,
  initial: {},
  provides: {
    httpTarget: (node, graph) => ({
      securityGroup: groupOf(node, 'loadBalancer'),
      endpoints: targets(node.id, graph).map((edge) => ({
        port: edge.config.listener,
        uri: ref(listenerId(node.id, edge), 'arn'),
        indifferent: graph.offer(edge).indifferentOn(edge.config.targetPort ?? graph.offer(edge).port),
      })),
    }),
  },
  accepts: [
    {
      capability: 'tcpService',
      schema: nlbEdgeSchema,
      byListener: true,
      check: checkTarget,
      gives: (edge, graph, node) => {
        // Parsed with the schema of this very entry.
        const target = edge as Target;
        return {
          targetGroup: {
            arn: ref(targetGroupId(node.id, target), 'arn'),
            port: target.config.targetPort ?? graph.offer(target).port,
            listener: ref(listenerId(node.id, target), 'arn'),
          },
        };
      },
      label: ({ listener, targetPort }: NlbEdgeConfig) =>
        targetPort === undefined ? `${listener}` : `${listener} → ${targetPort}`,
    },
  ],
  facts: ({ existing }, { out }) => [
    existing === undefined ? 'internal' : 'existing',
    out === 1 ? '1 listener' : `${out} listeners`,
  ],
  check: checkLoadBalancer,
  claims: (node, graph) =>
    node.config.existing === undefined
      ? [{ name: nameOf(node, graph), scope: 'this account and region' }]
      : [],
  resources,
});

function resources(node: GraphNode<NlbConfig>, graph: Graph): TopologyResource[] {
  const { id, config } = node;
  return [
    ...ownGroup(node, 'Network load balancer', graph),
    {
      id: `${id}/loadBalancer`,
      type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      props: {
        name: nameOf(node, graph),
        subnetIds: graph.network.subnets.loadBalancers,
        // Born with a group, because one created without can never get any.
        securityGroups: node.config.existing === undefined ? [groupOf(node, 'loadBalancer')] : [],
        crossZone: config.crossZone,
        deletionProtection: config.deletionProtection,
      },
      ...existingOf(node.config, { vpcId: graph.network.vpcId }),
    },
    ...targets(id, graph).flatMap((edge) => forward(node, edge, graph)),
    ...admissions(node, graph),
  ];
}

function nameOf(node: GraphNode<NlbConfig>, graph: Graph): string {
  const { existing } = node.config;
  // `…:loadbalancer/net/<name>/<id>`
  if (existing !== undefined) return existing.split('/')[2] ?? existing;
  return graph.names.unique(node, { given: node.config.name, limit: 32 });
}

/** Listener and target group of one wire. */
function forward(node: GraphNode<NlbConfig>, edge: Target, graph: Graph): TopologyResource[] {
  const { id } = node;
  const { listener } = edge.config;
  const service = graph.offer(edge);
  const port = edge.config.targetPort ?? service.port;
  const { path, port: healthPort, ...thresholds } = service.health;
  return [
    {
      id: targetGroupId(id, edge),
      type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      props: {
        // A double hyphen is refused: "Member must satisfy regular expression pattern: (?!.*--)…".
        name: graph.names.unique(node, {
          part: `${service.origin}-${listener}`,
          limit: 32,
          singleHyphens: true,
        }),
        port,
        vpcId: graph.network.vpcId,
        health: {
          ...(path === undefined ? { protocol: 'TCP' } : { protocol: 'HTTP', path }),
          ...(healthPort === undefined ? {} : { port: healthPort }),
          ...thresholds,
        },
        deregistrationDelay: service.deregistrationDelay,
      },
    },
    {
      id: listenerId(id, edge),
      type: 'AWS::ElasticLoadBalancingV2::Listener',
      props: {
        loadBalancerArn: ref(`${id}/loadBalancer`, 'arn'),
        port: listener,
        targetGroupArn: ref(targetGroupId(id, edge), 'arn'),
      },
    },
  ];
}

/** Rules by which tasks admit the load balancer: one a port, however many listeners lead there. */
function admissions(node: GraphNode<NlbConfig>, graph: Graph): TopologyResource[] {
  const { id } = node;
  const rules = new Map<string, TopologyResource>();
  for (const edge of targets(id, graph)) {
    const service = graph.offer(edge);
    for (const port of [edge.config.targetPort ?? service.port, service.health.port]) {
      if (port === undefined) continue;
      const rule = `${id}/ingress/${edge.to}/${port}`;
      rules.set(rule, {
        id: rule,
        type: 'AWS::EC2::SecurityGroupIngress',
        props: { groupId: service.securityGroup, sourceGroupId: groupOf(node, 'loadBalancer'), port },
      });
    }
  }
  return [...rules.values()];
}

function targetGroupId(id: string, edge: Target): string {
  return `${id}/targetGroup/${edge.to}/${edge.config.listener}`;
}

function listenerId(id: string, edge: Target): string {
  return `${id}/listener/${edge.to}/${edge.config.listener}`;
}
