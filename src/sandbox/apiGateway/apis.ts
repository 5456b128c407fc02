import type * as ApiGateway from '@aws-sdk/client-apigatewayv2';
import type { Context } from '../context';
import type { HandlersOf } from '../handlers';
import { alphanumeric } from '../ids';
import { tagsFromRecord, tagsToRecord } from '../tags';
import { apiOf, badRequest, checkName, listPage } from './requests';
import type { ApiState } from './state';

function describe(context: Context, api: ApiState): ApiGateway.Api {
  return {
    ApiId: api.id,
    ApiEndpoint: context.apiEndpoint(context.region.name, api.id),
    ApiGatewayManaged: false,
    ApiKeySelectionExpression: '$request.header.x-api-key',
    CorsConfiguration: api.cors,
    CreatedDate: new Date(api.createdAt),
    Description: api.description,
    DisableExecuteApiEndpoint: api.executeEndpointDisabled,
    IpAddressType: api.ipAddressType === 'dualstack' ? 'dualstack' : 'ipv4',
    Name: api.name,
    ProtocolType: 'HTTP',
    RouteSelectionExpression: '$request.method $request.path',
    Tags: tagsToRecord(api.tags),
    Version: api.version,
  };
}

function checkCors(cors: ApiGateway.Cors | undefined): ApiGateway.Cors | undefined {
  if (cors?.AllowCredentials && cors.AllowOrigins?.includes('*')) {
    throw badRequest('allowCredentials is not supported for a wildcard allowOrigin');
  }
  const age = cors?.MaxAge;
  if (age !== undefined && (age < -1 || age > 86400)) throw badRequest('MaxAge must be between -1 and 86400');
  return cors;
}

/** HTTP APIs. Names are labels: two may share one. */
export const apiHandlers = {
  CreateApiCommand(context, input) {
    if (input.ProtocolType !== 'HTTP') throw badRequest('The sandbox only knows APIs of protocol type HTTP');
    if (input.Target !== undefined || input.RouteKey !== undefined) {
      throw badRequest('The sandbox does not know quick create (Target, RouteKey)');
    }
    const api: ApiState = {
      id: alphanumeric(context.random, 10),
      name: checkName(input.Name),
      description: input.Description,
      cors: checkCors(input.CorsConfiguration),
      executeEndpointDisabled: input.DisableExecuteApiEndpoint ?? false,
      ipAddressType: input.IpAddressType ?? 'ipv4',
      version: input.Version,
      createdAt: context.now(),
      tags: tagsFromRecord(input.Tags),
      integrations: new Map(),
      routes: new Map(),
      stages: new Map(),
      authorizers: new Map(),
      deployments: new Map(),
    };
    context.region.apiGateway.apis.set(api.id, api);
    return describe(context, api);
  },

  GetApiCommand: (context, input) => describe(context, apiOf(context, input.ApiId)),

  GetApisCommand(context, input) {
    const { items, next } = listPage(context.region.apiGateway.apis.values(), input);
    return { Items: items.map((api) => describe(context, api)), NextToken: next };
  },

  UpdateApiCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    const cors = checkCors(input.CorsConfiguration);
    api.name = input.Name === undefined ? api.name : checkName(input.Name);
    api.description = input.Description ?? api.description;
    api.cors = cors ?? api.cors;
    api.executeEndpointDisabled = input.DisableExecuteApiEndpoint ?? api.executeEndpointDisabled;
    api.ipAddressType = input.IpAddressType ?? api.ipAddressType;
    api.version = input.Version ?? api.version;
    return describe(context, api);
  },

  DeleteCorsConfigurationCommand(context, input) {
    apiOf(context, input.ApiId).cors = undefined;
    return {};
  },

  DeleteApiCommand(context, input) {
    // Routes, integrations, stages, authorizers and deployments go with it (aws-reference §1.2).
    context.region.apiGateway.apis.delete(apiOf(context, input.ApiId).id);
    return {};
  },
} satisfies HandlersOf<typeof ApiGateway>;
