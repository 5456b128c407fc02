import { stageDeployed } from './apiGateway/stageDeployments';
import { vpcLinkAvailable, vpcLinkGone } from './apiGateway/vpcLinks';
import { scalingDue, settleScaling } from './autoScaling/tracking';
import { operationDone } from './cloudMap/operations';
import type { Context } from './context';
import { endpointAvailable, endpointGone } from './ec2/endpoints';
import { natGatewayAvailable, natGatewayGone } from './ec2/natGateways';
import { clusterForgotten } from './ecs/clusters';
import { containerChecked } from './ecs/containerHealth';
import { countFailure, serviceForgotten, settleServices } from './ecs/rollout';
import { taskDefinitionGone } from './ecs/taskDefinitions';
import { taskStep } from './ecs/taskLife';
import { settleTargets, targetChecked, targetRegistered } from './elb/health';
import { loadBalancerActive } from './elb/loadBalancers';
import { targetDrained } from './elb/targets';
import type { EventBody } from './events';

/** Lets an event of the world happen. */
export function occur(context: Context, event: EventBody): void {
  switch (event.kind) {
    case 'settle':
      return;
    case 'vpcLinkAvailable':
      return vpcLinkAvailable(context, event.id);
    case 'vpcLinkGone':
      return vpcLinkGone(context, event.id);
    case 'stageDeployed':
      return stageDeployed(context, event.apiId, event.deploymentId);
    case 'loadBalancerActive':
      return loadBalancerActive(context, event.arn);
    case 'natGatewayAvailable':
      return natGatewayAvailable(context, event.id);
    case 'natGatewayGone':
      return natGatewayGone(context, event.id);
    case 'natGatewayForgotten':
      context.region.ec2.natGateways.delete(event.id);
      return;
    case 'endpointAvailable':
      return endpointAvailable(context, event.id);
    case 'endpointGone':
      return endpointGone(context, event.id);
    case 'interfacesGone':
      for (const id of event.ids) context.region.ec2.interfaces.delete(id);
      return;
    case 'targetRegistered':
      return targetRegistered(context, event.group, event.target, event.since);
    case 'targetChecked':
      return targetChecked(context, event.group, event.target, event.since);
    case 'targetDrained':
      return targetDrained(context, event.group, event.target, event.since);
    case 'operationDone':
      return operationDone(context, event.id);
    case 'taskStep': {
      const failed = taskStep(context, event.arn, event.step);
      const service = failed && context.region.ecs.services.get(failed.serviceArn);
      if (failed && service) countFailure(context, service, failed);
      return;
    }
    case 'containerChecked':
      return containerChecked(context, event.arn, event.container);
    case 'taskForgotten':
      context.region.ecs.tasks.delete(event.arn);
      return;
    case 'scalingDue':
      return scalingDue(context, event.resourceId, event.since);
    case 'clusterForgotten':
      return clusterForgotten(context, event.arn, event.since);
    case 'serviceForgotten':
      return serviceForgotten(context, event.arn, event.since);
    case 'taskDefinitionGone':
      return taskDefinitionGone(context, event.arn);
  }
}

/** What AWS's own controllers do after any change: metrics and health checks look, the service scheduler acts. */
export function settle(context: Context): void {
  settleScaling(context);
  settleTargets(context);
  settleServices(context);
  // What the scheduler has just stopped or started changes targets too.
  settleTargets(context);
}
