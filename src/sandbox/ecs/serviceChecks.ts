import type { LoadBalancer, NetworkConfiguration, ServiceRegistry } from '@aws-sdk/client-ecs';
import type { Context } from '../context';
import { hasRecord } from '../cloudMap/services';
import { listenersTo } from '../elb/requests';
import { clientException, definitionOf, invalidParameter } from './requests';
import type { DefinitionState } from './state';

/** The parts of a service request that name other things; each must exist and fit (aws-reference §1.13). */
export interface ServiceParts {
  readonly taskDefinition: string | undefined;
  readonly network: NetworkConfiguration | undefined;
  readonly loadBalancers: readonly LoadBalancer[];
  readonly registries: readonly ServiceRegistry[];
}

/** Throws what CreateService and UpdateService throw; returns the task definition. */
export function checkParts(context: Context, parts: ServiceParts): DefinitionState {
  const definition = definitionOf(context, parts.taskDefinition);
  if (!definition) throw clientException('TaskDefinition not found.');
  if (definition.status !== 'ACTIVE') throw clientException('TaskDefinition is inactive');
  if (definition.definition.networkMode === 'awsvpc') checkNetwork(context, parts.network);
  if (parts.loadBalancers.length > 5) {
    throw invalidParameter('load balancers can have at most 5 items.');
  }
  for (const one of parts.loadBalancers) checkLoadBalancer(context, definition, one);
  checkRegistries(context, definition, parts.registries);
  return definition;
}

function checkNetwork(context: Context, network: NetworkConfiguration | undefined): void {
  const { subnets, securityGroups } = context.region.ec2;
  const vpc = network?.awsvpcConfiguration;
  if (!vpc?.subnets || vpc.subnets.length === 0) {
    throw invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  for (const id of vpc.subnets) {
    if (!subnets.has(id)) {
      throw invalidParameter(
        `Error retrieving subnet information for [${id}]: The subnet ID '${id}' does not exist (ErrorCode: InvalidSubnetID.NotFound)`,
      );
    }
  }
  if ((vpc.securityGroups ?? []).length > 5) {
    throw invalidParameter('securityGroups can have at most 5 items.');
  }
  for (const id of vpc.securityGroups ?? []) {
    if (!securityGroups.has(id)) {
      throw invalidParameter(
        `Error retrieving security group information for [${id}]: The security group '${id}' does not exist (ErrorCode: InvalidGroup.NotFound)`,
      );
    }
  }
}

function checkContainerPort(
  definition: DefinitionState,
  name: string | undefined,
  port: number | undefined,
): void {
  const container = definition.definition.containerDefinitions?.find((one) => one.name === name);
  if (!container) {
    throw invalidParameter(`The container ${name ?? ''} does not exist in the task definition.`);
  }
  if (!container.portMappings?.some((mapping) => mapping.containerPort === port)) {
    throw invalidParameter(
      `The container ${name ?? ''} did not have a container port ${String(port)} defined.`,
    );
  }
}

function checkLoadBalancer(context: Context, definition: DefinitionState, wanted: LoadBalancer): void {
  const { elb } = context.region;
  const arn = wanted.targetGroupArn ?? '';
  const group = elb.targetGroups.get(arn);
  if (!group) throw invalidParameter(`The target group with targetGroupArn ${arn} does not exist.`);
  checkContainerPort(definition, wanted.containerName, wanted.containerPort);
  if (definition.definition.networkMode === 'awsvpc' && group.targetType !== 'ip') {
    throw invalidParameter(
      `The provided target group ${arn} has target type ${group.targetType}, which is incompatible with the awsvpc network mode specified in the task definition.`,
    );
  }
  if (listenersTo(elb, arn).length === 0) {
    throw invalidParameter(
      `The target group with targetGroupArn ${arn} does not have an associated load balancer.`,
    );
  }
}

function checkRegistries(
  context: Context,
  definition: DefinitionState,
  registries: readonly ServiceRegistry[],
): void {
  if (registries.length > 1) throw invalidParameter('service registries can have at most 1 items.');
  for (const registry of registries) {
    const arn = registry.registryArn ?? '';
    const service = context.region.cloudMap.services.get(arn.split('/').at(-1) ?? '');
    if (!service) throw invalidParameter(`The service registry '${arn}' does not exist.`);
    const named = registry.containerName !== undefined;
    if (hasRecord(service, 'SRV')) {
      if (named) checkContainerPort(definition, registry.containerName, registry.containerPort);
      else if (registry.port === undefined) {
        throw invalidParameter(
          "When specifying 'serviceRegistries' with an SRV record, either 'port' or both 'containerName' and 'containerPort' must be given.",
        );
      }
    } else if (named || registry.port !== undefined) {
      throw invalidParameter(
        "When specifying 'serviceRegistries' with an A record in awsvpc mode, only 'registryArn' may be given.",
      );
    }
  }
}
