import { ref } from '../../engine/resource';
import * as z from '../../zod';
import { defineKind, type Graph, type GraphNode, type OfferedRoute } from '../kind';
import type { TopologyResource } from '../resourceTypes';
import { createRouteTable } from '../routeKey';
import { NO_URI } from '../uri';
import { NOT_SHARED } from './shared';
import { apiGatewaySchema, type ApiGatewayConfig } from './model';
import { checkApi, routesOf } from './rules';

/** Fields that later diagnosis needs; requestId is mandatory. Source: API Gateway developer guide, HTTP API logging. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  requestTime: '$context.requestTime',
  httpMethod: '$context.httpMethod',
  routeKey: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  protocol: '$context.protocol',
  responseLength: '$context.responseLength',
  integrationStatus: '$context.integration.status',
  integrationLatency: '$context.integration.latency',
  integrationError: '$context.integrationErrorMessage',
  gwError: '$context.error.message',
  auth: '$context.authorizer.error',
});

/** An HTTP API with one stage. Integrations and routes belong to the wires that leave its VPC links. */
export const apiGateway = defineKind({
  kind: 'apiGateway',
  stem: 'api',
  title: 'API Gateway',
  description: 'HTTP API: the public door of the topology.',
  place: 'outside',
  schema: apiGatewaySchema,
  refuses: NOT_SHARED,
  initial: {},
  provides: {
    httpApi: ({ id }, graph) => {
      const routes = routesOf(id, graph);
      const table = createRouteTable(routes.map(({ key }) => key));
      return {
        answers: (method, path) => (routes.length === 0 ? undefined : table.takes(method, path)),
        indifferent: (method, path) => indifferentTo(routes, method, path),
      };
    },
  },
  accepts: [
    {
      capability: 'apiLink',
      schema: z.object({}),
      refuses: NO_URI,
      gives: (_edge, _graph, { id, origin, config }) => ({
        api: id,
        origin,
        apiId: ref(`${id}/api`, 'id'),
        keepStagePath: config.keepStagePath,
        auth: typeof config.auth === 'object' ? 'jwt' : config.auth,
        authorizerId: typeof config.auth === 'object' ? ref(`${id}/authorizer`, 'id') : undefined,
      }),
    },
  ],
  facts: (config) => [
    config.stage === '$default' ? 'default stage' : `stage ${config.stage}`,
    config.auth === 'none' ? 'open' : config.auth === 'iam' ? 'IAM' : 'JWT',
  ],
  check: checkApi,
  resources,
});

/** The image that a request gets to by whichever route; undefined where one of them may lead to another. */
function indifferentTo(routes: readonly OfferedRoute[], method: string, path: string): string | undefined {
  const taking = routes.filter(({ key }) => createRouteTable([key]).takes(method, path));
  return taking.every(({ indifferent }) => indifferent !== undefined) ? taking[0]?.indifferent : undefined;
}

function resources(node: GraphNode<ApiGatewayConfig>, graph: Graph): TopologyResource[] {
  const { id, config } = node;
  const routes = routesOf(id, graph);
  const api = `${id}/api`;
  const logGroup = `${id}/accessLogGroup`;
  const made: TopologyResource[] = [
    {
      id: api,
      type: 'AWS::ApiGatewayV2::Api',
      props: {
        name: graph.names.unique(node, { given: config.name, limit: 128 }),
        cors: config.cors ?? null,
        executeEndpoint: true,
      },
    },
    {
      id: `${id}/stage`,
      type: 'AWS::ApiGatewayV2::Stage',
      props: {
        apiId: ref(api, 'id'),
        apiEndpoint: ref(api, 'endpoint'),
        name: config.stage,
        throttle: config.throttle,
        routeThrottles: Object.fromEntries(
          routes.flatMap(({ key, throttle }) => (throttle ? [[key, throttle]] : [])),
        ),
        accessLogs:
          config.accessLogs === undefined
            ? null
            : { logGroupArn: ref(logGroup, 'arn'), format: ACCESS_LOG_FORMAT },
        // A stage that deploys by itself before there is a route keeps "At least one route is required" as its state.
        after: routes.map((route) => route.id),
      },
    },
  ];
  if (config.accessLogs !== undefined) {
    made.push({
      id: logGroup,
      type: 'AWS::Logs::LogGroup',
      props: {
        name: graph.names.accessLogGroup(node),
        retentionDays: config.accessLogs === true ? 30 : config.accessLogs.retentionDays,
      },
    });
  }
  if (typeof config.auth === 'object') {
    made.push({
      id: `${id}/authorizer`,
      type: 'AWS::ApiGatewayV2::Authorizer',
      props: {
        apiId: ref(api, 'id'),
        name: 'jwt',
        issuer: config.auth.jwt.issuer,
        audience: [...config.auth.jwt.audience],
      },
    });
  }
  return made;
}
