import type * as ApiGateway from '@aws-sdk/client-apigatewayv2';
import { after, type Context } from '../context';
import { createInterface } from '../ec2/interfaces';
import type { HandlersOf } from '../handlers';
import { ensureServiceLinkedRole } from '../iam/serviceLinkedRoles';
import { alphanumeric } from '../ids';
import { tagsFromRecord, tagsToRecord } from '../tags';
import { badRequest, checkName, listPage, notFound } from './requests';
import type { VpcLinkState } from './state';

/** Zones where VPC links are not offered (aws-reference §1.7). */
const unsupportedZones: readonly string[] = ['use1-az3', 'euw3-az2'];

/** The link of an id, or NotFoundException. */
export function vpcLinkOf(context: Context, id: string | undefined): VpcLinkState {
  const link = context.region.apiGateway.vpcLinks.get(id ?? '');
  if (!link) throw notFound(`Unable to find Vpc Link with id ${id ?? ''}`);
  return link;
}

function describe(link: VpcLinkState): ApiGateway.VpcLink {
  return {
    VpcLinkId: link.id,
    Name: link.name,
    CreatedDate: new Date(link.createdAt),
    SubnetIds: [...link.subnetIds],
    SecurityGroupIds: [...link.groupIds],
    VpcLinkStatus: link.status,
    VpcLinkStatusMessage: link.message,
    VpcLinkVersion: 'V2',
    Tags: tagsToRecord(link.tags),
  };
}

function checkPlace(context: Context, subnetIds: readonly string[], groupIds: readonly string[]): void {
  const { subnets, securityGroups } = context.region.ec2;
  if (subnetIds.length === 0) throw badRequest('At least one subnet id must be specified');
  if (subnetIds.length > 10) throw badRequest('At most 10 subnet ids can be specified');
  const vpcs = new Set<string>();
  for (const id of subnetIds) {
    const subnet = subnets.get(id);
    if (!subnet) throw badRequest(`The subnet ID '${id}' does not exist`);
    if (unsupportedZones.includes(subnet.zoneId)) {
      throw badRequest(
        `Subnet '${id}' is in Availability Zone '${subnet.zoneId}' where service is not available`,
      );
    }
    vpcs.add(subnet.vpcId);
  }
  for (const id of groupIds) {
    const group = securityGroups.get(id);
    if (!group) throw badRequest(`The security group '${id}' does not exist`);
    vpcs.add(group.vpcId);
  }
  if (vpcs.size > 1) throw badRequest('All subnets and security groups must belong to the same VPC');
}

/** The routes, of any API of the account, whose integration uses a link. */
function references(context: Context, linkId: string): string[] {
  return [...context.region.apiGateway.apis.values()].flatMap((api) =>
    [...api.integrations.values()]
      .filter((integration) => integration.connectionId === linkId)
      .flatMap((integration) => {
        const routes = [...api.routes.values()].filter(
          (route) => route.target === `integrations/${integration.id}`,
        );
        return routes.length > 0
          ? routes.map((route) => `${route.key.split(' ')[0] ?? ''}:${route.id}`)
          : [`integration:${integration.id}`];
      }),
  );
}

/** `vpcLinkAvailable`. */
export function vpcLinkAvailable(context: Context, id: string): void {
  const link = context.region.apiGateway.vpcLinks.get(id);
  if (link?.status !== 'PENDING') return;
  if (context.faults?.fails('vpcLink')) {
    link.status = 'FAILED';
    link.message = 'VPC link could not be provisioned: insufficient free addresses in a subnet';
    return;
  }
  link.status = 'AVAILABLE';
  link.message = 'VPC link is ready to route traffic';
}

/** `vpcLinkGone`: with the link its network interfaces go. */
export function vpcLinkGone(context: Context, id: string): void {
  const link = context.region.apiGateway.vpcLinks.get(id);
  for (const one of link?.interfaceIds ?? []) context.region.ec2.interfaces.delete(one);
  context.region.apiGateway.vpcLinks.delete(id);
}

/** VPC links v2. Subnets and security groups can never be changed. */
export const vpcLinkHandlers = {
  CreateVpcLinkCommand(context, input) {
    const name = checkName(input.Name);
    const subnetIds = input.SubnetIds ?? [];
    const groupIds = input.SecurityGroupIds ?? [];
    checkPlace(context, subnetIds, groupIds);
    ensureServiceLinkedRole(context, 'ops.apigateway.amazonaws.com');
    const id = alphanumeric(context.random, 6);
    const interfaces = subnetIds.map((subnetId) =>
      createInterface(context, subnetId, {
        groupIds,
        type: 'api_gateway_managed',
        requester: 'amazon-apigateway',
        description: `API Gateway VPC link ${id}`,
        owner: id,
      }),
    );
    const link: VpcLinkState = {
      id,
      name,
      createdAt: context.now(),
      subnetIds,
      groupIds,
      status: 'PENDING',
      message: 'VPC link is provisioning ENIs',
      interfaceIds: interfaces.map((one) => one.id),
      tags: tagsFromRecord(input.Tags),
    };
    context.region.apiGateway.vpcLinks.set(id, link);
    after(context, context.latencies.vpcLinkCreate.seconds, { kind: 'vpcLinkAvailable', id });
    return describe(link);
  },

  GetVpcLinkCommand: (context, input) => describe(vpcLinkOf(context, input.VpcLinkId)),

  GetVpcLinksCommand(context, input) {
    const { items, next } = listPage(context.region.apiGateway.vpcLinks.values(), input);
    return { Items: items.map(describe), NextToken: next };
  },

  UpdateVpcLinkCommand(context, input) {
    const link = vpcLinkOf(context, input.VpcLinkId);
    if (input.Name !== undefined) link.name = checkName(input.Name);
    return describe(link);
  },

  DeleteVpcLinkCommand(context, input) {
    const link = vpcLinkOf(context, input.VpcLinkId);
    const used = references(context, link.id);
    if (used.length > 0) {
      throw badRequest(
        `Cannot delete vpc link. Vpc link '${link.id}', is referenced in [${used.join(', ')}] in format of [Method:Resource]`,
      );
    }
    if (link.status !== 'DELETING') {
      link.status = 'DELETING';
      link.message = 'VPC link is deleting ENIs';
      after(context, context.latencies.vpcLinkDelete.seconds, { kind: 'vpcLinkGone', id: link.id });
    }
    return {};
  },
} satisfies HandlersOf<typeof ApiGateway>;
