import { ref } from '../../engine/resource';
import { existingOf, groupOf, ownGroup } from '../existing';
import { defineKind, type Graph, type GraphNode } from '../kind';
import { shortHash } from '../names';
import type { TopologyResource } from '../resourceTypes';
import { NO_URI } from '../uri';
import {
  linkEdges,
  linkEdgeSchema,
  pairOfRoutes,
  routesOf,
  vpcLinkSchema,
  type LinkEdge,
  type LinkEdgeConfig,
  type VpcLinkConfig,
} from './model';
import { offered, routed, routeId, type Routed } from './routes';
import { checkLink, checkRoutes } from './rules';

/** The gateway gives up after 30 s; a second less leaves the backend's own answer a chance. */
const TIMEOUT_MS = 29_000;

/** VPC link v2: it takes subnets and groups, and knows nothing of load balancers; integrations do. */
export const vpcLink = defineKind({
  kind: 'vpcLink',
  stem: 'link',
  title: 'VPC link',
  description: 'Carries API requests into the private subnets.',
  place: 'network',
  schema: vpcLinkSchema,
  initial: {},
  provides: {
    apiLink: (node, graph, edge) => ({
      routes: routed(node.id, graph)
        .filter((entry) => entry.api.api === edge?.from)
        .map((entry) => offered(node.id, entry)),
    }),
  },
  accepts: [
    {
      capability: 'httpTarget',
      schema: linkEdgeSchema,
      refuses: NO_URI,
      mentions: [['routes', '*', 'api']],
      check: checkRoutes,
      initial: ({ to }) => ({ routes: pairOfRoutes(to) }),
      label: (config: LinkEdgeConfig) => {
        const [first, ...others] = routesOf(config);
        return first === undefined ? '' : others.length === 0 ? first.key : `${first.key} +${others.length}`;
      },
    },
  ],
  facts: ({ existing }, { out }) => [
    out === 1 ? '1 target' : `${out} targets`,
    existing === undefined ? 'VPC link v2' : 'existing',
  ],
  check: checkLink,
  resources,
});

function resources(node: GraphNode<VpcLinkConfig>, graph: Graph): TopologyResource[] {
  const { id, config } = node;
  const integrations = new Map<string, TopologyResource>();
  const routes: TopologyResource[] = [];
  for (const entry of routed(id, graph)) {
    const integration = integrationOf(id, entry);
    integrations.set(integration.id, integration);
    routes.push({
      id: routeId(id, entry),
      type: 'AWS::ApiGatewayV2::Route',
      props: {
        apiId: entry.api.apiId,
        key: entry.route.key,
        integrationId: ref(integration.id, 'id'),
        ...authorization(entry),
        scopes: [...(entry.route.scopes ?? [])],
      },
    });
  }
  return [
    ...ownGroup(node, 'Interfaces of VPC link', graph),
    {
      id: `${id}/vpcLink`,
      type: 'AWS::ApiGatewayV2::VpcLink',
      props: {
        name: graph.names.unique(node, { given: config.name, limit: 128 }),
        subnetIds: graph.network.subnets.links,
        // Always one of our own: a shared subnet refuses a link without, and the targets admit it by this group.
        securityGroups: node.config.existing === undefined ? [groupOf(node, 'vpcLink')] : [],
      },
      ...existingOf(node.config, { vpcId: graph.network.vpcId }),
    },
    ...linkEdges(id, graph).flatMap((edge) => ingress(node, edge, graph)),
    ...integrations.values(),
    ...routes,
  ];
}

function ingress(node: GraphNode<VpcLinkConfig>, edge: LinkEdge, graph: Graph): TopologyResource[] {
  const { securityGroup: groupId, endpoints } = graph.offer(edge);
  return endpoints.map(({ port }) => ({
    id: `${node.id}/ingress/${edge.to}/${port}`,
    type: 'AWS::EC2::SecurityGroupIngress',
    props: { groupId, sourceGroupId: groupOf(node, 'vpcLink'), port },
  }));
}

function integrationOf(id: string, { route, api, target }: Routed): TopologyResource {
  const rewritten = route.path === undefined ? '' : `/${shortHash(route.path)}`;
  return {
    // Only a node and its other end are found under a former id; what comes behind them must not change with one.
    id: `${id}/integration/${target.node}/${target.port}/${api.origin}${rewritten}`,
    type: 'AWS::ApiGatewayV2::Integration',
    props: {
      apiId: api.apiId,
      // AWS answers BadRequest for a link that is not AVAILABLE; only here its readiness is waited for.
      vpcLinkId: ref(`${id}/vpcLink`, 'id', { ready: true }),
      uri: target.uri,
      timeoutMs: TIMEOUT_MS,
      // `$request.path` has no stage; without the mapping the backend sees /prod/users.
      path: route.path ?? (api.keepStagePath ? null : '$request.path'),
    },
  };
}

function authorization({ route, api }: Routed) {
  switch (route.auth ?? api.auth) {
    case 'none':
      return { auth: 'NONE' } as const;
    case 'iam':
      return { auth: 'AWS_IAM' } as const;
    case 'jwt':
      return { auth: 'JWT', ...(api.authorizerId && { authorizerId: api.authorizerId }) } as const;
  }
}
