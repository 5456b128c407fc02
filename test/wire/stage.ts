import {
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeSecurityGroupsCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import { createAccount, type Account } from '../../src/aws/account';
import { systemClock } from '../../src/aws/clock';
import type { Call } from '../../src/aws/send';
import type { Marks } from '../../src/engine/provider';

export const REGION = 'ap-southeast-1';

/** An account on an endpoint, with the calls that it made. */
export function accountOn(url: string): Account & { readonly calls: Call[] } {
  const calls: Call[] = [];
  const account = createAccount(
    { kind: 'endpoint', url, region: REGION },
    { clock: systemClock(), random: () => 0, onCall: (call) => calls.push(call), pace: 0.02 },
  );
  return Object.assign(account, { calls });
}

/** A network that was there before us. */
export interface Network {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly defaultGroup: string;
}

export async function makeNetwork({ clients, send }: Account): Promise<Network> {
  const { Vpc } = await send(clients.ec2, new CreateVpcCommand({ CidrBlock: '10.20.0.0/16' }));
  const vpcId = Vpc?.VpcId ?? '';
  await send(
    clients.ec2,
    new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsHostnames: { Value: true } }),
  );
  const subnets = await Promise.all(
    ['a', 'b'].map((zone, index) =>
      send(
        clients.ec2,
        new CreateSubnetCommand({
          VpcId: vpcId,
          CidrBlock: `10.20.${index}.0/24`,
          AvailabilityZone: `${REGION}${zone}`,
        }),
      ),
    ),
  );
  const { SecurityGroups } = await send(
    clients.ec2,
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
  );
  return {
    vpcId,
    subnetIds: subnets.map(({ Subnet }) => Subnet?.SubnetId ?? '').sort(),
    defaultGroup: SecurityGroups?.[0]?.GroupId ?? '',
  };
}

/** Ownership tags as the engine makes them. */
export function marksOf(resource: string, stack = 'shop', created = '2026-11-22T10:00:00.000Z'): Marks {
  return { stack, node: resource.split('/', 1)[0] ?? resource, resource, created, applied: 'digest-1' };
}
