import type * as ApiGateway from '@aws-sdk/client-apigatewayv2';
import type { HandlersOf } from '../handlers';
import { alphanumeric } from '../ids';
import { apiOf, badRequest, conflict, listPage, memberOf } from './requests';
import { parseRouteKey } from './routeKey';
import { autoDeploy } from './stageDeployments';
import type { ApiState, RouteState } from './state';

function describe(route: RouteState): ApiGateway.Route {
  return {
    ApiGatewayManaged: false,
    ApiKeyRequired: false,
    AuthorizationScopes: route.authorizationScopes.length > 0 ? route.authorizationScopes : undefined,
    AuthorizationType: route.authorizationType,
    AuthorizerId: route.authorizerId,
    OperationName: route.operationName,
    RouteId: route.id,
    RouteKey: route.key,
    Target: route.target,
  };
}

/** `/users/{id}` beside `/users/{userId}/x`: variables of one level must have one name (aws-reference §1.4). */
function checkVariables(api: ApiState, route: RouteState): void {
  const key = parseRouteKey(route.key);
  if (key?.kind !== 'path') return;
  for (const other of api.routes.values()) {
    const otherKey = parseRouteKey(other.key);
    if (other.id === route.id || otherKey?.kind !== 'path') continue;
    for (const [index, segment] of key.segments.entries()) {
      const sibling = otherKey.segments[index];
      if (segment.kind === 'variable' && sibling?.kind === 'variable' && segment.name !== sibling.name) {
        throw conflict(
          `Route with key ${route.key} has a conflicting variable on the same hierarchical level as ${other.key}`,
        );
      }
      if (JSON.stringify(segment) !== JSON.stringify(sibling)) break;
    }
  }
}

function check(api: ApiState, route: RouteState): void {
  if (!parseRouteKey(route.key)) {
    throw badRequest(
      'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"',
    );
  }
  for (const other of api.routes.values()) {
    if (other.id !== route.id && other.key === route.key) {
      throw conflict(`Route with key ${route.key} already exists for this API`);
    }
  }
  checkVariables(api, route);
  const integration = /^integrations\/(.+)$/.exec(route.target ?? '')?.[1];
  if (route.target !== undefined && !api.integrations.has(integration ?? '')) {
    throw badRequest(`Unable to find Integration for target ${route.target}`);
  }
  if (route.authorizationType === 'JWT' || route.authorizationType === 'CUSTOM') {
    if (!api.authorizers.has(route.authorizerId ?? '')) {
      throw badRequest(`Authorizer with id ${route.authorizerId ?? ''} does not exist in the API`);
    }
  } else if (route.authorizationScopes.length > 0) {
    throw badRequest('Scopes are not valid unless authorizationType is JWT');
  }
}

/** Routes. */
export const routeHandlers = {
  CreateRouteCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    const route: RouteState = {
      id: alphanumeric(context.random, 7),
      key: input.RouteKey ?? '',
      target: input.Target,
      authorizationType: input.AuthorizationType ?? 'NONE',
      authorizerId: input.AuthorizerId,
      authorizationScopes: input.AuthorizationScopes ?? [],
      operationName: input.OperationName,
    };
    check(api, route);
    api.routes.set(route.id, route);
    autoDeploy(context, api);
    return describe(route);
  },

  GetRouteCommand: (context, input) =>
    describe(memberOf(apiOf(context, input.ApiId).routes, input.RouteId, 'Route')),

  GetRoutesCommand(context, input) {
    const { items, next } = listPage(apiOf(context, input.ApiId).routes.values(), input);
    return { Items: items.map(describe), NextToken: next };
  },

  UpdateRouteCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    const before = memberOf(api.routes, input.RouteId, 'Route');
    const authorizationType = input.AuthorizationType ?? before.authorizationType;
    const usesToken = authorizationType === 'JWT' || authorizationType === 'CUSTOM';
    const route: RouteState = {
      ...before,
      key: input.RouteKey ?? before.key,
      target: input.Target ?? before.target,
      authorizationType,
      authorizerId: usesToken ? (input.AuthorizerId ?? before.authorizerId) : undefined,
      authorizationScopes: usesToken ? (input.AuthorizationScopes ?? before.authorizationScopes) : [],
      operationName: input.OperationName ?? before.operationName,
    };
    check(api, route);
    api.routes.set(route.id, route);
    autoDeploy(context, api);
    return describe(route);
  },

  DeleteRouteCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    api.routes.delete(memberOf(api.routes, input.RouteId, 'Route').id);
    autoDeploy(context, api);
    return {};
  },
} satisfies HandlersOf<typeof ApiGateway>;
