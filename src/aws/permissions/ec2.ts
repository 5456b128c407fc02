import { isRef } from '../../engine/resource';
import type { Reference } from '../../kinds/resourceTypes';
import {
  allow,
  anywhere,
  arnOf,
  becomesOurs,
  isOurs,
  where,
  type Condition,
  type Grant,
  type Place,
} from './grant';
import type { PermissionsOf } from './permissions';

const groups = (place: Place) => arnOf(place, 'ec2', 'security-group/*');
const rules = (place: Place) => arnOf(place, 'ec2', 'security-group-rule/*');

/** A VPC that another account shares has that account in its ARN. */
export function vpcArn({ partition, region }: Place, vpcId: string): string {
  return `arn:${partition}:ec2:${region}:*:vpc/${vpcId}`;
}

/** In somebody's VPC by its id, in the stack's own by its tag. */
function inVpc(place: Place, vpcId: Reference): Grant {
  return isRef(vpcId)
    ? where(isOurs(place), allow(arnOf(place, 'ec2', 'vpc/*'), 'ec2:CreateSecurityGroup'))
    : allow(vpcArn(place, vpcId), 'ec2:CreateSecurityGroup');
}

/** Of a group that somebody else made only AWS knows the id. */
function inGroup(place: Place, isTheirs: boolean, action: string): Grant {
  const grant = allow(groups(place), action);
  return isTheirs ? grant : where(isOurs(place), grant);
}

/** Tags that come with the call that makes the thing. */
const ON_CREATE: Condition = {
  StringEquals: { 'ec2:CreateAction': ['AuthorizeSecurityGroupIngress', 'CreateSecurityGroup'] },
};

/** Security groups. Their ids are AWS's own, so ours are told by their tag. */
export const ec2Permissions: PermissionsOf<'AWS::EC2::SecurityGroup' | 'AWS::EC2::SecurityGroupIngress'> = {
  'AWS::EC2::SecurityGroup': {
    find: () => [anywhere('ec2:DescribeSecurityGroups')],
    create: ({ place, props }) => [
      where(becomesOurs(place), allow(groups(place), 'ec2:CreateSecurityGroup')),
      inVpc(place, props.vpcId),
      where(ON_CREATE, allow(groups(place), 'ec2:CreateTags')),
    ],
    update: ({ place }) => [where(isOurs(place), allow(groups(place), 'ec2:CreateTags', 'ec2:DeleteTags'))],
    delete: ({ place }) => [
      where(isOurs(place), allow(groups(place), 'ec2:DeleteSecurityGroup')),
      // What holds a group is told while it is waited for.
      anywhere('ec2:DescribeNetworkInterfaces'),
    ],
  },

  'AWS::EC2::SecurityGroupIngress': {
    find: () => [anywhere('ec2:DescribeSecurityGroupRules')],
    create: ({ place, props, isTheirs }) => [
      inGroup(place, isTheirs(props.groupId), 'ec2:AuthorizeSecurityGroupIngress'),
      where(becomesOurs(place), allow(rules(place), 'ec2:AuthorizeSecurityGroupIngress')),
      where(ON_CREATE, allow(rules(place), 'ec2:CreateTags')),
    ],
    update: ({ place }) => [where(isOurs(place), allow(rules(place), 'ec2:CreateTags'))],
    delete: ({ place, props, isTheirs }) => [
      inGroup(place, isTheirs(props.groupId), 'ec2:RevokeSecurityGroupIngress'),
    ],
  },
};
