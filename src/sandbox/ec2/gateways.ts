import type * as Ec2 from '@aws-sdk/client-ec2';
import { awsError } from '../errors';
import type { HandlersOf } from '../handlers';
import { hex } from '../ids';
import { tagsToUpper } from '../tags';
import { dependencyViolation, missingInternetGateway, missingVpc, specifiedTags } from './requests';

/** Internet gateways: made alone, attached to one VPC. */
export const gatewayHandlers = {
  CreateInternetGatewayCommand(context, input) {
    const tags = specifiedTags(input.TagSpecifications, 'internet-gateway');
    const id = `igw-${hex(context.random, 17)}`;
    context.region.ec2.internetGateways.set(id, { id, vpcId: undefined, tags });
    return { InternetGateway: { InternetGatewayId: id, Attachments: [], Tags: tagsToUpper(tags) } };
  },

  AttachInternetGatewayCommand(context, input) {
    const { internetGateways, vpcs } = context.region.ec2;
    const gateway = internetGateways.get(input.InternetGatewayId ?? '');
    if (!gateway) throw missingInternetGateway(input.InternetGatewayId ?? '');
    const vpc = vpcs.get(input.VpcId ?? '');
    if (!vpc) throw missingVpc(input.VpcId ?? '');
    if (gateway.vpcId !== undefined) {
      throw awsError(
        'Resource.AlreadyAssociated',
        `resource ${gateway.id} is already attached to network ${gateway.vpcId}`,
      );
    }
    if ([...internetGateways.values()].some(({ vpcId }) => vpcId === vpc.id)) {
      throw awsError('InvalidParameterValue', `Network ${vpc.id} already has an internet gateway attached`);
    }
    gateway.vpcId = vpc.id;
    return {};
  },

  DetachInternetGatewayCommand(context, input) {
    const { internetGateways, natGateways } = context.region.ec2;
    const gateway = internetGateways.get(input.InternetGatewayId ?? '');
    if (!gateway) throw missingInternetGateway(input.InternetGatewayId ?? '');
    if (gateway.vpcId === undefined || gateway.vpcId !== input.VpcId) {
      throw awsError(
        'Gateway.NotAttached',
        `resource ${gateway.id} is not attached to network ${input.VpcId ?? ''}`,
      );
    }
    if ([...natGateways.values()].some((nat) => nat.vpcId === gateway.vpcId && nat.state !== 'deleted')) {
      throw dependencyViolation(
        `Network ${gateway.vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
      );
    }
    gateway.vpcId = undefined;
    return {};
  },

  DeleteInternetGatewayCommand(context, input) {
    const { internetGateways } = context.region.ec2;
    const gateway = internetGateways.get(input.InternetGatewayId ?? '');
    if (!gateway) throw missingInternetGateway(input.InternetGatewayId ?? '');
    if (gateway.vpcId !== undefined) {
      throw dependencyViolation(
        `The internetGateway '${gateway.id}' has dependencies and cannot be deleted.`,
      );
    }
    internetGateways.delete(gateway.id);
    return {};
  },
} satisfies HandlersOf<typeof Ec2>;
