import type { ResourceType, TagSpecification } from '@aws-sdk/client-ec2';
import { awsError } from '../errors';
import { tagsFromUpper, type Tags } from '../tags';

/** Error for a VPC id that does not exist. */
export function missingVpc(id: string): Error {
  return awsError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`);
}

/** Error for a subnet id that does not exist. */
export function missingSubnet(id: string): Error {
  return awsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
}

/** Error for a route table id that does not exist. */
export function missingTable(id: string): Error {
  return awsError('InvalidRouteTableID.NotFound', `The routeTable ID '${id}' does not exist`);
}

/** Error for an internet gateway id that does not exist. */
export function missingInternetGateway(id: string): Error {
  return awsError('InvalidInternetGatewayID.NotFound', `The internetGateway ID '${id}' does not exist`);
}

/** Error for a NAT gateway id that does not exist. */
export function missingNatGateway(id: string): Error {
  return awsError('NatGatewayNotFound', `The Nat Gateway ${id} was not found`);
}

/** Error for what cannot go because something else is in it or uses it. */
export function dependencyViolation(message: string): Error {
  return awsError('DependencyViolation', message);
}

/** EC2's paging: up to 1000 items, a bad token is InvalidParameterValue. */
export function paging(input: { MaxResults?: number | undefined; NextToken?: string | undefined }) {
  return {
    size: input.MaxResults,
    limit: 1000,
    token: input.NextToken,
    invalid: (message: string) => awsError('InvalidParameterValue', message),
  };
}

/** Error for a group id that does not exist. */
export function missingGroup(id: string): Error {
  return awsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
}

/** Tags of the one resource that a create call makes. */
export function specifiedTags(
  specifications: readonly TagSpecification[] | undefined,
  type: ResourceType,
): Tags {
  const wrong = specifications?.find((one) => one.ResourceType !== type);
  if (wrong) {
    throw awsError(
      'InvalidParameterValue',
      `'${String(wrong.ResourceType)}' is not a valid taggable resource type for this operation.`,
    );
  }
  return tagsFromUpper(specifications?.flatMap((one) => one.Tags ?? []));
}
