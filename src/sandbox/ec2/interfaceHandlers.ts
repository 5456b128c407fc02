import type * as Ec2 from '@aws-sdk/client-ec2';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { page } from '../page';
import { tagsToUpper } from '../tags';
import { byId, filtered } from './filters';
import { paging } from './requests';

/** Network interfaces are only read: AWS makes and removes all that the sandbox has. */
export const interfaceHandlers = {
  DescribeNetworkInterfacesCommand(context, input) {
    const { ec2 } = context.region;
    const missing = (id: string) =>
      awsError('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${id}' does not exist`);
    const found = filtered(byId(ec2.interfaces, input.NetworkInterfaceIds, missing), input.Filters, {
      'network-interface-id': (one) => [one.id],
      'group-id': (one) => one.groupIds,
      'subnet-id': (one) => [one.subnetId],
      'vpc-id': (one) => [one.vpcId],
      'private-ip-address': (one) => [one.address],
      'addresses.private-ip-address': (one) => [one.address],
      'interface-type': (one) => [one.type],
      description: (one) => [one.description],
      'requester-managed': () => ['true'],
      status: () => ['in-use'],
    });
    const { items, next } = page(found, paging(input));
    return {
      NextToken: next,
      NetworkInterfaces: items.map((one) => {
        const subnet = ec2.subnets.get(one.subnetId);
        return {
          NetworkInterfaceId: one.id,
          SubnetId: one.subnetId,
          VpcId: one.vpcId,
          AvailabilityZone: subnet?.zone,
          PrivateIpAddress: one.address,
          PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: one.address }],
          Groups: one.groupIds.map((GroupId) => ({
            GroupId,
            GroupName: ec2.securityGroups.get(GroupId)?.name,
          })),
          InterfaceType: one.type,
          RequesterManaged: true,
          RequesterId: one.requester,
          Description: one.description,
          OwnerId: context.world.account,
          Status: 'in-use' as const,
          TagSet: tagsToUpper(one.tags),
        };
      }),
    };
  },
} satisfies HandlersOf<typeof Ec2>;
