import type * as ApiGateway from '@aws-sdk/client-apigatewayv2';
import type { Context } from '../context';
import type { HandlersOf } from '../handlers';
import { alphanumeric } from '../ids';
import { apiOf, badRequest, conflict, listPage, memberOf } from './requests';
import { autoDeploy } from './stageDeployments';
import type { IntegrationState } from './state';

/** Headers that cannot be mapped (aws-reference §1.3). */
const reservedHeaders =
  /^(access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|transfer-encoding|upgrade|via|x-amz-.*|x-amzn-.*|x-forwarded-.*)$/i;

function describe(integration: IntegrationState): ApiGateway.Integration {
  return {
    ApiGatewayManaged: false,
    ConnectionId: integration.connectionId,
    ConnectionType: integration.connectionType,
    Description: integration.description,
    IntegrationId: integration.id,
    IntegrationMethod: integration.method,
    IntegrationType: integration.type,
    IntegrationUri: integration.uri,
    PayloadFormatVersion: integration.payloadFormatVersion,
    RequestParameters: some(integration.requestParameters),
    ResponseParameters: some(integration.responseParameters),
    TimeoutInMillis: integration.timeoutMillis,
    TlsConfig:
      integration.tlsServerName === undefined ? undefined : { ServerNameToVerify: integration.tlsServerName },
  };
}

function some<T extends object>(record: T): T | undefined {
  return Object.keys(record).length > 0 ? record : undefined;
}

function checkParameters(parameters: Readonly<Record<string, string>>): void {
  for (const key of Object.keys(parameters)) {
    if (key === 'overwrite:path') continue;
    const [, target, name = ''] = /^(?:append|overwrite|remove):(header|querystring)\.(.+)$/.exec(key) ?? [];
    if (target === undefined) throw badRequest(`Invalid mapping expression specified: ${key}`);
    if (target === 'header' && reservedHeaders.test(name)) {
      throw badRequest(`Operations on header ${name} are restricted`);
    }
  }
}

/** A listener or a Cloud Map service that exists; never a URL (aws-reference §1.3). */
function checkPrivateUri(context: Context, integration: IntegrationState): void {
  const link = context.region.apiGateway.vpcLinks.get(integration.connectionId ?? '');
  if (!link) throw badRequest(`VpcLink ${integration.connectionId ?? ''} does not exist`);
  const uri = integration.uri;
  if (/^arn:aws:elasticloadbalancing:[^:]*:\d{12}:listener\//.test(uri)) {
    if (!context.region.elb.listeners.has(uri)) {
      throw badRequest('Unable to retrieve listener port and load balancer DNS name from ELB listener');
    }
  } else if (/^arn:aws:servicediscovery:[^:]*:\d{12}:service\//.test(uri)) {
    const id = uri.split('/').at(-1)?.split('?')[0] ?? '';
    if (!context.region.cloudMap.services.has(id)) {
      throw badRequest(`Unable to find Cloud Map service from ARN ${uri}`);
    }
  } else {
    throw badRequest(
      'For VpcLink VPC_LINK, integration uri should be a valid ELB listener ARN or a valid Cloud Map service ARN.',
    );
  }
  // Whether AWS takes a link that is not ready is not known; the careful answer keeps the order honest.
  if (link.status !== 'AVAILABLE' && link.status !== 'INACTIVE') {
    throw badRequest(`VpcLink ${link.id} is not in AVAILABLE state`);
  }
}

function check(context: Context, integration: IntegrationState): void {
  if (integration.connectionType === 'VPC_LINK') checkPrivateUri(context, integration);
  else if (!/^https?:\/\//.test(integration.uri)) throw badRequest('Invalid HTTP endpoint specified for URI');
  if (integration.payloadFormatVersion !== '1.0') {
    throw badRequest('HTTP_PROXY integrations only support payload format version 1.0');
  }
  if (integration.timeoutMillis < 50 || integration.timeoutMillis > 30_000) {
    throw badRequest('Timeout should be between 50 ms and 30000 ms');
  }
  checkParameters(integration.requestParameters);
}

/** Merges; an empty value removes the key (aws-reference §1.3). */
function merged(before: Record<string, string>, changes: Record<string, string> | undefined) {
  return Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== ''));
}

/** Integrations of type HTTP_PROXY, which all that is private needs. */
export const integrationHandlers = {
  CreateIntegrationCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    if (input.IntegrationType !== 'HTTP_PROXY') {
      throw badRequest('The sandbox only knows integrations of type HTTP_PROXY');
    }
    if (!input.IntegrationMethod) throw badRequest('IntegrationMethod is required for HTTP_PROXY');
    const integration: IntegrationState = {
      id: alphanumeric(context.random, 7),
      type: 'HTTP_PROXY',
      method: input.IntegrationMethod,
      connectionType: input.ConnectionType ?? 'INTERNET',
      connectionId: input.ConnectionId,
      uri: input.IntegrationUri ?? '',
      payloadFormatVersion: input.PayloadFormatVersion ?? '1.0',
      timeoutMillis: input.TimeoutInMillis ?? 30_000,
      description: input.Description,
      requestParameters: merged({}, input.RequestParameters),
      responseParameters: input.ResponseParameters ?? {},
      tlsServerName: input.TlsConfig?.ServerNameToVerify,
    };
    check(context, integration);
    api.integrations.set(integration.id, integration);
    autoDeploy(context, api);
    return describe(integration);
  },

  GetIntegrationCommand: (context, input) =>
    describe(memberOf(apiOf(context, input.ApiId).integrations, input.IntegrationId, 'Integration')),

  GetIntegrationsCommand(context, input) {
    const { items, next } = listPage(apiOf(context, input.ApiId).integrations.values(), input);
    return { Items: items.map(describe), NextToken: next };
  },

  UpdateIntegrationCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    const before = memberOf(api.integrations, input.IntegrationId, 'Integration');
    const integration: IntegrationState = {
      ...before,
      method: input.IntegrationMethod ?? before.method,
      connectionType: input.ConnectionType ?? before.connectionType,
      connectionId: input.ConnectionId ?? before.connectionId,
      uri: input.IntegrationUri ?? before.uri,
      payloadFormatVersion: input.PayloadFormatVersion ?? before.payloadFormatVersion,
      timeoutMillis: input.TimeoutInMillis ?? before.timeoutMillis,
      description: input.Description ?? before.description,
      requestParameters: merged(before.requestParameters, input.RequestParameters),
      responseParameters: { ...before.responseParameters, ...input.ResponseParameters },
      tlsServerName: input.TlsConfig?.ServerNameToVerify ?? before.tlsServerName,
    };
    check(context, integration);
    api.integrations.set(integration.id, integration);
    autoDeploy(context, api);
    return describe(integration);
  },

  DeleteIntegrationCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    const integration = memberOf(api.integrations, input.IntegrationId, 'Integration');
    const routes = [...api.routes.values()].filter(
      (route) => route.target === `integrations/${integration.id}`,
    );
    if (routes.length > 0) {
      throw conflict(
        `Cannot delete Integration because it is referenced by the following Routes with Ids: [${routes.map((route) => route.id).join(', ')}]`,
      );
    }
    api.integrations.delete(integration.id);
    autoDeploy(context, api);
    return {};
  },
} satisfies HandlersOf<typeof ApiGateway>;
