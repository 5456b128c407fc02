import type { Context } from '../../context';
import type { apiGatewayHandlers } from '../../apiGateway/apiGateway';
import { tagsFromRecord } from '../../tags';
import type { ConditionKeys, Demand } from '../policyDocument';
import { anywhere, demand, requestTags, resourceTags, serviceLinkedRole, type DemandsOf } from './demands';

type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Actions are verbs, and resources the paths of API Gateway's own REST API: without an account. */
function on({ region }: Context, verb: Verb, path: string, keys: ConditionKeys = {}): Demand {
  return demand(`apigateway:${verb}`, `arn:aws:apigateway:${region.name}::${path}`, keys);
}

type TagRecord = Parameters<typeof tagsFromRecord>[0];

/**
 * Tags on create are another POST, on an ARN that stands in an ARN.
 * Source: "is not authorized to perform: apigateway:POST on resource: arn:aws:apigateway:<Region>::arn:aws:apigateway:
 * <Region>::/tags/", cloudformation-coverage-roadmap #997.
 */
function tagging(context: Context, tags: TagRecord): Demand[] {
  if (!tags || Object.keys(tags).length === 0) return [];
  const keys = requestTags(tagsFromRecord(tags));
  return [on(context, 'POST', `arn:aws:apigateway:${context.region.name}::/tags/`, keys)];
}

interface OfApi {
  ApiId?: string | undefined;
}
interface OfLink {
  VpcLinkId?: string | undefined;
}
interface OfStage extends OfApi {
  StageName?: string | undefined;
}

const api =
  (verb: Verb) =>
  (context: Context, { ApiId = '' }: OfApi) => [
    on(context, verb, `/apis/${ApiId}`, resourceTags(context.region.apiGateway.apis.get(ApiId)?.tags)),
  ];
const list =
  (verb: 'GET' | 'POST', what: string) =>
  (context: Context, { ApiId = '' }: OfApi) => [on(context, verb, `/apis/${ApiId}/${what}`)];
const child =
  <Input extends OfApi>(verb: Verb, what: string, id: keyof Input) =>
  (context: Context, input: Input) => [
    on(context, verb, `/apis/${input.ApiId ?? ''}/${what}/${String(input[id])}`),
  ];
const link =
  (verb: Verb) =>
  (context: Context, { VpcLinkId = '' }: OfLink) => [
    on(
      context,
      verb,
      `/vpclinks/${VpcLinkId}`,
      resourceTags(context.region.apiGateway.vpcLinks.get(VpcLinkId)?.tags),
    ),
  ];
const stage =
  (verb: Verb, part = '') =>
  (context: Context, { ApiId = '', StageName = '' }: OfStage) => {
    // Parts of a stage have no tags of their own.
    const owner = part === '' ? context.region.apiGateway.apis.get(ApiId) : undefined;
    const tags = owner?.stages.get(StageName)?.tags;
    return [on(context, verb, `/apis/${ApiId}/stages/${StageName}${part}`, resourceTags(tags))];
  };
const tags =
  (verb: Verb) =>
  (context: Context, { ResourceArn = '' }: { ResourceArn?: string | undefined }) => [
    on(context, verb, `/tags/${encodeURIComponent(ResourceArn)}`),
  ];

/** Access logs are delivered by CloudWatch Logs, which is told in the caller's name. */
const delivery = anywhere(
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
);
const noDelivery = anywhere('logs:DeleteLogDelivery', 'logs:ListLogDeliveries');

function hasAccessLog(context: Context, { ApiId = '', StageName = '' }: OfStage): boolean {
  return context.region.apiGateway.apis.get(ApiId)?.stages.get(StageName)?.accessLog !== undefined;
}

/** API Gateway. */
export const apiGatewayDemands: DemandsOf<typeof apiGatewayHandlers> = {
  GetApisCommand: (context) => [on(context, 'GET', '/apis')],
  GetApiCommand: api('GET'),
  CreateApiCommand: (context, { Tags }) => [
    on(context, 'POST', '/apis', requestTags(tagsFromRecord(Tags))),
    ...tagging(context, Tags),
  ],
  UpdateApiCommand: api('PATCH'),
  DeleteApiCommand: api('DELETE'),
  DeleteCorsConfigurationCommand: (context, { ApiId = '' }) => [on(context, 'DELETE', `/apis/${ApiId}/cors`)],

  GetVpcLinksCommand: (context) => [on(context, 'GET', '/vpclinks')],
  GetVpcLinkCommand: link('GET'),
  CreateVpcLinkCommand: (context, { Tags }) => [
    on(context, 'POST', '/vpclinks', requestTags(tagsFromRecord(Tags))),
    ...tagging(context, Tags),
    ...serviceLinkedRole(context, 'ops.apigateway.amazonaws.com'),
  ],
  UpdateVpcLinkCommand: link('PATCH'),
  DeleteVpcLinkCommand: link('DELETE'),

  GetIntegrationsCommand: list('GET', 'integrations'),
  CreateIntegrationCommand: list('POST', 'integrations'),
  GetIntegrationCommand: child('GET', 'integrations', 'IntegrationId'),
  UpdateIntegrationCommand: child('PATCH', 'integrations', 'IntegrationId'),
  DeleteIntegrationCommand: child('DELETE', 'integrations', 'IntegrationId'),

  GetRoutesCommand: list('GET', 'routes'),
  CreateRouteCommand: list('POST', 'routes'),
  GetRouteCommand: child('GET', 'routes', 'RouteId'),
  UpdateRouteCommand: child('PATCH', 'routes', 'RouteId'),
  DeleteRouteCommand: child('DELETE', 'routes', 'RouteId'),

  GetAuthorizersCommand: list('GET', 'authorizers'),
  CreateAuthorizerCommand: list('POST', 'authorizers'),
  GetAuthorizerCommand: child('GET', 'authorizers', 'AuthorizerId'),
  UpdateAuthorizerCommand: child('PATCH', 'authorizers', 'AuthorizerId'),
  DeleteAuthorizerCommand: child('DELETE', 'authorizers', 'AuthorizerId'),

  GetDeploymentsCommand: list('GET', 'deployments'),
  CreateDeploymentCommand: list('POST', 'deployments'),
  GetDeploymentCommand: child('GET', 'deployments', 'DeploymentId'),
  DeleteDeploymentCommand: child('DELETE', 'deployments', 'DeploymentId'),

  GetStagesCommand: list('GET', 'stages'),
  GetStageCommand: stage('GET'),
  CreateStageCommand: (context, { ApiId = '', Tags, AccessLogSettings }) => [
    on(context, 'POST', `/apis/${ApiId}/stages`, requestTags(tagsFromRecord(Tags))),
    ...tagging(context, Tags),
    ...(AccessLogSettings ? delivery() : []),
  ],
  UpdateStageCommand: (context, input) => [
    ...stage('PATCH')(context, input),
    ...(input.AccessLogSettings ? delivery() : []),
  ],
  DeleteStageCommand: (context, input) => [
    ...stage('DELETE')(context, input),
    ...(hasAccessLog(context, input) ? noDelivery() : []),
  ],
  DeleteAccessLogSettingsCommand: (context, input) => [
    ...stage('DELETE', '/accesslogsettings')(context, input),
    ...noDelivery(),
  ],
  DeleteRouteSettingsCommand: (context, input) =>
    stage('DELETE', `/routesettings/${encodeURIComponent(input.RouteKey ?? '')}`)(context, input),

  TagResourceCommand: tags('POST'),
  UntagResourceCommand: tags('DELETE'),
  GetTagsCommand: tags('GET'),
};
