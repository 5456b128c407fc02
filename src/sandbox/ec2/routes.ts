import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { hex } from '../ids';
import { tagsToUpper } from '../tags';
import { associationOf } from './network';
import { dependencyViolation, missingSubnet, missingTable, missingVpc, specifiedTags } from './requests';
import type { RouteState, RouteTableState } from './state';

function tableById({ region: { ec2 } }: Context, id: string | undefined): RouteTableState {
  const table = ec2.routeTables.get(id ?? '');
  if (!table) throw missingTable(id ?? '');
  return table;
}

/** What a route is to lead to; it exists, can be used, and belongs to the table's VPC. */
function routeOf(
  { region: { ec2 } }: Context,
  table: RouteTableState,
  input: Pick<Ec2.CreateRouteRequest, 'DestinationCidrBlock' | 'GatewayId' | 'NatGatewayId'>,
): RouteState {
  const { DestinationCidrBlock: destination, GatewayId: gatewayId, NatGatewayId: natGatewayId } = input;
  if (!destination) throw awsError('MissingParameter', 'The request must contain a destination');
  if (natGatewayId !== undefined) {
    const nat = ec2.natGateways.get(natGatewayId);
    if (nat?.state !== 'available') {
      throw awsError('InvalidNatGatewayID.NotFound', `The natGateway ID '${natGatewayId}' does not exist`);
    }
    return { destination, natGatewayId };
  }
  const gateway = ec2.internetGateways.get(gatewayId ?? '');
  if (!gateway) {
    throw awsError('InvalidGatewayID.NotFound', `The gateway ID '${gatewayId ?? ''}' does not exist`);
  }
  if (gateway.vpcId !== table.vpcId) {
    throw awsError(
      'InvalidParameterValue',
      `route table ${table.id} and network gateway ${gateway.id} belong to different networks`,
    );
  }
  return { destination, gatewayId: gateway.id };
}

function associated(context: Context, associationId: string | undefined): [RouteTableState, string] {
  for (const table of context.region.ec2.routeTables.values()) {
    const subnetId = table.subnetIds.find((id) => associationOf(id) === associationId);
    if (subnetId !== undefined) return [table, subnetId];
  }
  throw awsError(
    'InvalidAssociationID.NotFound',
    `The association ID '${associationId ?? ''}' does not exist`,
  );
}

/** Route tables, their routes, and which subnets they rule. */
export const routeHandlers = {
  CreateRouteTableCommand(context, input) {
    const { ec2 } = context.region;
    const vpc = ec2.vpcs.get(input.VpcId ?? '');
    if (!vpc) throw missingVpc(input.VpcId ?? '');
    const tags = specifiedTags(input.TagSpecifications, 'route-table');
    const id = `rtb-${hex(context.random, 17)}`;
    const routes = [{ destination: vpc.cidr, gatewayId: 'local' }];
    ec2.routeTables.set(id, { id, vpcId: vpc.id, main: false, subnetIds: [], routes, tags });
    return { RouteTable: { RouteTableId: id, VpcId: vpc.id, Tags: tagsToUpper(tags) } };
  },

  DeleteRouteTableCommand(context, input) {
    const table = tableById(context, input.RouteTableId);
    const { routeTables, endpoints } = context.region.ec2;
    const isUsed = [...endpoints.values()].some(({ routeTableIds }) => routeTableIds.includes(table.id));
    if (table.main || table.subnetIds.length > 0 || isUsed) {
      throw dependencyViolation(`The routeTable '${table.id}' has dependencies and cannot be deleted.`);
    }
    routeTables.delete(table.id);
    return {};
  },

  CreateRouteCommand(context, input) {
    const table = tableById(context, input.RouteTableId);
    const route = routeOf(context, table, input);
    const twin = table.routes.find(({ destination }) => destination === route.destination);
    if (twin && twin.gatewayId === route.gatewayId && twin.natGatewayId === route.natGatewayId) {
      return { Return: true };
    }
    if (twin) {
      throw awsError('RouteAlreadyExists', `The route identified by ${route.destination} already exists.`);
    }
    table.routes = [...table.routes, route];
    return { Return: true };
  },

  ReplaceRouteCommand(context, input) {
    const table = tableById(context, input.RouteTableId);
    const route = routeOf(context, table, input);
    if (!table.routes.some(({ destination }) => destination === route.destination)) {
      throw missingRoute(table, route.destination);
    }
    table.routes = table.routes.map((old) => (old.destination === route.destination ? route : old));
    return {};
  },

  DeleteRouteCommand(context, input) {
    const table = tableById(context, input.RouteTableId);
    const left = table.routes.filter(({ destination }) => destination !== input.DestinationCidrBlock);
    if (left.length === table.routes.length) throw missingRoute(table, input.DestinationCidrBlock);
    table.routes = left;
    return {};
  },

  AssociateRouteTableCommand(context, input) {
    const table = tableById(context, input.RouteTableId);
    const { subnets, routeTables } = context.region.ec2;
    const subnet = subnets.get(input.SubnetId ?? '');
    if (!subnet) throw missingSubnet(input.SubnetId ?? '');
    const AssociationId = associationOf(subnet.id);
    const holder = [...routeTables.values()].find(({ subnetIds }) => subnetIds.includes(subnet.id));
    if (holder && holder !== table) {
      throw awsError(
        'Resource.AlreadyAssociated',
        `the specified association for route table ${table.id} conflicts with an existing association`,
      );
    }
    if (!holder) table.subnetIds = [...table.subnetIds, subnet.id];
    return { AssociationId };
  },

  DisassociateRouteTableCommand(context, input) {
    const [table, subnetId] = associated(context, input.AssociationId);
    table.subnetIds = table.subnetIds.filter((id) => id !== subnetId);
    return {};
  },
} satisfies HandlersOf<typeof Ec2>;

function missingRoute(table: RouteTableState, destination: string | undefined): Error {
  return awsError(
    'InvalidRoute.NotFound',
    `no route with destination-cidr-block ${destination ?? ''} in route table ${table.id}`,
  );
}
