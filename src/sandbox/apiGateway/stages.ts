import type * as ApiGateway from '@aws-sdk/client-apigatewayv2';
import type { Context } from '../context';
import type { HandlersOf } from '../handlers';
import { allowDelivery } from '../logs/resourcePolicies';
import { tagsFromRecord, tagsToRecord } from '../tags';
import { apiOf, badRequest, conflict, listPage, memberOf, notFound } from './requests';
import { autoDeploy } from './stageDeployments';
import type { ApiState, StageState } from './state';

function describe(stage: StageState): ApiGateway.Stage {
  return {
    AccessLogSettings: stage.accessLog,
    ApiGatewayManaged: false,
    AutoDeploy: stage.autoDeploy,
    CreatedDate: new Date(stage.createdAt),
    DefaultRouteSettings: stage.defaultSettings,
    DeploymentId: stage.deploymentId,
    Description: stage.description,
    LastDeploymentStatusMessage: stage.lastMessage,
    LastUpdatedDate: new Date(stage.updatedAt),
    RouteSettings: stage.routeSettings,
    StageName: stage.name,
    StageVariables: stage.variables,
    Tags: tagsToRecord(stage.tags),
  };
}

function checkAccessLog(context: Context, settings: ApiGateway.AccessLogSettings | undefined): void {
  if (!settings) return;
  const { DestinationArn: arn = '', Format: format = '' } = settings;
  const name = /^arn:aws:logs:[^:]*:\d{12}:log-group:([^:]+)$/.exec(arn)?.[1];
  if (name === undefined) {
    throw badRequest('Access log destination must be the ARN of a log group, without ":*" at its end');
  }
  if (!context.region.logs.groups.has(name)) {
    throw badRequest(`Access log destination does not exist: ${arn}`);
  }
  if (!/\$context\.requestId\b/.test(format)) {
    throw badRequest('AccessLogSettings format must contain $context.requestId');
  }
  if (format.length > 1024) throw badRequest('AccessLogSettings format may have up to 1024 characters');
  if (format.includes('\n')) throw badRequest('AccessLogSettings format must be a single line');
  // In these words or others (not verified): AWS documents only that the policy has to be there.
  if (!allowDelivery(context)) throw badRequest('Insufficient permissions to enable logging');
}

/** Settings of a route need the route (aws-reference §1.5). */
function checkRouteSettings(api: ApiState, settings: Readonly<Record<string, unknown>> | undefined): void {
  for (const key of Object.keys(settings ?? {})) {
    if (![...api.routes.values()].some((route) => route.key === key)) {
      throw notFound(`Unable to find Route by key ${key} within the provided RouteSettings`);
    }
  }
}

function checkSettings(settings: ApiGateway.RouteSettings | undefined): void {
  if (settings?.LoggingLevel !== undefined || settings?.DataTraceEnabled !== undefined) {
    throw badRequest('Execution logs are not supported on protocolType HTTP');
  }
}

/** Stages. */
export const stageHandlers = {
  CreateStageCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    const name = input.StageName ?? '';
    if (name !== '$default' && !/^[A-Za-z0-9_-]{1,128}$/.test(name)) {
      throw badRequest(
        'Stage name only allows alphanumeric characters, hyphens, and underscores and is limited to 128 characters',
      );
    }
    if (api.stages.has(name)) throw conflict('Stage already exists');
    checkAccessLog(context, input.AccessLogSettings);
    checkRouteSettings(api, input.RouteSettings);
    checkSettings(input.DefaultRouteSettings);
    if (input.AutoDeploy && input.DeploymentId !== undefined) {
      throw badRequest('Deployment ID cannot be set on a stage with auto deploy enabled');
    }
    if (input.DeploymentId !== undefined) memberOf(api.deployments, input.DeploymentId, 'Deployment');
    const stage: StageState = {
      name,
      createdAt: context.now(),
      updatedAt: context.now(),
      description: input.Description,
      autoDeploy: input.AutoDeploy ?? false,
      deploymentId: input.DeploymentId,
      lastMessage: undefined,
      defaultSettings: { DetailedMetricsEnabled: false, ...input.DefaultRouteSettings },
      routeSettings: { ...input.RouteSettings },
      accessLog: input.AccessLogSettings,
      variables: { ...input.StageVariables },
      tags: tagsFromRecord(input.Tags),
    };
    api.stages.set(name, stage);
    autoDeploy(context, api);
    return describe(stage);
  },

  GetStageCommand: (context, input) =>
    describe(memberOf(apiOf(context, input.ApiId).stages, input.StageName, 'Stage')),

  GetStagesCommand(context, input) {
    const { items, next } = listPage(apiOf(context, input.ApiId).stages.values(), input);
    return { Items: items.map(describe), NextToken: next };
  },

  UpdateStageCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    const stage = memberOf(api.stages, input.StageName, 'Stage');
    checkAccessLog(context, input.AccessLogSettings);
    checkRouteSettings(api, input.RouteSettings);
    checkSettings(input.DefaultRouteSettings);
    const automatic = input.AutoDeploy ?? stage.autoDeploy;
    if (automatic && input.DeploymentId !== undefined) {
      throw badRequest('Deployment ID cannot be set on a stage with auto deploy enabled');
    }
    if (input.DeploymentId !== undefined) {
      stage.deploymentId = memberOf(api.deployments, input.DeploymentId, 'Deployment').id;
    }
    const turnedOn = automatic && !stage.autoDeploy;
    stage.autoDeploy = automatic;
    stage.updatedAt = context.now();
    stage.description = input.Description ?? stage.description;
    stage.defaultSettings = { ...stage.defaultSettings, ...input.DefaultRouteSettings };
    stage.routeSettings = { ...stage.routeSettings, ...input.RouteSettings };
    stage.accessLog = input.AccessLogSettings ?? stage.accessLog;
    stage.variables = { ...stage.variables, ...input.StageVariables };
    if (turnedOn) autoDeploy(context, api);
    return describe(stage);
  },

  DeleteStageCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    api.stages.delete(memberOf(api.stages, input.StageName, 'Stage').name);
    return {};
  },

  DeleteAccessLogSettingsCommand(context, input) {
    memberOf(apiOf(context, input.ApiId).stages, input.StageName, 'Stage').accessLog = undefined;
    return {};
  },

  DeleteRouteSettingsCommand(context, input) {
    const stage = memberOf(apiOf(context, input.ApiId).stages, input.StageName, 'Stage');
    const key = input.RouteKey ?? '';
    if (!Object.hasOwn(stage.routeSettings, key)) {
      throw notFound(`Unable to find Route by key ${key} within the provided RouteSettings`);
    }
    stage.routeSettings = Object.fromEntries(
      Object.entries(stage.routeSettings).filter(([routeKey]) => routeKey !== key),
    );
    return {};
  },
} satisfies HandlersOf<typeof ApiGateway>;
