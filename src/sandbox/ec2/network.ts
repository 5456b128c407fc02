import type * as Ec2 from '@aws-sdk/client-ec2';
import { arn, type Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { page } from '../page';
import { tagsToUpper } from '../tags';
import { byId, filtered } from './filters';
import { freeAddresses } from './interfaces';
import { missingInternetGateway, missingSubnet, missingTable, missingVpc, paging } from './requests';
import type { RouteState } from './state';
import { regions, zonesOf } from './zones';

/** A subnet is in one table at a time, so that it names its association. */
export function associationOf(subnetId: string): string {
  return subnetId.replace(/^subnet-/, 'rtbassoc-');
}

/** Whether what a route names still takes what comes. */
function leadsSomewhere({ region: { ec2 } }: Context, route: RouteState): boolean {
  if (route.natGatewayId !== undefined) {
    const nat = ec2.natGateways.get(route.natGatewayId);
    return nat?.state === 'available';
  }
  if (route.gatewayId === 'local') return true;
  return ec2.internetGateways.get(route.gatewayId ?? '')?.vpcId !== undefined;
}

/** The route table that rules a subnet: its own, else the main one of the VPC. */
export function tableOf(context: Context, subnetId: string) {
  const tables = [...context.region.ec2.routeTables.values()];
  return (
    tables.find((table) => table.subnetIds.includes(subnetId)) ??
    tables.find((table) => table.main && table.vpcId === context.region.ec2.subnets.get(subnetId)?.vpcId)
  );
}

/** Whether something in a subnet reaches the internet (aws-reference §1.16): by NAT, or by a public address. */
export function hasEgress(context: Context, subnetId: string, publicAddress: boolean): boolean {
  const route = tableOf(context, subnetId)?.routes.find((one) => one.destination === '0.0.0.0/0');
  if (!route || !leadsSomewhere(context, route)) return false;
  return route.natGatewayId !== undefined || (route.gatewayId !== undefined && publicAddress);
}

/** What of the network is read; what is made is beside this file. */
export const networkHandlers = {
  DescribeVpcsCommand(context, input) {
    const found = filtered(byId(context.region.ec2.vpcs, input.VpcIds, missingVpc), input.Filters, {
      'vpc-id': (vpc) => [vpc.id],
      cidr: (vpc) => [vpc.cidr],
      'is-default': () => ['false'],
      state: () => ['available'],
    });
    const { items, next } = page(found, paging(input));
    return {
      NextToken: next,
      Vpcs: items.map((vpc) => ({
        VpcId: vpc.id,
        CidrBlock: vpc.cidr,
        CidrBlockAssociationSet: [{ CidrBlock: vpc.cidr, CidrBlockState: { State: 'associated' } }],
        State: 'available',
        IsDefault: false,
        InstanceTenancy: 'default',
        OwnerId: context.world.account,
        Tags: tagsToUpper(vpc.tags),
      })),
    };
  },

  DescribeVpcAttributeCommand(context, input) {
    const vpc = context.region.ec2.vpcs.get(input.VpcId ?? '');
    if (!vpc) throw missingVpc(input.VpcId ?? '');
    if (input.Attribute === 'enableDnsSupport') {
      return { VpcId: vpc.id, EnableDnsSupport: { Value: vpc.dnsSupport } };
    }
    if (input.Attribute === 'enableDnsHostnames') {
      return { VpcId: vpc.id, EnableDnsHostnames: { Value: vpc.dnsHostnames } };
    }
    throw awsError(
      'InvalidParameterValue',
      `Value (${String(input.Attribute)}) for parameter attribute is invalid`,
    );
  },

  DescribeSubnetsCommand(context, input) {
    const { ec2 } = context.region;
    const found = filtered(byId(ec2.subnets, input.SubnetIds, missingSubnet), input.Filters, {
      'subnet-id': (subnet) => [subnet.id],
      'vpc-id': (subnet) => [subnet.vpcId],
      'availability-zone': (subnet) => [subnet.zone],
      'availability-zone-id': (subnet) => [subnet.zoneId],
      'map-public-ip-on-launch': (subnet) => [String(subnet.mapPublicIp)],
      state: () => ['available'],
    });
    const { items, next } = page(found, paging(input));
    return {
      NextToken: next,
      Subnets: items.map((subnet) => ({
        SubnetId: subnet.id,
        SubnetArn: arn(context, 'ec2', `subnet/${subnet.id}`),
        VpcId: subnet.vpcId,
        CidrBlock: subnet.cidr,
        AvailabilityZone: subnet.zone,
        AvailabilityZoneId: subnet.zoneId,
        AvailableIpAddressCount: freeAddresses(ec2, subnet),
        MapPublicIpOnLaunch: subnet.mapPublicIp,
        State: 'available',
        DefaultForAz: false,
        OwnerId: context.world.account,
        Tags: tagsToUpper(subnet.tags),
      })),
    };
  },

  DescribeRouteTablesCommand(context, input) {
    const found = filtered(
      byId(context.region.ec2.routeTables, input.RouteTableIds, missingTable),
      input.Filters,
      {
        'route-table-id': (table) => [table.id],
        'vpc-id': (table) => [table.vpcId],
        'association.subnet-id': (table) => table.subnetIds,
        'association.main': (table) => [String(table.main)],
      },
    );
    const { items, next } = page(found, paging(input));
    return {
      NextToken: next,
      RouteTables: items.map((table) => ({
        RouteTableId: table.id,
        VpcId: table.vpcId,
        OwnerId: context.world.account,
        Associations: [
          ...(table.main ? [{ Main: true, RouteTableId: table.id }] : []),
          ...table.subnetIds.map((SubnetId) => ({
            Main: false,
            RouteTableAssociationId: associationOf(SubnetId),
            RouteTableId: table.id,
            SubnetId,
          })),
        ],
        Routes: [
          ...table.routes.map((route) => ({
            DestinationCidrBlock: route.destination,
            GatewayId: route.gatewayId,
            NatGatewayId: route.natGatewayId,
            State: leadsSomewhere(context, route) ? ('active' as const) : ('blackhole' as const),
          })),
          ...[...context.region.ec2.endpoints.values()]
            .filter(({ routeTableIds }) => routeTableIds.includes(table.id))
            .map(({ id }) => ({
              DestinationPrefixListId: 'pl-0123',
              GatewayId: id,
              State: 'active' as const,
            })),
        ],
        Tags: tagsToUpper(table.tags),
      })),
    };
  },

  DescribeInternetGatewaysCommand(context, input) {
    const found = filtered(
      byId(context.region.ec2.internetGateways, input.InternetGatewayIds, missingInternetGateway),
      input.Filters,
      {
        'internet-gateway-id': (gateway) => [gateway.id],
        'attachment.vpc-id': ({ vpcId }) => (vpcId === undefined ? [] : [vpcId]),
      },
    );
    const { items, next } = page(found, paging(input));
    return {
      NextToken: next,
      InternetGateways: items.map((gateway) => ({
        InternetGatewayId: gateway.id,
        // EC2 really says "available" here, though the attachment's type knows only "attached" and its like.
        Attachments:
          gateway.vpcId === undefined ? [] : [{ VpcId: gateway.vpcId, State: 'attached' as const }],
        OwnerId: context.world.account,
        Tags: tagsToUpper(gateway.tags),
      })),
    };
  },

  DescribeAvailabilityZonesCommand: (context) => ({
    AvailabilityZones: zonesOf(context.region.name).map((zone) => ({
      ZoneName: zone.name,
      ZoneId: zone.id,
      RegionName: context.region.name,
      State: 'available' as const,
      OptInStatus: 'opt-in-not-required' as const,
      ZoneType: 'availability-zone',
    })),
  }),

  DescribeRegionsCommand(context, input) {
    const { name: here, ec2 } = context.region;
    const statusOf = (name: string) => (name === here ? ec2.optInStatus : 'opt-in-not-required');
    return {
      Regions: regions
        .filter((name) => !input.RegionNames || input.RegionNames.includes(name))
        .filter((name) => input.AllRegions === true || statusOf(name) !== 'not-opted-in')
        .map((RegionName) => ({
          RegionName,
          Endpoint: `ec2.${RegionName}.amazonaws.com`,
          OptInStatus: statusOf(RegionName),
        })),
    };
  },
} satisfies HandlersOf<typeof Ec2>;
