import type { Context } from '../context';
import { awsError } from '../errors';
import { hex } from '../ids';
import { addressAt, sizeOf } from './cidr';
import type { Ec2State, InterfaceState, SubnetState } from './state';

/** AWS keeps the first four addresses and the last of a subnet. */
const reserved = 5;

/** Addresses of a subnet that nothing has. */
export function freeAddresses(ec2: Ec2State, subnet: SubnetState): number {
  return sizeOf(subnet.cidr) - reserved - inSubnet(ec2, subnet.id).length;
}

function inSubnet(ec2: Ec2State, subnetId: string): InterfaceState[] {
  return [...ec2.interfaces.values()].filter((one) => one.subnetId === subnetId);
}

/** Puts a network interface with the next free address into a subnet that exists. */
export function createInterface(
  context: Context,
  subnetId: string,
  details: Pick<InterfaceState, 'groupIds' | 'type' | 'requester' | 'description' | 'owner'>,
): InterfaceState {
  const { ec2 } = context.region;
  const subnet = ec2.subnets.get(subnetId);
  if (!subnet) throw awsError('InvalidSubnetID.NotFound', `The subnet ID '${subnetId}' does not exist`);
  const created: InterfaceState = {
    id: `eni-${hex(context.random, 17)}`,
    subnetId,
    vpcId: subnet.vpcId,
    address: nextAddress(ec2, subnet),
    ...details,
    tags: new Map(),
  };
  ec2.interfaces.set(created.id, created);
  return created;
}

function nextAddress(ec2: Ec2State, subnet: SubnetState): string {
  const size = sizeOf(subnet.cidr);
  const taken = new Set(inSubnet(ec2, subnet.id).map((one) => one.address));
  for (let tries = 0; tries < size; tries++) {
    const host = subnet.nextHost;
    subnet.nextHost = host + 1 >= size - 1 ? 4 : host + 1;
    const address = addressAt(subnet.cidr, host);
    if (!taken.has(address)) return address;
  }
  throw awsError(
    'InsufficientFreeAddressesInSubnet',
    `The specified subnet does not have enough free addresses to satisfy the request: ${subnet.id}`,
  );
}

/** The interface that has an address. */
export function interfaceAt(ec2: Ec2State, address: string): InterfaceState | undefined {
  for (const one of ec2.interfaces.values()) if (one.address === address) return one;
  return undefined;
}
