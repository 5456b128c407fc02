import {
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeSecurityGroupsCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import { createAccount, type Account } from '../../src/aws/account';
import { systemClock, type Clock } from '../../src/aws/clock';
import type { AttachableClient } from '../../src/aws/connection';
import type { Call } from '../../src/aws/send';
import { SERVICE_IDS, type ServiceKey } from '../../src/aws/services';
import type { Marks } from '../../src/engine/provider';

export const REGION = 'ap-southeast-1';

export interface WireAccount extends Account {
  readonly id: string;
  readonly calls: readonly Call[];
}

let accounts = 0;

/**
 * A fresh account of moto, with the calls that it made. Moto keeps accounts apart by a header and makes each when it
 * is first named; to reset them all would have it read the managed policies of every partition again, for a second
 * and more.
 */
export function accountOn(url: string, clock: Clock = systemClock()): WireAccount {
  const calls: Call[] = [];
  const account = createAccount(
    { kind: 'endpoint', url, region: REGION },
    { clock, random: () => 0, onCall: (call) => calls.push(call), pace: 0.02 },
  );
  accounts += 1;
  const id = String(200_000_000_000 + accounts);
  // The keys of a literal object are exactly its type's keys.
  for (const key of Object.keys(SERVICE_IDS) as ServiceKey[]) {
    // Each client's stack has its own types; a header is the same to all of them.
    sendTo(account.clients[key] as never, id);
  }
  return Object.assign(account, { id, calls });
}

function sendTo(client: AttachableClient, id: string): void {
  client.middlewareStack.add(
    (next) => (args) => {
      // At this step the request is an HTTP request; the stack's type says so for none of them.
      const { headers } = (args as { request: { headers: Record<string, string> } }).request;
      headers['x-moto-account-id'] = id;
      return next(args);
    },
    { step: 'build' },
  );
}

/** A network that was there before us. */
export interface Network {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly defaultGroup: string;
}

export async function makeNetwork(
  { clients, send }: Account,
  zones: readonly string[] = ['a', 'b'],
): Promise<Network> {
  const { Vpc } = await send(clients.ec2, new CreateVpcCommand({ CidrBlock: '10.20.0.0/16' }));
  const vpcId = Vpc?.VpcId ?? '';
  await send(
    clients.ec2,
    new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsHostnames: { Value: true } }),
  );
  const subnets = await Promise.all(
    zones.map((zone, index) =>
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
