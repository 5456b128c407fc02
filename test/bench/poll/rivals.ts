import { REGION, type Deployed } from '../../fakes/deployed';

/** A tool that asks on a fixed beat, whatever there is to see. */
export interface Rival {
  readonly name: string;
  /** Seconds. */
  readonly interval: number;
  /** One refresh of so many services: each call by client, command and input. */
  refresh(services: readonly Service[]): Question[];
}

export interface Service {
  readonly cluster: string;
  readonly name: string;
  readonly targetGroup: string;
  readonly registry: string;
  readonly link: string;
}

export type Question = readonly [client: string, command: string, input: object];

/** Six calls for each service: performance.md §d. */
const NAIVE: Rival = {
  name: 'naive, each service by itself',
  interval: 10,
  refresh: (services) =>
    services.flatMap(({ cluster, name, targetGroup, registry, link }): Question[] => [
      ['ECSClient', 'DescribeServicesCommand', { cluster, services: [name] }],
      ['ECSClient', 'ListTasksCommand', { cluster, serviceName: name }],
      ['ECSClient', 'ListTasksCommand', { cluster, serviceName: name, desiredStatus: 'STOPPED' }],
      ['ElasticLoadBalancingV2Client', 'DescribeTargetHealthCommand', { TargetGroupArn: targetGroup }],
      ['ServiceDiscoveryClient', 'ListInstancesCommand', { ServiceId: registry }],
      ['ApiGatewayV2Client', 'GetVpcLinkCommand', { VpcLinkId: link }],
    ]),
};

/** Lists of the cluster's services and of each service's tasks, every 30 s: what e1s shows of a cluster and its services. */
const E1S_LIKE: Rival = {
  name: 'e1s-like, fixed beat',
  interval: 30,
  refresh: (services) => [
    ...tens(services).flatMap((some): Question[] => [
      ['ECSClient', 'ListServicesCommand', { cluster: some[0]?.cluster, maxResults: 10 }],
      [
        'ECSClient',
        'DescribeServicesCommand',
        { cluster: some[0]?.cluster, services: some.map(({ name }) => name) },
      ],
    ]),
    ...services.map(({ cluster, name }): Question => [
      'ECSClient',
      'ListTasksCommand',
      { cluster, serviceName: name },
    ]),
  ],
};

export const RIVALS: readonly Rival[] = [NAIVE, E1S_LIKE];

/** Runs a rival for so many seconds; calls, and those of them that AWS refused as one too many. */
export async function runRival(
  { clock, sandbox }: Deployed,
  rival: Rival,
  services: readonly Service[],
  seconds: number,
): Promise<{ readonly calls: number; readonly throttled: number }> {
  let [calls, throttled] = [0, 0];
  for (let passed = 0; passed < seconds; passed += rival.interval) {
    for (const [client, command, input] of rival.refresh(services)) {
      calls += 1;
      void sandbox.call({ client, command, input, region: REGION }).catch((error: unknown) => {
        if (!/Throttl|TooMany|RequestLimit/.test(error instanceof Error ? error.name : '')) throw error;
        throttled += 1;
      });
    }
    await clock.pass(rival.interval * 1000);
  }
  return { calls, throttled };
}

function tens(services: readonly Service[]): (readonly Service[])[] {
  return Array.from({ length: Math.ceil(services.length / 10) }, (_none, index) =>
    services.slice(index * 10, index * 10 + 10),
  );
}
