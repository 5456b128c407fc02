import type * as Elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { after, arn, type Context } from '../context';
import { queryError } from '../errors';
import { createInterface } from '../ec2/interfaces';
import type { HandlersOf } from '../handlers';
import { ensureServiceLinkedRole } from '../iam/serviceLinkedRoles';
import { hex } from '../ids';
import { sameTags, tagsFromUpper } from '../tags';
import {
  applyAttributes,
  checkName,
  elbPage,
  listAttributes,
  loadBalancerOf,
  validationError,
} from './requests';
import type { LoadBalancerState } from './state';

function describe(context: Context, balancer: LoadBalancerState): Elb.LoadBalancer {
  return {
    LoadBalancerArn: balancer.arn,
    DNSName: balancer.dnsName,
    CanonicalHostedZoneId: 'ZSANDBOX00000',
    CreatedTime: new Date(balancer.createdAt),
    LoadBalancerName: balancer.name,
    Scheme: balancer.scheme,
    VpcId: balancer.vpcId,
    State: {
      Code: balancer.state,
      ...(balancer.state === 'failed' && { Reason: 'The load balancer could not be set up' }),
    },
    Type: 'network',
    AvailabilityZones: balancer.subnetIds.map((SubnetId) => ({
      ZoneName: context.region.ec2.subnets.get(SubnetId)?.zone,
      SubnetId,
      LoadBalancerAddresses: [],
    })),
    SecurityGroups: balancer.guarded ? [...balancer.groupIds] : undefined,
    IpAddressType: balancer.ipAddressType === 'dualstack' ? 'dualstack' : 'ipv4',
  };
}

