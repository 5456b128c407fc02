import {
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  type Filter,
  type Route,
  type RouteTable,
  type Subnet as Ec2Subnet,
} from '@aws-sdk/client-ec2';
import type { Account } from './account';
import { fromTags } from './tags';
import { pages, unlessGone } from './resources/common';

/** A VPC, as the picker shows it. */
export interface Vpc {
  readonly id: string;
  /** Its `Name` tag. */
  readonly name?: string;
  readonly cidr: string;
  readonly isDefault: boolean;
}

export interface Subnet {
  readonly id: string;
  readonly name?: string;
  readonly cidr: string;
  /** `ap-southeast-1a`, and the same zone by the id that all accounts share (`apse1-az2`). */
  readonly zone: string;
  readonly zoneId?: string;
  /** Whether its default route leads to an internet gateway. */
  readonly access: 'private' | 'public';
  /** Whether what has no public address gets out of it: by a NAT gateway, a transit gateway or their like. */
  readonly egress: boolean;
  /** Its own route table, else the main one of the VPC. */
  readonly routeTable?: string;
  readonly freeAddresses: number;
}

/** A VPC with what decides whether the chain works in it. */
export interface Network {
  readonly vpcId: string;
  /** `available` once it can be used. */
  readonly state: string;
  /** Those of its two DNS attributes that are off. */
  readonly dnsOff: readonly string[];
  /** By zone. */
  readonly subnets: readonly Subnet[];
}

/** The VPCs of the region. */
export async function listVpcs({ clients, send }: Account, signal?: AbortSignal): Promise<Vpc[]> {
  const all = await pages(async (NextToken) => {
    const page = await send(clients.ec2, new DescribeVpcsCommand({ NextToken }), { signal });
    return { items: page.Vpcs, next: page.NextToken };
  });
  return all.flatMap(({ VpcId: id, CidrBlock: cidr = '', IsDefault: isDefault = false, Tags }) =>
    id === undefined ? [] : [{ id, cidr, isDefault, ...named(Tags) }],
  );
}

/** The subnets of a VPC, by zone. */
export async function listSubnets(account: Account, vpcId: string, signal?: AbortSignal): Promise<Subnet[]> {
  const inVpc = [{ Name: 'vpc-id', Values: [vpcId] }];
  const [subnets, tables] = await Promise.all([
    describeSubnets(account, inVpc, signal),
    routeTables(account, inVpc, signal),
  ]);
  return subnets
    .flatMap((it) => {
      const {
        SubnetId: id,
        CidrBlock: cidr = '',
        AvailabilityZone: zone = '',
        AvailabilityZoneId: zoneId,
      } = it;
      if (id === undefined) return [];
      const table = tableOf(id, tables);
      const defaults = (table?.Routes ?? []).filter(leavesVpc);
      const access: Subnet['access'] = defaults.some(toInternetGateway) ? 'public' : 'private';
      return [
        {
          id,
          cidr,
          zone,
          access,
          egress: defaults.some((route) => !toInternetGateway(route)),
          freeAddresses: it.AvailableIpAddressCount ?? 0,
          ...(zoneId && { zoneId }),
          ...(table?.RouteTableId && { routeTable: table.RouteTableId }),
          ...named(it.Tags),
        },
      ];
    })
    .sort((a, b) => (a.zone === b.zone ? compare(a.id, b.id) : compare(a.zone, b.zone)));
}

/** An existing VPC as a whole; undefined where the account and region have none of this id. */
export async function readNetwork(
  account: Account,
  vpcId: string,
  signal?: AbortSignal,
): Promise<Network | undefined> {
  const { clients, send } = account;
  const answer = await unlessGone(
    send(clients.ec2, new DescribeVpcsCommand({ VpcIds: [vpcId] }), { signal }),
  );
  const vpc = answer?.Vpcs?.[0];
  if (!vpc) return undefined;
  const [dnsOff, subnets] = await Promise.all([
    dnsAttributesOff(account, vpcId, signal),
    listSubnets(account, vpcId, signal),
  ]);
  // Emulators leave the state out.
  return { vpcId, state: vpc.State ?? 'available', dnsOff, subnets };
}

async function dnsAttributesOff(
  { clients, send }: Account,
  VpcId: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const ask = (Attribute: 'enableDnsSupport' | 'enableDnsHostnames') =>
    send(clients.ec2, new DescribeVpcAttributeCommand({ VpcId, Attribute }), { signal });
  const [support, hostnames] = await Promise.all([ask('enableDnsSupport'), ask('enableDnsHostnames')]);
  return [
    ...(support.EnableDnsSupport?.Value === false ? ['enableDnsSupport'] : []),
    ...(hostnames.EnableDnsHostnames?.Value === false ? ['enableDnsHostnames'] : []),
  ];
}

async function describeSubnets(
  { clients, send }: Account,
  Filters: Filter[],
  signal?: AbortSignal,
): Promise<Ec2Subnet[]> {
  return pages(async (NextToken) => {
    const page = await send(clients.ec2, new DescribeSubnetsCommand({ Filters, NextToken }), { signal });
    return { items: page.Subnets, next: page.NextToken };
  });
}

async function routeTables(
  { clients, send }: Account,
  Filters: Filter[],
  signal?: AbortSignal,
): Promise<RouteTable[]> {
  return pages(async (NextToken) => {
    const page = await send(clients.ec2, new DescribeRouteTablesCommand({ Filters, NextToken }), { signal });
    return { items: page.RouteTables, next: page.NextToken };
  });
}

/** A subnet without a route table of its own uses the VPC's main one. */
function tableOf(subnetId: string, tables: readonly RouteTable[]): RouteTable | undefined {
  return (
    tables.find(({ Associations }) => Associations?.some((it) => it.SubnetId === subnetId)) ??
    tables.find(({ Associations }) => Associations?.some((it) => it.Main === true))
  );
}

/** Some write the default route as two halves. What a route leads to may be gone: a black hole. */
function leavesVpc({ DestinationCidrBlock, State }: Route): boolean {
  return State !== 'blackhole' && /^0\.0\.0\.0\/[01]$/.test(DestinationCidrBlock ?? '');
}

function toInternetGateway({ GatewayId }: Route): boolean {
  return GatewayId?.startsWith('igw-') === true;
}

function named(tags: Parameters<typeof fromTags>[0]): { name?: string } {
  const name = fromTags(tags).Name;
  return name === undefined || name === '' ? {} : { name };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
