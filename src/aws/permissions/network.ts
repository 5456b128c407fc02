import { isRef } from '../../engine/resource';
import type { NetworkProps } from '../../kinds/resourceTypes/network';
import {
  allow,
  anywhere,
  arnOf,
  becomesOurs,
  isOurs,
  where,
  type Condition,
  type Grant,
  type Place,
} from './grant';
import type { PermissionsOf } from './permissions';

const things = (place: Place, type: string) => arnOf(place, 'ec2', `${type}/*`);

/** What makes one, with its tags. Ids are AWS's own, so ours are told by their tag. */
function making(place: Place, type: string, action: string): Grant[] {
  const onCreate: Condition = { StringEquals: { 'ec2:CreateAction': action } };
  return [
    where(becomesOurs(place), allow(things(place, type), `ec2:${action}`)),
    where(onCreate, allow(things(place, type), 'ec2:CreateTags')),
  ];
}

/** What is done with those that are ours. */
function withOurs(place: Place, types: readonly string[], ...actions: readonly string[]): Grant {
  return where(
    isOurs(place),
    allow(
      types.map((type) => things(place, type)),
      ...actions,
    ),
  );
}

const retag =
  (type: string) =>
  ({ place }: { readonly place: Place }) => [withOurs(place, [type], 'ec2:CreateTags')];

/** The network of a stack. What lives in it hangs on a VPC that bears our tag. */
export const networkPermissions: PermissionsOf<keyof NetworkProps> = {
  'AWS::EC2::VPC': {
    find: () => [anywhere('ec2:DescribeVpcs')],
    // What lives in a VPC is looked for wherever the stack has one.
    read: ({ place }) => [
      withOurs(place, ['vpc'], 'ec2:DescribeVpcAttribute'),
      anywhere(
        'ec2:DescribeInternetGateways',
        'ec2:DescribeNatGateways',
        'ec2:DescribeRouteTables',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcEndpoints',
      ),
    ],
    create: ({ place }) => [
      ...making(place, 'vpc', 'CreateVpc'),
      withOurs(place, ['vpc'], 'ec2:ModifyVpcAttribute'),
    ],
    update: retag('vpc'),
    delete: ({ place }) => [withOurs(place, ['vpc'], 'ec2:DeleteVpc')],
  },
  'AWS::EC2::Subnet': {
    create: ({ place }) => [
      ...making(place, 'subnet', 'CreateSubnet'),
      withOurs(place, ['vpc'], 'ec2:CreateSubnet'),
      anywhere('ec2:DescribeAvailabilityZones'),
    ],
    update: retag('subnet'),
    delete: ({ place }) => [withOurs(place, ['subnet'], 'ec2:DeleteSubnet')],
  },
  'AWS::EC2::InternetGateway': {
    create: ({ place }) => [
      ...making(place, 'internet-gateway', 'CreateInternetGateway'),
      withOurs(place, ['internet-gateway', 'vpc'], 'ec2:AttachInternetGateway'),
    ],
    update: retag('internet-gateway'),
    delete: ({ place }) => [
      withOurs(place, ['internet-gateway', 'vpc'], 'ec2:DetachInternetGateway'),
      withOurs(place, ['internet-gateway'], 'ec2:DeleteInternetGateway'),
    ],
  },
  'AWS::EC2::EIP': {
    find: () => [anywhere('ec2:DescribeAddresses')],
    create: ({ place }) => making(place, 'elastic-ip', 'AllocateAddress'),
    update: retag('elastic-ip'),
    delete: ({ place }) => [withOurs(place, ['elastic-ip'], 'ec2:ReleaseAddress')],
  },
  'AWS::EC2::NatGateway': {
    create: ({ place }) => [
      ...making(place, 'natgateway', 'CreateNatGateway'),
      withOurs(place, ['elastic-ip', 'subnet'], 'ec2:CreateNatGateway'),
    ],
    update: retag('natgateway'),
    delete: ({ place }) => [withOurs(place, ['natgateway'], 'ec2:DeleteNatGateway')],
  },
  'AWS::EC2::RouteTable': {
    create: ({ place, props: { defaultRoute } }) => [
      ...making(place, 'route-table', 'CreateRouteTable'),
      withOurs(place, ['vpc'], 'ec2:CreateRouteTable'),
      ...(isRef(defaultRoute) ? [withOurs(place, ['route-table'], 'ec2:CreateRoute')] : []),
      withOurs(place, ['route-table', 'subnet'], 'ec2:AssociateRouteTable'),
    ],
    update: ({ place }) => [
      withOurs(place, ['route-table'], 'ec2:CreateTags', 'ec2:DeleteRoute', 'ec2:ReplaceRoute'),
    ],
    delete: ({ place }) => [
      withOurs(place, ['route-table', 'subnet'], 'ec2:DisassociateRouteTable'),
      withOurs(place, ['route-table'], 'ec2:DeleteRouteTable'),
    ],
  },
  'AWS::EC2::VPCEndpoint': {
    create: ({ place }) => [
      ...making(place, 'vpc-endpoint', 'CreateVpcEndpoint'),
      withOurs(place, ['route-table', 'security-group', 'subnet', 'vpc'], 'ec2:CreateVpcEndpoint'),
      // Private DNS is a hosted zone that AWS puts to the VPC on the caller's behalf.
      anywhere('route53:AssociateVPCWithHostedZone'),
    ],
    update: ({ place }) => [
      withOurs(place, ['route-table', 'security-group', 'subnet', 'vpc-endpoint'], 'ec2:ModifyVpcEndpoint'),
      withOurs(place, ['vpc-endpoint'], 'ec2:CreateTags'),
    ],
    delete: ({ place }) => [withOurs(place, ['vpc-endpoint'], 'ec2:DeleteVpcEndpoints')],
  },
};
