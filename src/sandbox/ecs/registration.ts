import { hasRecord } from '../cloudMap/services';
import type { Context } from '../context';
import { deregisterTarget, deregistrationDelay, registerTarget } from '../elb/targets';
import { registeredHealth } from './containerHealth';
import { addEvent } from './serviceEvents';
import type { ServiceState, TaskState } from './state';

/** Puts a task whose containers run into its target groups and its Cloud Map service. */
export function registerTask(context: Context, service: ServiceState, task: TaskState): void {
  const revision = service.deployments.find((one) => one.id === task.deploymentId)?.revision;
  const address = task.address ?? '';
  for (const { targetGroupArn = '', containerPort = 0 } of revision?.loadBalancers ?? []) {
    const group = context.region.elb.targetGroups.get(targetGroupArn);
    if (!group) continue;
    registerTarget(context, group, address, containerPort);
    task.targets.push({ group: targetGroupArn, key: `${address}:${containerPort}` });
    addEvent(context, service, `registered 1 targets in (target-group ${targetGroupArn})`);
  }
  const [registry] = revision?.registries ?? [];
  const discovery = context.region.cloudMap.services.get(registry?.registryArn?.split('/').at(-1) ?? '');
  if (!registry || !discovery) return;
  task.registryArn = registry.registryArn;
  const port = registry.port ?? registry.containerPort;
  discovery.instances.set(task.id, {
    id: task.id,
    health: discovery.customHealth ? registeredHealth(task) : 'HEALTHY',
    attributes: new Map([
      ['AWS_INSTANCE_IPV4', address],
      ['AVAILABILITY_ZONE', context.region.ec2.subnets.get(task.subnetId)?.zone ?? ''],
      ['REGION', context.region.name],
      ['ECS_SERVICE_NAME', service.name],
      ['ECS_CLUSTER_NAME', service.clusterArn.split('/').at(-1) ?? ''],
      ['ECS_TASK_DEFINITION_FAMILY', task.definitionArn.split('/').at(-1)?.split(':')[0] ?? ''],
      ['AWS_INIT_HEALTH_STATUS', registeredHealth(task)],
      // Only for SRV: with A records alone there is no port to tell (aws-reference §1.15).
      ...(port !== undefined && hasRecord(discovery, 'SRV')
        ? [['AWS_INSTANCE_PORT', String(port)] as const]
        : []),
    ]),
  });
}

/** Takes a task out again; returns for how many seconds it is drained. */
export function deregisterTask(context: Context, task: TaskState): number {
  let delay = 0;
  for (const { group: groupArn, key } of task.targets) {
    const group = context.region.elb.targetGroups.get(groupArn);
    if (!group?.targets.has(key)) continue;
    deregisterTarget(context, group, key);
    delay = Math.max(delay, deregistrationDelay(group));
  }
  const discovery = context.region.cloudMap.services.get(task.registryArn?.split('/').at(-1) ?? '');
  discovery?.instances.delete(task.id);
  return delay;
}