/** The subnets exist, are of one VPC and each of another zone; returns the VPC. */
function checkSubnets(context: Context, subnetIds: readonly string[]): string {
  const { subnets } = context.region.ec2;
  const found = subnetIds.map((id) => {
    const subnet = subnets.get(id);
    if (!subnet) throw queryError('SubnetNotFoundException', `The subnet ID '${id}' does not exist`);
    return subnet;
  });
  const [first] = found;
  if (!first) throw validationError('At least one subnet must be specified');
  if (found.some((subnet) => subnet.vpcId !== first.vpcId)) {
    throw queryError('InvalidConfigurationRequestException', 'All subnets must belong to the same VPC');
  }
  if (new Set(found.map((subnet) => subnet.zone)).size < found.length) {
    throw queryError(
      'InvalidConfigurationRequestException',
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  }
  return first.vpcId;
}

function checkGroups(context: Context, vpcId: string, groupIds: readonly string[]): void {
  for (const id of groupIds) {
    const group = context.region.ec2.securityGroups.get(id);
    if (!group || group.vpcId !== vpcId) {
      throw queryError('InvalidSecurityGroupException', `One or more security groups are invalid: ${id}`);
    }
  }
}

/** One network interface in each subnet (aws-reference §1.8: `ELB net/<name>/<id>`). */
function placeInterfaces(context: Context, balancer: LoadBalancerState, subnetIds: readonly string[]): void {
  const made = subnetIds.map((subnetId) =>
    createInterface(context, subnetId, {
      groupIds: balancer.groupIds,
      type: 'network_load_balancer',
      requester: 'amazon-elb',
      description: `ELB ${balancer.arn.split('loadbalancer/')[1] ?? balancer.name}`,
      owner: balancer.arn,
    }),
  );
  balancer.interfaceIds = [...balancer.interfaceIds, ...made.map((one) => one.id)];
}

function setGroups(context: Context, balancer: LoadBalancerState, groupIds: readonly string[]): void {
  balancer.groupIds = groupIds;
  for (const id of balancer.interfaceIds) {
    const one = context.region.ec2.interfaces.get(id);
    if (one) one.groupIds = groupIds;
  }
}

/** Create with the same name: identical settings give the existing one back (aws-reference §1.8). */
function sameSettings(balancer: LoadBalancerState, wanted: Omit<LoadBalancerState, 'arn'>): boolean {
  const list = (ids: readonly string[]) => [...ids].sort().join();
  return (
    balancer.scheme === wanted.scheme &&
    list(balancer.subnetIds) === list(wanted.subnetIds) &&
    list(balancer.groupIds) === list(wanted.groupIds) &&
    balancer.ipAddressType === wanted.ipAddressType &&
    sameTags(balancer.tags, wanted.tags)
  );
}

/** `loadBalancerActive`: the load balancer is provisioned. */
export function loadBalancerActive(context: Context, balancerArn: string): void {
  const balancer = context.region.elb.loadBalancers.get(balancerArn);
  if (balancer) balancer.state = context.faults?.fails('loadBalancer') ? 'failed' : 'active';
}

/** Network load balancers; the sandbox has no others. */
export const loadBalancerHandlers = {
  CreateLoadBalancerCommand(context, input) {
    const { loadBalancers } = context.region.elb;
    const name = checkName('load balancer', input.Name);
    if (input.Type !== 'network') {
      throw queryError('UnsupportedOperation', 'The sandbox only knows load balancers of type network', 501);
    }
    const subnetIds = input.Subnets ?? (input.SubnetMappings ?? []).map((mapping) => mapping.SubnetId ?? '');
    const vpcId = checkSubnets(context, subnetIds);
    const groupIds = input.SecurityGroups ?? [];
    checkGroups(context, vpcId, groupIds);
    const id = hex(context.random, 16);
    const scheme = input.Scheme ?? 'internet-facing';
    const wanted: Omit<LoadBalancerState, 'arn'> = {
      name,
      scheme,
      vpcId,
      dnsName: `${name}-${id}.elb.${context.region.name}.amazonaws.com`,
      createdAt: context.now(),
      state: 'provisioning',
      subnetIds,
      guarded: groupIds.length > 0,
      groupIds,
      ipAddressType: input.IpAddressType ?? 'ipv4',
      interfaceIds: [],
      attributes: new Map([
        ['load_balancing.cross_zone.enabled', 'false'],
        ['deletion_protection.enabled', 'false'],
        ['access_logs.s3.enabled', 'false'],
        ['access_logs.s3.bucket', ''],
        ['access_logs.s3.prefix', ''],
        ['dns_record.client_routing_policy', 'any_availability_zone'],
        ['zonal_shift.config.enabled', 'false'],
      ]),
      tags: tagsFromUpper(input.Tags),
    };
    const known = [...loadBalancers.values()].find((one) => one.name === name);
    if (known) {
      if (sameSettings(known, wanted)) return { LoadBalancers: [describe(context, known)] };
      throw queryError(
        'DuplicateLoadBalancerNameException',
        `A load balancer with the same name '${name}' exists, but with different settings`,
      );
    }
    ensureServiceLinkedRole(context, 'elasticloadbalancing.amazonaws.com');
    const balancer = {
      ...wanted,
      arn: arn(context, 'elasticloadbalancing', `loadbalancer/net/${name}/${id}`),
    };
    placeInterfaces(context, balancer, subnetIds);
    loadBalancers.set(balancer.arn, balancer);
    after(context, context.latencies.loadBalancerActive.seconds, {
      kind: 'loadBalancerActive',
      arn: balancer.arn,
    });
    return { LoadBalancers: [describe(context, balancer)] };
  },

  DescribeLoadBalancersCommand(context, input) {
    const all = [...context.region.elb.loadBalancers.values()];
    const { LoadBalancerArns: arns, Names: names } = input;
    if (arns && arns.length > 20) throw validationError('At most 20 load balancer ARNs can be described');
    const missingName = names?.find((name) => !all.some((one) => one.name === name));
    if (missingName !== undefined) {
      throw queryError('LoadBalancerNotFoundException', `Load balancers '[${missingName}]' not found`);
    }
    const found = arns
      ? arns.map((one) => loadBalancerOf(context, one))
      : all.filter((one) => !names || names.includes(one.name));
    const { items, next } = elbPage(found, input);
    return { LoadBalancers: items.map((one) => describe(context, one)), NextMarker: next };
  },

  DeleteLoadBalancerCommand(context, input) {
    const { loadBalancers, listeners } = context.region.elb;
    const balancer = loadBalancers.get(input.LoadBalancerArn ?? '');
    // Succeeds when it is gone already (aws-reference §1.8).
    if (!balancer) return {};
    if (balancer.attributes.get('deletion_protection.enabled') === 'true') {
      throw queryError(
        'OperationNotPermittedException',
        `Load balancer '${balancer.arn}' cannot be deleted because deletion protection is enabled`,
      );
    }
    loadBalancers.delete(balancer.arn);
    for (const listener of listeners.values()) {
      if (listener.loadBalancerArn === balancer.arn) listeners.delete(listener.arn);
    }
    after(context, context.latencies.loadBalancerInterfaces.seconds, {
      kind: 'interfacesGone',
      ids: balancer.interfaceIds,
    });
    return {};
  },

  SetSecurityGroupsCommand(context, input) {
    const balancer = loadBalancerOf(context, input.LoadBalancerArn);
    const groupIds = input.SecurityGroups ?? [];
    if (!balancer.guarded) {
      throw queryError(
        'InvalidConfigurationRequestException',
        'You cannot set security groups for a Network Load Balancer that was created without security groups',
      );
    }
    if (groupIds.length === 0) {
      throw queryError(
        'InvalidConfigurationRequestException',
        'You must specify at least one security group',
      );
    }
    checkGroups(context, balancer.vpcId, groupIds);
    setGroups(context, balancer, groupIds);
    return { SecurityGroupIds: groupIds };
  },

  SetSubnetsCommand(context, input) {
    const balancer = loadBalancerOf(context, input.LoadBalancerArn);
    const subnetIds = input.Subnets ?? (input.SubnetMappings ?? []).map((mapping) => mapping.SubnetId ?? '');
    checkSubnets(context, subnetIds);
    if (balancer.subnetIds.some((id) => !subnetIds.includes(id))) {
      throw queryError(
        'InvalidSubnetException',
        'Subnet removal is not supported for Network Load Balancers',
      );
    }
    placeInterfaces(
      context,
      balancer,
      subnetIds.filter((id) => !balancer.subnetIds.includes(id)),
    );
    balancer.subnetIds = subnetIds;
    return { AvailabilityZones: describe(context, balancer).AvailabilityZones };
  },

  SetIpAddressTypeCommand(context, input) {
    const balancer = loadBalancerOf(context, input.LoadBalancerArn);
    balancer.ipAddressType = input.IpAddressType ?? 'ipv4';
    return { IpAddressType: input.IpAddressType };
  },

  DescribeLoadBalancerAttributesCommand: (context, input) => ({
    Attributes: listAttributes(loadBalancerOf(context, input.LoadBalancerArn).attributes),
  }),

  ModifyLoadBalancerAttributesCommand(context, input) {
    const { attributes } = loadBalancerOf(context, input.LoadBalancerArn);
    applyAttributes(attributes, input.Attributes);
    return { Attributes: listAttributes(attributes) };
  },
} satisfies HandlersOf<typeof Elb>;
