import { DescribeServicesCommand, ListClustersCommand, ListServicesCommand } from '@aws-sdk/client-ecs';
import { RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Account } from '../../../src/aws/account';

/** Has moto call every service complete; it runs no tasks. */
export const RUNNING = { MOTO_ECS_SERVICE_RUNNING: '10' };

/** Does what is ECS's once tasks run, and moto leaves undone: as many targets as tasks in each group of a service. */
export async function registerTasks({ clients: { ecs, elbv2 }, send }: Account): Promise<void> {
  const { clusterArns = [] } = await send(ecs, new ListClustersCommand({}));
  for (const cluster of clusterArns) {
    const { serviceArns = [] } = await send(ecs, new ListServicesCommand({ cluster }));
    if (serviceArns.length === 0) continue;
    const { services = [] } = await send(
      ecs,
      new DescribeServicesCommand({ cluster, services: serviceArns }),
    );
    for (const { status, desiredCount = 0, loadBalancers = [] } of services) {
      // Moto lists a deleted one, with target groups that are gone.
      if (status !== 'ACTIVE') continue;
      const Targets = Array.from({ length: desiredCount }, (_, index) => ({ Id: `10.20.0.${10 + index}` }));
      for (const { targetGroupArn: TargetGroupArn } of loadBalancers)
        await send(elbv2, new RegisterTargetsCommand({ TargetGroupArn, Targets }));
    }
  }
}
