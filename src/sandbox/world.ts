import { startApiGateway, type ApiGatewayState } from './apiGateway/state';
import { startAutoScaling, type AutoScalingState } from './autoScaling/state';
import { startCloudMap, type CloudMapState } from './cloudMap/state';
import { startEc2, type Ec2State } from './ec2/state';
import { startEcs, type EcsState } from './ecs/state';
import { startElb, type ElbState } from './elb/state';
import type { WorldEvent } from './events';
import type { IamState } from './iam/state';
import type { LogsState } from './logs/state';

/**
 * Everything that the simulated account knows: plain data (objects, arrays, maps, numbers, text), which
 * `wire.ts` writes and reads without loss. Times are milliseconds since the epoch.
 */
export interface World {
  readonly version: 2;
  readonly account: string;
  /** Ordered by time, then sequence. */
  events: WorldEvent[];
  sequence: number;
  /** IAM is global. */
  readonly iam: IamState;
  /** Made when first asked for. */
  readonly regions: Map<string, RegionState>;
}

/** One region of the account. */
export interface RegionState {
  readonly name: string;
  readonly ec2: Ec2State;
  readonly logs: LogsState;
  readonly cloudMap: CloudMapState;
  readonly ecs: EcsState;
  readonly autoScaling: AutoScalingState;
  readonly elb: ElbState;
  readonly apiGateway: ApiGatewayState;
}

/** The account as product.md §6 starts it. */
export function createWorld(): World {
  return {
    version: 2,
    account: '123456789012',
    events: [],
    sequence: 0,
    iam: { roles: new Map() },
    regions: new Map(),
  };
}

/** The region as it starts: `vpc-0123` with `subnet-a` and `subnet-b`. */
export function regionOf(world: World, name: string): RegionState {
  const known = world.regions.get(name);
  if (known) return known;
  const region: RegionState = {
    name,
    ec2: startEc2(name),
    logs: { groups: new Map(), resourcePolicies: new Map() },
    cloudMap: startCloudMap(),
    ecs: startEcs(),
    autoScaling: startAutoScaling(),
    elb: startElb(),
    apiGateway: startApiGateway(),
  };
  world.regions.set(name, region);
  return region;
}
