import type * as Ec2 from '@aws-sdk/client-ec2';
import { after, type Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { hex } from '../ids';
import { page } from '../page';
import { tagsToUpper } from '../tags';
import { byId, filtered } from './filters';
import { createInterface } from './interfaces';
import { missingNatGateway, missingSubnet, paging, specifiedTags } from './requests';
import type { NatGatewayState } from './state';

/** A region's default quota. Source: VPC quotas. */
const MOST_ADDRESSES = 5;

function missingAddress(id: string): Error {
  return awsError('InvalidAllocationID.NotFound', `The allocation ID '${id}' does not exist`);
}

/** The NAT gateway that has an address; it lets go of it when it is gone. */
function holderOf({ region: { ec2 } }: Context, allocationId: string): NatGatewayState | undefined {
  return [...ec2.natGateways.values()].find(
    (nat) => nat.allocationId === allocationId && nat.state !== 'deleted' && nat.state !== 'failed',
  );
}

/** `natGatewayAvailable`: only now AWS looks whether the VPC has a way out. */
export function natGatewayAvailable(context: Context, id: string): void {
  const { natGateways, internetGateways } = context.region.ec2;
  const nat = natGateways.get(id);
  if (nat?.state !== 'pending') return;
  if ([...internetGateways.values()].some(({ vpcId }) => vpcId === nat.vpcId)) {
    nat.state = 'available';
    return;
  }
  nat.state = 'failed';
  nat.failure = {
    code: 'Gateway.NotAttached',
    message: `Network ${nat.vpcId} has no Internet gateway attached`,
  };
}

/** `natGatewayGone`: its interface and its address are free; it can be seen for a while. */
export function natGatewayGone(context: Context, id: string): void {
  const { natGateways, interfaces } = context.region.ec2;
  const nat = natGateways.get(id);
  if (!nat) return;
  nat.state = 'deleted';
  if (nat.interfaceId !== undefined) interfaces.delete(nat.interfaceId);
  after(context, context.latencies.natGatewayKept.seconds, { kind: 'natGatewayForgotten', id });
}

/** NAT gateways, and the public addresses that they go out with. */
export const natGatewayHandlers = {
  AllocateAddressCommand(context, input) {
    const { addresses } = context.region.ec2;
    if (addresses.size >= MOST_ADDRESSES) {
      throw awsError('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
    }
    const tags = specifiedTags(input.TagSpecifications, 'elastic-ip');
    const id = `eipalloc-${hex(context.random, 17)}`;
    // Of the block for documentation, behind the one that was there from the start.
    const taken = new Set([...addresses.values()].map(({ publicIp }) => publicIp));
    const free = Array.from({ length: MOST_ADDRESSES }, (_, index) => `203.0.113.${20 + index}`);
    const publicIp = free.find((address) => !taken.has(address)) ?? '';
    addresses.set(id, { id, publicIp, tags });
    return { AllocationId: id, PublicIp: publicIp, Domain: 'vpc' };
  },

  DescribeAddressesCommand(context, input) {
    const { addresses } = context.region.ec2;
    const found = filtered(byId(addresses, input.AllocationIds, missingAddress), input.Filters, {
      'allocation-id': (address) => [address.id],
      'public-ip': (address) => [address.publicIp],
      domain: () => ['vpc'],
    });
    return {
      Addresses: found.map(({ id, publicIp, tags }) => ({
        AllocationId: id,
        PublicIp: publicIp,
        Domain: 'vpc' as const,
        AssociationId: holderOf(context, id) && `eipassoc-${id.slice('eipalloc-'.length)}`,
        Tags: tagsToUpper(tags),
      })),
    };
  },

  ReleaseAddressCommand(context, input) {
    const { addresses } = context.region.ec2;
    const id = input.AllocationId ?? '';
    if (!addresses.has(id)) throw missingAddress(id);
    if (holderOf(context, id)) {
      throw awsError('InvalidIPAddress.InUse', `Address ${id} is in use.`);
    }
    addresses.delete(id);
    return {};
  },

  CreateNatGatewayCommand(context, input) {
    const { ec2 } = context.region;
    const subnet = ec2.subnets.get(input.SubnetId ?? '');
    if (!subnet) throw missingSubnet(input.SubnetId ?? '');
    const address = ec2.addresses.get(input.AllocationId ?? '');
    if (!address) throw missingAddress(input.AllocationId ?? '');
    if (holderOf(context, address.id)) {
      throw awsError(
        'Resource.AlreadyAssociated',
        `Elastic IP address [${address.id}] is already associated`,
      );
    }
    const tags = specifiedTags(input.TagSpecifications, 'natgateway');
    const id = `nat-${hex(context.random, 17)}`;
    const made = createInterface(context, subnet.id, {
      groupIds: [],
      type: 'natGateway',
      requester: 'amazon-aws',
      description: `Interface for NAT Gateway ${id}`,
      owner: id,
    });
    ec2.natGateways.set(id, {
      id,
      vpcId: subnet.vpcId,
      subnetId: subnet.id,
      privateIp: made.address,
      publicIp: address.publicIp,
      allocationId: address.id,
      interfaceId: made.id,
      state: 'pending',
      tags,
    });
    after(context, context.latencies.natGatewayCreate.seconds, { kind: 'natGatewayAvailable', id });
    return { NatGateway: { NatGatewayId: id, SubnetId: subnet.id, VpcId: subnet.vpcId, State: 'pending' } };
  },

  DeleteNatGatewayCommand(context, input) {
    const nat = context.region.ec2.natGateways.get(input.NatGatewayId ?? '');
    if (!nat || nat.state === 'deleted') throw missingNatGateway(input.NatGatewayId ?? '');
    if (nat.state !== 'deleting') {
      nat.state = 'deleting';
      after(context, context.latencies.natGatewayDelete.seconds, { kind: 'natGatewayGone', id: nat.id });
    }
    return { NatGatewayId: nat.id };
  },

  DescribeNatGatewaysCommand(context, input) {
    const { natGateways } = context.region.ec2;
    const found = filtered(byId(natGateways, input.NatGatewayIds, missingNatGateway), input.Filter, {
      'nat-gateway-id': (nat) => [nat.id],
      'vpc-id': (nat) => [nat.vpcId],
      'subnet-id': (nat) => [nat.subnetId],
      state: (nat) => [nat.state],
    });
    const { items, next } = page(found, paging(input));
    return {
      NextToken: next,
      NatGateways: items.map((nat) => ({
        NatGatewayId: nat.id,
        VpcId: nat.vpcId,
        SubnetId: nat.subnetId,
        State: nat.state,
        FailureCode: nat.failure?.code,
        FailureMessage: nat.failure?.message,
        ConnectivityType: 'public',
        NatGatewayAddresses: [
          {
            AllocationId: nat.allocationId,
            NetworkInterfaceId: nat.interfaceId,
            PrivateIp: nat.privateIp,
            PublicIp: nat.publicIp,
          },
        ],
        Tags: tagsToUpper(nat.tags),
      })),
    };
  },
} satisfies HandlersOf<typeof Ec2>;
