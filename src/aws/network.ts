import {
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  type Filter,
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
  readonly freeAddresses: number;
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
      const access: Subnet['access'] = isPublic(id, tables) ? 'public' : 'private';
      const freeAddresses = it.AvailableIpAddressCount ?? 0;
      return [{ id, cidr, zone, access, freeAddresses, ...(zoneId && { zoneId }), ...named(it.Tags) }];
    })
    .sort((a, b) => (a.zone === b.zone ? compare(a.id, b.id) : compare(a.zone, b.zone)));
}

/** Something about the network that keeps a deploy from working, or makes it fragile. */
export interface NetworkProblem {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  /** One sentence with the remedy, the variable part last. */
  readonly message: string;
}

/** Zones in which API Gateway has no VPC links. Source: its own refusals; AWS documents no list. */
const ZONES_WITHOUT_LINKS = new Set(['use1-az3', 'euw3-az2']);
/** Addresses that a load balancer needs free in each subnet. Source: NLB user guide. */
const ADDRESSES_FOR_NLB = 8;

/** An existing network, and who is to be where in it. */
export interface NetworkUse {
  readonly vpcId: string;
  /** Of load balancers and tasks. */
  readonly subnetIds: readonly string[];
  /** Of VPC links. */
  readonly linkSubnetIds: readonly string[];
}

/** Checks an existing network before anything is created in it. */
export async function checkNetwork(
  account: Account,
  { vpcId, subnetIds, linkSubnetIds }: NetworkUse,
  signal?: AbortSignal,
): Promise<NetworkProblem[]> {
  const vpc = await unlessGone(
    account.send(account.clients.ec2, new DescribeVpcsCommand({ VpcIds: [vpcId] }), { signal }),
  );
  if (!vpc?.Vpcs?.length) {
    return [
      error('vpc-missing', 'This account and region have no such VPC; choose one of the account', vpcId),
    ];
  }
  const [dns, subnets] = await Promise.all([
    dnsProblems(account, vpcId, signal),
    listSubnets(account, vpcId, signal),
  ]);
  const used = [...new Set([...subnetIds, ...linkSubnetIds])];
  const known = new Map(subnets.map((subnet) => [subnet.id, subnet]));
  return [
    ...dns,
    ...used
      .filter((id) => !known.has(id))
      .map((id) =>
        error('subnet-missing', `VPC ${vpcId} has no such subnet; choose subnets of this VPC`, id),
      ),
    ...subnetIds.flatMap((id) => taskSubnetProblems(known.get(id))),
    ...linkSubnetIds.flatMap((id) => linkSubnetProblems(known.get(id))),
    ...zoneProblems(used, subnets),
  ];
}

async function dnsProblems(
  { clients, send }: Account,
  VpcId: string,
  signal?: AbortSignal,
): Promise<NetworkProblem[]> {
  const ask = (Attribute: 'enableDnsSupport' | 'enableDnsHostnames') =>
    send(clients.ec2, new DescribeVpcAttributeCommand({ VpcId, Attribute }), { signal });
  const [support, hostnames] = await Promise.all([ask('enableDnsSupport'), ask('enableDnsHostnames')]);
  const off = [
    ...(support.EnableDnsSupport?.Value === false ? ['enableDnsSupport'] : []),
    ...(hostnames.EnableDnsHostnames?.Value === false ? ['enableDnsHostnames'] : []),
  ];
  return off.map((attribute) =>
    error(
      'vpc-dns',
      'Cloud Map names do not resolve in this VPC; turn its DNS attribute on',
      `${attribute} of ${VpcId}`,
    ),
  );
}

/** What load balancers and tasks want of a subnet. */
function taskSubnetProblems(subnet: Subnet | undefined): NetworkProblem[] {
  if (!subnet) return [];
  const { id, access, freeAddresses } = subnet;
  const problems: NetworkProblem[] = [];
  if (access === 'public') {
    const message =
      'Tasks have no public address, so from a public subnet they reach no registry; choose a private one';
    problems.push(warning('subnet-public', message, id));
  }
  if (freeAddresses < ADDRESSES_FOR_NLB) {
    const message = `A load balancer needs ${ADDRESSES_FOR_NLB} free addresses in each subnet; choose a larger one`;
    problems.push(error('subnet-full', message, `${id} has ${freeAddresses}`));
  }
  return problems;
}

function linkSubnetProblems(subnet: Subnet | undefined): NetworkProblem[] {
  if (subnet?.zoneId === undefined || !ZONES_WITHOUT_LINKS.has(subnet.zoneId)) return [];
  const message = 'API Gateway has no VPC links in this zone; leave its subnet out of the link';
  return [error('T13', message, `${subnet.id} in ${subnet.zoneId}`)];
}

function zoneProblems(subnetIds: readonly string[], subnets: readonly Subnet[]): NetworkProblem[] {
  const zones = new Set(subnets.filter(({ id }) => subnetIds.includes(id)).map(({ zone }) => zone));
  const [only] = zones;
  return zones.size === 1 && only !== undefined
    ? [warning('one-zone', 'All subnets are in one availability zone; add one in a second zone', only)]
    : [];
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
function isPublic(subnetId: string, tables: readonly RouteTable[]): boolean {
  const table =
    tables.find(({ Associations }) => Associations?.some((it) => it.SubnetId === subnetId)) ??
    tables.find(({ Associations }) => Associations?.some((it) => it.Main === true));
  return (table?.Routes ?? []).some(
    ({ DestinationCidrBlock, GatewayId, State }) =>
      DestinationCidrBlock === '0.0.0.0/0' && GatewayId?.startsWith('igw-') === true && State !== 'blackhole',
  );
}

function named(tags: Parameters<typeof fromTags>[0]): { name?: string } {
  const name = fromTags(tags).Name;
  return name === undefined || name === '' ? {} : { name };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function error(code: string, sentence: string, what: string): NetworkProblem {
  return { severity: 'error', code, message: `${sentence}: ${what}` };
}

function warning(code: string, sentence: string, what: string): NetworkProblem {
  return { severity: 'warning', code, message: `${sentence}: ${what}` };
}
