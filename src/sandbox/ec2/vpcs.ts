import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Context } from '../context';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { hex } from '../ids';
import { tagsToUpper } from '../tags';
import { blockOf } from './cidr';
import { dependencyViolation, missingVpc, specifiedTags } from './requests';

/** A region's default quota. Source: VPC quotas. */
const MOST = 5;

/** Whatever lives in a VPC and has to go before it; its main route table and default group go along. */
function isHeld({ region: { ec2 } }: Context, vpcId: string): boolean {
  const inside = (items: ReadonlyMap<string, { readonly vpcId: string | undefined }>) =>
    [...items.values()].filter((one) => one.vpcId === vpcId);
  return (
    inside(ec2.subnets).length > 0 ||
    inside(ec2.interfaces).length > 0 ||
    inside(ec2.internetGateways).length > 0 ||
    inside(ec2.endpoints).length > 0 ||
    [...ec2.natGateways.values()].some((nat) => nat.vpcId === vpcId && nat.state !== 'deleted') ||
    [...ec2.routeTables.values()].some((table) => table.vpcId === vpcId && !table.main) ||
    [...ec2.securityGroups.values()].some((group) => group.vpcId === vpcId && group.name !== 'default')
  );
}

/** What AWS makes with a VPC: a table without a way out, and a group whose members reach each other. */
function furnish(context: Context, vpcId: string, cidr: string): void {
  const { ec2 } = context.region;
  const id = (prefix: string) => `${prefix}-${hex(context.random, 17)}`;
  const [table, group] = [id('rtb'), id('sg')];
  ec2.routeTables.set(table, {
    id: table,
    vpcId,
    main: true,
    subnetIds: [],
    routes: [{ destination: cidr, gatewayId: 'local' }],
    tags: new Map(),
  });
  ec2.securityGroups.set(group, {
    id: group,
    name: 'default',
    description: 'default VPC security group',
    vpcId,
    tags: new Map(),
  });
  for (const [egress, peer] of [
    [false, { groupId: group }],
    [true, { cidr: '0.0.0.0/0' }],
  ] as const) {
    const rule = id('sgr');
    ec2.rules.set(rule, {
      id: rule,
      ownerId: group,
      egress,
      protocol: '-1',
      fromPort: -1,
      toPort: -1,
      ...peer,
      description: undefined,
      tags: new Map(),
    });
  }
}

/** VPCs that are made and go again. */
export const vpcHandlers = {
  CreateVpcCommand(context, input) {
    const { ec2 } = context.region;
    const block = blockOf(input.CidrBlock ?? '');
    if (!block) {
      throw awsError(
        'InvalidParameterValue',
        `Value (${input.CidrBlock ?? ''}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
      );
    }
    if (block.bits < 16 || block.bits > 28) {
      throw awsError('InvalidVpc.Range', `The CIDR '${input.CidrBlock ?? ''}' is invalid.`);
    }
    if (ec2.vpcs.size >= MOST) {
      throw awsError('VpcLimitExceeded', 'The maximum number of VPCs has been reached.');
    }
    const tags = specifiedTags(input.TagSpecifications, 'vpc');
    const id = `vpc-${hex(context.random, 17)}`;
    // The canonical form: bits behind the length are cleared.
    const cidr = block.text;
    ec2.vpcs.set(id, { id, cidr, dnsSupport: true, dnsHostnames: false, tags });
    furnish(context, id, cidr);
    return { Vpc: { VpcId: id, CidrBlock: cidr, State: 'pending', Tags: tagsToUpper(tags) } };
  },

  ModifyVpcAttributeCommand(context, input) {
    const vpc = context.region.ec2.vpcs.get(input.VpcId ?? '');
    if (!vpc) throw missingVpc(input.VpcId ?? '');
    const { EnableDnsSupport: support, EnableDnsHostnames: hostnames } = input;
    if ((support === undefined) === (hostnames === undefined)) {
      throw awsError('InvalidParameterCombination', 'Exactly one attribute must be specified');
    }
    if (support) vpc.dnsSupport = support.Value ?? false;
    if (hostnames) vpc.dnsHostnames = hostnames.Value ?? false;
    return {};
  },

  DeleteVpcCommand(context, input) {
    const { ec2 } = context.region;
    const vpc = ec2.vpcs.get(input.VpcId ?? '');
    if (!vpc) throw missingVpc(input.VpcId ?? '');
    if (isHeld(context, vpc.id)) {
      throw dependencyViolation(`The vpc '${vpc.id}' has dependencies and cannot be deleted.`);
    }
    ec2.vpcs.delete(vpc.id);
    for (const table of ec2.routeTables.values()) {
      if (table.vpcId === vpc.id) ec2.routeTables.delete(table.id);
    }
    for (const group of ec2.securityGroups.values()) {
      if (group.vpcId !== vpc.id) continue;
      ec2.securityGroups.delete(group.id);
      for (const rule of ec2.rules.values()) if (rule.ownerId === group.id) ec2.rules.delete(rule.id);
    }
    return {};
  },
} satisfies HandlersOf<typeof Ec2>;
