import type * as Ec2 from '@aws-sdk/client-ec2';
import { after, type Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { hex } from '../ids';
import { page } from '../page';
import { tagsToUpper } from '../tags';
import { admits, rulesByGroup } from './admits';
import { byId, filtered } from './filters';
import { createInterface } from './interfaces';
import { hasEgress, tableOf } from './network';
import { missingGroup, missingSubnet, missingTable, missingVpc, paging, specifiedTags } from './requests';
import type { EndpointState } from './state';

function missingEndpoint(id: string): Error {
  return awsError('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${id}' does not exist`);
}

/** Services whose endpoints are gateways, entries of route tables. Source: PrivateLink guide. */
const GATEWAYS = /\.(s3|dynamodb)$/;

/** `endpointAvailable`. */
export function endpointAvailable(context: Context, id: string): void {
  const endpoint = context.region.ec2.endpoints.get(id);
  if (endpoint?.state === 'pending') endpoint.state = 'available';
}

/** `endpointGone`: with it its network interfaces go. */
export function endpointGone(context: Context, id: string): void {
  const { endpoints, interfaces } = context.region.ec2;
  for (const one of endpoints.get(id)?.interfaceIds ?? []) interfaces.delete(one);
  endpoints.delete(id);
}

/** Where something in the VPC calls from. */
interface Caller {
  readonly subnetId: string;
  readonly interfaceId: string;
  readonly publicAddress: boolean;
}

/**
 * Whether somebody reaches a service of AWS (`ecr.api`). An endpoint of the VPC takes over its name: where there is one,
 * nobody goes round it.
 */
export function reachesService(context: Context, caller: Caller, service: string): boolean {
  const { ec2, name } = context.region;
  const subnet = ec2.subnets.get(caller.subnetId);
  const full = `com.amazonaws.${name}.${service}`;
  const endpoints = [...ec2.endpoints.values()].filter(
    (one) => one.vpcId === subnet?.vpcId && one.service === full && one.state === 'available',
  );
  const table = tableOf(context, caller.subnetId);
  if (endpoints.some(({ routeTableIds }) => table && routeTableIds.includes(table.id))) return true;
  const named = endpoints.find(({ type, privateDns }) => type === 'Interface' && privateDns);
  const self = ec2.interfaces.get(caller.interfaceId);
  if (!named || !self) return hasEgress(context, caller.subnetId, caller.publicAddress);
  const addresses = named.interfaceIds.flatMap((id) => ec2.interfaces.get(id)?.address ?? []);
  const from = { groups: self.groupIds, addresses: [self.address] };
  return admits(rulesByGroup(ec2), from, { groups: named.groupIds, addresses }, 443);
}

function describe(context: Context, one: EndpointState): Ec2.VpcEndpoint {
  const { securityGroups } = context.region.ec2;
  return {
    VpcEndpointId: one.id,
    VpcEndpointType: one.type,
    VpcId: one.vpcId,
    ServiceName: one.service,
    // EC2 really answers it in lower case.
    State: one.state as Ec2.State,
    PrivateDnsEnabled: one.privateDns,
    SubnetIds: [...one.subnetIds],
    RouteTableIds: [...one.routeTableIds],
    Groups: one.groupIds.map((GroupId) => ({ GroupId, GroupName: securityGroups.get(GroupId)?.name })),
    NetworkInterfaceIds: [...one.interfaceIds],
    Tags: tagsToUpper(one.tags),
  };
}

function openIn(
  context: Context,
  endpoint: Pick<EndpointState, 'id' | 'groupIds'>,
  subnetId: string,
): string {
  return createInterface(context, subnetId, {
    groupIds: endpoint.groupIds,
    type: 'vpc_endpoint',
    requester: 'amazon-vpc-endpoints',
    description: `VPC Endpoint Interface ${endpoint.id}`,
    owner: endpoint.id,
  }).id;
}

function changed(
  before: readonly string[],
  add: readonly string[] | undefined,
  remove: readonly string[] | undefined,
): string[] {
  return [...new Set([...before, ...(add ?? [])])].filter((id) => !remove?.includes(id));
}

function check<T>(
  items: ReadonlyMap<string, T>,
  ids: readonly string[],
  missing: (id: string) => Error,
): void {
  const absent = ids.find((id) => !items.has(id));
  if (absent !== undefined) throw missing(absent);
}

/** Ways to services of AWS that need no way out. */
export const endpointHandlers = {
  CreateVpcEndpointCommand(context, input) {
    const { ec2, name } = context.region;
    const { VpcId: vpcId = '', ServiceName: service = '', VpcEndpointType: type = 'Gateway' } = input;
    const vpc = ec2.vpcs.get(vpcId);
    if (!vpc) throw missingVpc(vpcId);
    const isKnown = service.startsWith(`com.amazonaws.${name}.`);
    if (!isKnown || (type === 'Gateway') !== GATEWAYS.test(service) || type.startsWith('GatewayLoad')) {
      throw awsError('InvalidServiceName', `The Vpc Endpoint Service '${service}' does not exist`);
    }
    const subnetIds = input.SubnetIds ?? [];
    const groupIds = input.SecurityGroupIds ?? [];
    const routeTableIds = input.RouteTableIds ?? [];
    check(ec2.subnets, subnetIds, missingSubnet);
    check(ec2.securityGroups, groupIds, missingGroup);
    check(ec2.routeTables, routeTableIds, missingTable);
    const privateDns = type === 'Interface' && input.PrivateDnsEnabled !== false;
    if (privateDns && !(vpc.dnsSupport && vpc.dnsHostnames)) {
      throw awsError(
        'InvalidParameter',
        'Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true',
      );
    }
    const rival = [...ec2.endpoints.values()].find((one) => one.vpcId === vpcId && one.service === service);
    if (rival && type === 'Interface' && rival.privateDns && privateDns) {
      throw awsError(
        'InvalidParameter',
        `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${service} in the VPC ${vpcId}`,
      );
    }
    if (rival && rival.routeTableIds.some((id) => routeTableIds.includes(id))) {
      throw awsError(
        'RouteAlreadyExists',
        `route table already has a route with destination-prefix-list-id pl-0123`,
      );
    }
    const tags = specifiedTags(input.TagSpecifications, 'vpc-endpoint');
    const id = `vpce-${hex(context.random, 17)}`;
    const endpoint: EndpointState = {
      id,
      vpcId,
      service,
      type: type === 'Interface' ? 'Interface' : 'Gateway',
      privateDns,
      subnetIds,
      groupIds,
      routeTableIds,
      interfaceIds: subnetIds.map((subnetId) => openIn(context, { id, groupIds }, subnetId)),
      state: type === 'Gateway' ? 'available' : 'pending',
      tags,
    };
    ec2.endpoints.set(id, endpoint);
    if (endpoint.state === 'pending') {
      after(context, context.latencies.endpointCreate.seconds, { kind: 'endpointAvailable', id });
    }
    return { VpcEndpoint: describe(context, endpoint) };
  },

  ModifyVpcEndpointCommand(context, input) {
    const { endpoints, interfaces } = context.region.ec2;
    const endpoint = endpoints.get(input.VpcEndpointId ?? '');
    if (!endpoint) throw missingEndpoint(input.VpcEndpointId ?? '');
    endpoint.routeTableIds = changed(
      endpoint.routeTableIds,
      input.AddRouteTableIds,
      input.RemoveRouteTableIds,
    );
    endpoint.groupIds = changed(endpoint.groupIds, input.AddSecurityGroupIds, input.RemoveSecurityGroupIds);
    endpoint.subnetIds = changed(endpoint.subnetIds, input.AddSubnetIds, input.RemoveSubnetIds);
    const own = endpoint.interfaceIds.flatMap((id) => interfaces.get(id) ?? []);
    for (const one of own) {
      one.groupIds = endpoint.groupIds;
      if (!endpoint.subnetIds.includes(one.subnetId)) interfaces.delete(one.id);
    }
    endpoint.interfaceIds = endpoint.subnetIds.map(
      (subnetId) => own.find((one) => one.subnetId === subnetId)?.id ?? openIn(context, endpoint, subnetId),
    );
    return { Return: true };
  },

  DeleteVpcEndpointsCommand(context, input) {
    const { endpoints } = context.region.ec2;
    const Unsuccessful = (input.VpcEndpointIds ?? []).flatMap((id) => {
      const endpoint = endpoints.get(id);
      if (!endpoint) {
        const Message = `The Vpc Endpoint Id '${id}' does not exist`;
        return [{ ResourceId: id, Error: { Code: 'InvalidVpcEndpointId.NotFound', Message } }];
      }
      if (endpoint.type === 'Gateway') endpoints.delete(id);
      else if (endpoint.state !== 'deleting') {
        endpoint.state = 'deleting';
        after(context, context.latencies.endpointDelete.seconds, { kind: 'endpointGone', id });
      }
      return [];
    });
    return { Unsuccessful };
  },

  DescribeVpcEndpointsCommand(context, input) {
    const { endpoints } = context.region.ec2;
    const found = filtered(byId(endpoints, input.VpcEndpointIds, missingEndpoint), input.Filters, {
      'vpc-endpoint-id': (one) => [one.id],
      'vpc-id': (one) => [one.vpcId],
      'service-name': (one) => [one.service],
      'vpc-endpoint-type': (one) => [one.type],
      'vpc-endpoint-state': (one) => [one.state],
    });
    const { items, next } = page(found, paging(input));
    return { NextToken: next, VpcEndpoints: items.map((one) => describe(context, one)) };
  },
} satisfies HandlersOf<typeof Ec2>;
