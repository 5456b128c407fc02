import type * as ApiGateway from '@aws-sdk/client-apigatewayv2';
import { after, type Context } from '../context';
import type { HandlersOf } from '../handlers';
import { alphanumeric } from '../ids';
import { apiOf, badRequest, listPage, memberOf } from './requests';
import type { ApiState, DeploymentState } from './state';

const noRoute = 'At least one route is required before deploying the Api.';

/** Deployments of auto-deploy kept for GetDeployments. */
const keptAutomatic = 10;

function deploy(
  context: Context,
  api: ApiState,
  details: Pick<DeploymentState, 'auto' | 'stage' | 'description'>,
): DeploymentState {
  const deployment: DeploymentState = {
    id: alphanumeric(context.random, 6),
    createdAt: context.now(),
    status: 'PENDING',
    message: undefined,
    routes: [...api.routes.values()].map((route) => ({ ...route })),
    integrations: [...api.integrations.values()].map((integration) => ({ ...integration })),
    ...details,
  };
  api.deployments.set(deployment.id, deployment);
  after(context, context.latencies.stageDeployment.seconds, {
    kind: 'stageDeployed',
    apiId: api.id,
    deploymentId: deployment.id,
  });
  return deployment;
}

/**
 * What every change of an API does for its auto-deploy stages. A failure shows only in the stage's
 * LastDeploymentStatusMessage (aws-reference §1.5).
 */
export function autoDeploy(context: Context, api: ApiState): void {
  for (const stage of api.stages.values()) {
    if (!stage.autoDeploy) continue;
    if (api.routes.size === 0) stage.lastMessage = `Deployment attempt failed: ${noRoute}`;
    else
      deploy(context, api, {
        auto: true,
        stage: stage.name,
        description: 'Automatic deployment triggered by changes to the Api configuration',
      });
  }
}

/** `stageDeployed`: the stage answers with what was deployed, unless something newer has come out. */
export function stageDeployed(context: Context, apiId: string, deploymentId: string): void {
  const api = context.region.apiGateway.apis.get(apiId);
  const deployment = api?.deployments.get(deploymentId);
  if (!api || !deployment) return;
  deployment.status = 'DEPLOYED';
  const stage = api.stages.get(deployment.stage ?? '');
  if (!stage) return;
  stage.deploymentId = deployment.id;
  if (deployment.auto) {
    stage.lastMessage = `Successfully deployed stage with deployment ID '${deployment.id}'`;
  }
  const inUse = new Set([...api.stages.values()].map((one) => one.deploymentId));
  const old = [...api.deployments.values()].filter(
    (one) => one.auto && one.status === 'DEPLOYED' && !inUse.has(one.id),
  );
  for (const one of old.slice(0, -keptAutomatic)) api.deployments.delete(one.id);
}

function describe(deployment: DeploymentState): ApiGateway.Deployment {
  return {
    AutoDeployed: deployment.auto,
    CreatedDate: new Date(deployment.createdAt),
    DeploymentId: deployment.id,
    DeploymentStatus: deployment.status,
    DeploymentStatusMessage: deployment.message,
    Description: deployment.description,
  };
}

/** Deployments of an API. */
export const deploymentHandlers = {
  CreateDeploymentCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    if (api.routes.size === 0) {
      throw badRequest('At least one route is required before deploying the Api');
    }
    if (input.StageName !== undefined) {
      const stage = memberOf(api.stages, input.StageName, 'Stage');
      if (stage.autoDeploy) {
        throw badRequest('Deployment ID cannot be set on a stage with auto deploy enabled');
      }
    }
    const deployment = deploy(context, api, {
      auto: false,
      stage: input.StageName,
      description: input.Description,
    });
    return describe(deployment);
  },

  GetDeploymentCommand: (context, input) =>
    describe(memberOf(apiOf(context, input.ApiId).deployments, input.DeploymentId, 'Deployment')),

  GetDeploymentsCommand(context, input) {
    const newest = [...apiOf(context, input.ApiId).deployments.values()].reverse();
    const { items, next } = listPage(newest, input);
    return { Items: items.map(describe), NextToken: next };
  },

  DeleteDeploymentCommand(context, input) {
    const api = apiOf(context, input.ApiId);
    const deployment = memberOf(api.deployments, input.DeploymentId, 'Deployment');
    if ([...api.stages.values()].some((stage) => stage.deploymentId === deployment.id)) {
      throw badRequest('Active stages pointing to this deployment must be moved or deleted');
    }
    api.deployments.delete(deployment.id);
    return {};
  },
} satisfies HandlersOf<typeof ApiGateway>;
