import {
  DescribeSecurityGroupRulesCommand,
  DescribeVpcEndpointsCommand,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import type { Account } from './account';
import { pages } from './resources/common';

/** A way from a VPC to one service of AWS without the internet. */
export interface Endpoint {
  /** What follows the region in the service's name: `ecr.api`, `s3`. */
  readonly service: string;
  readonly kind: 'interface' | 'gateway';
  /** Whether the service's usual name leads to it; without it nobody finds it. */
  readonly privateDns: boolean;
  readonly routeTables: readonly string[];
  /** Who may call it on port 443, where it has security groups. */
  readonly admits: Admission;
}

/** By the rules of security groups: IPv4 ranges and groups. `anyone` where a rule says more than these can. */
export interface Admission {
  readonly anyone: boolean;
  readonly ranges: readonly string[];
  readonly groups: readonly string[];
}

const HTTPS = 443;

/** The endpoints of a VPC that can be used. */
export async function listEndpoints(
  account: Account,
  vpcId: string,
  signal?: AbortSignal,
): Promise<Endpoint[]> {
  const { clients, send, connection } = account;
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  const all = await pages(async (NextToken) => {
    const page = await send(clients.ec2, new DescribeVpcEndpointsCommand({ Filters, NextToken }), { signal });
    return { items: page.VpcEndpoints, next: page.NextToken };
  });
  const usable = all.filter(({ State }) => State?.toLowerCase() === 'available');
  const groups = [
    ...new Set(usable.flatMap(({ Groups }) => Groups?.flatMap(({ GroupId }) => GroupId ?? []) ?? [])),
  ];
  const rules = groups.length === 0 ? [] : await rulesOf(account, groups, signal);
  return usable.map((it) => {
    const own = new Set(it.Groups?.map(({ GroupId }) => GroupId));
    return {
      service: (it.ServiceName ?? '').split(`.${connection.region}.`)[1] ?? '',
      kind: it.VpcEndpointType?.toLowerCase() === 'gateway' ? 'gateway' : 'interface',
      privateDns: it.PrivateDnsEnabled === true,
      routeTables: it.RouteTableIds ?? [],
      admits: admission(rules.filter(({ GroupId }) => own.has(GroupId))),
    };
  });
}

async function rulesOf(
  { clients, send }: Account,
  groups: readonly string[],
  signal?: AbortSignal,
): Promise<SecurityGroupRule[]> {
  const Filters = [{ Name: 'group-id', Values: [...groups] }];
  return pages(async (NextToken) => {
    const command = new DescribeSecurityGroupRulesCommand({ Filters, NextToken });
    const page = await send(clients.ec2, command, { signal });
    return { items: page.SecurityGroupRules, next: page.NextToken };
  });
}

function admission(rules: readonly SecurityGroupRule[]): Admission {
  const open = rules.filter(
    ({ IsEgress, IpProtocol, FromPort = -1, ToPort = -1 }) =>
      IsEgress !== true &&
      (IpProtocol === '-1' || (IpProtocol === 'tcp' && FromPort <= HTTPS && HTTPS <= ToPort)),
  );
  return {
    // What a prefix list holds is not looked at.
    anyone: open.some(({ PrefixListId }) => PrefixListId !== undefined),
    ranges: open.flatMap(({ CidrIpv4 }) => CidrIpv4 ?? []),
    groups: open.flatMap(({ ReferencedGroupInfo }) => ReferencedGroupInfo?.GroupId ?? []),
  };
}
