import type { Context } from '../../context';
import type { endpointHandlers } from '../../ec2/endpoints';
import type { gatewayHandlers } from '../../ec2/gateways';
import type { natGatewayHandlers } from '../../ec2/natGateways';
import type { routeHandlers } from '../../ec2/routes';
import { associationOf } from '../../ec2/network';
import type { subnetHandlers } from '../../ec2/subnets';
import type { vpcHandlers } from '../../ec2/vpcs';
import type { Demand } from '../policyDocument';
import { anywhere, demand, type DemandsOf } from './demands';
import { created, on } from './ec2Things';

type NetworkHandlers = typeof vpcHandlers &
  typeof subnetHandlers &
  typeof routeHandlers &
  typeof gatewayHandlers &
  typeof natGatewayHandlers &
  typeof endpointHandlers;

/** The same action on each of several things. */
function onEach(context: Context, action: string, ids: readonly (string | undefined)[] = []): Demand[] {
  return ids.map((id) => on(context, action, id));
}

/** The table and the subnet of an association. */
function association({ region: { ec2 } }: Context, id: string | undefined): string[] {
  const tables = [...ec2.routeTables.values()];
  const associated = tables.flatMap((table) => table.subnetIds.map((subnetId) => ({ table, subnetId })));
  const found = associated.find(({ subnetId }) => associationOf(subnetId) === id);
  return found ? [found.table.id, found.subnetId] : [];
}

/** Of EC2, what makes networks. Source: Service Authorization Reference, Amazon EC2. */
export const networkDemands: DemandsOf<NetworkHandlers> = {
  CreateVpcCommand: (context, { TagSpecifications }) =>
    created(context, 'CreateVpc', 'vpc', TagSpecifications),
  ModifyVpcAttributeCommand: (context, { VpcId }) => [on(context, 'ModifyVpcAttribute', VpcId)],
  DeleteVpcCommand: (context, { VpcId }) => [on(context, 'DeleteVpc', VpcId)],

  CreateSubnetCommand: (context, { VpcId, TagSpecifications }) => [
    ...created(context, 'CreateSubnet', 'subnet', TagSpecifications),
    on(context, 'CreateSubnet', VpcId),
  ],
  DeleteSubnetCommand: (context, { SubnetId }) => [on(context, 'DeleteSubnet', SubnetId)],

  CreateRouteTableCommand: (context, { VpcId, TagSpecifications }) => [
    ...created(context, 'CreateRouteTable', 'route-table', TagSpecifications),
    on(context, 'CreateRouteTable', VpcId),
  ],
  DeleteRouteTableCommand: (context, { RouteTableId }) => [on(context, 'DeleteRouteTable', RouteTableId)],
  CreateRouteCommand: (context, { RouteTableId }) => [on(context, 'CreateRoute', RouteTableId)],
  ReplaceRouteCommand: (context, { RouteTableId }) => [on(context, 'ReplaceRoute', RouteTableId)],
  DeleteRouteCommand: (context, { RouteTableId }) => [on(context, 'DeleteRoute', RouteTableId)],
  AssociateRouteTableCommand: (context, { RouteTableId, SubnetId }) =>
    onEach(context, 'AssociateRouteTable', [RouteTableId, SubnetId]),
  DisassociateRouteTableCommand: (context, { AssociationId }) =>
    onEach(context, 'DisassociateRouteTable', association(context, AssociationId)),

  CreateInternetGatewayCommand: (context, { TagSpecifications }) =>
    created(context, 'CreateInternetGateway', 'internet-gateway', TagSpecifications),
  AttachInternetGatewayCommand: (context, { InternetGatewayId, VpcId }) =>
    onEach(context, 'AttachInternetGateway', [InternetGatewayId, VpcId]),
  DetachInternetGatewayCommand: (context, { InternetGatewayId, VpcId }) =>
    onEach(context, 'DetachInternetGateway', [InternetGatewayId, VpcId]),
  DeleteInternetGatewayCommand: (context, { InternetGatewayId }) => [
    on(context, 'DeleteInternetGateway', InternetGatewayId),
  ],

  DescribeAddressesCommand: anywhere('ec2:DescribeAddresses'),
  AllocateAddressCommand: (context, { TagSpecifications }) =>
    created(context, 'AllocateAddress', 'elastic-ip', TagSpecifications),
  ReleaseAddressCommand: (context, { AllocationId }) => [on(context, 'ReleaseAddress', AllocationId)],
  CreateNatGatewayCommand: (context, { SubnetId, AllocationId, TagSpecifications }) => [
    ...created(context, 'CreateNatGateway', 'natgateway', TagSpecifications),
    ...onEach(context, 'CreateNatGateway', [SubnetId, AllocationId]),
  ],
  DescribeNatGatewaysCommand: anywhere('ec2:DescribeNatGateways'),
  DeleteNatGatewayCommand: (context, { NatGatewayId }) => [on(context, 'DeleteNatGateway', NatGatewayId)],

  DescribeVpcEndpointsCommand: anywhere('ec2:DescribeVpcEndpoints'),
  CreateVpcEndpointCommand: (context, input) => [
    ...created(context, 'CreateVpcEndpoint', 'vpc-endpoint', input.TagSpecifications),
    on(context, 'CreateVpcEndpoint', input.VpcId),
    ...onEach(context, 'CreateVpcEndpoint', input.SubnetIds),
    ...onEach(context, 'CreateVpcEndpoint', input.SecurityGroupIds),
    ...onEach(context, 'CreateVpcEndpoint', input.RouteTableIds),
    // Private DNS is a hosted zone of AWS's that is put to the VPC on the caller's behalf.
    ...(input.PrivateDnsEnabled ? [demand('route53:AssociateVPCWithHostedZone', '*')] : []),
  ],
  ModifyVpcEndpointCommand: (context, input) => [
    on(context, 'ModifyVpcEndpoint', input.VpcEndpointId),
    ...onEach(context, 'ModifyVpcEndpoint', input.AddSubnetIds),
    ...onEach(context, 'ModifyVpcEndpoint', input.AddSecurityGroupIds),
    ...onEach(context, 'ModifyVpcEndpoint', input.AddRouteTableIds),
  ],
  DeleteVpcEndpointsCommand: (context, { VpcEndpointIds }) =>
    onEach(context, 'DeleteVpcEndpoints', VpcEndpointIds),
};
