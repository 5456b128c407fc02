import type { RoleProps } from '../../kinds/resourceTypes';
import { allow, anywhere, stackRoles, where, type Grant } from './grant';
import type { PermissionsOf } from './permissions';

/** With a boundary, no role is made without it, and none loses it. */
function bounded({ permissionsBoundary }: RoleProps, grant: Grant): Grant {
  return permissionsBoundary === undefined
    ? grant
    : where({ ArnEquals: { 'iam:PermissionsBoundary': permissionsBoundary } }, grant);
}

/** Roles. */
export const iamPermissions: PermissionsOf<'AWS::IAM::Role'> = {
  'AWS::IAM::Role': {
    find: () => [anywhere('iam:ListRoles')],
    read: ({ place, props }) => [
      allow(stackRoles(place), 'iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'),
      ...(hasPolicies(props) ? [allow(stackRoles(place), 'iam:GetRolePolicy')] : []),
    ],
    create: ({ place, props }) => [
      bounded(props, allow(stackRoles(place), 'iam:CreateRole')),
      allow(stackRoles(place), 'iam:TagRole'),
      ...props.managedPolicies.map((policy) =>
        where(
          { ArnEquals: { 'iam:PolicyARN': policy } },
          allow(stackRoles(place), 'iam:AttachRolePolicy', 'iam:DetachRolePolicy'),
        ),
      ),
      ...(hasPolicies(props) ? [allow(stackRoles(place), 'iam:PutRolePolicy', 'iam:DeleteRolePolicy')] : []),
    ],
    update: ({ place, props }) => [
      props.permissionsBoundary === undefined
        ? allow(stackRoles(place), 'iam:DeleteRolePermissionsBoundary')
        : bounded(props, allow(stackRoles(place), 'iam:PutRolePermissionsBoundary')),
    ],
    delete: ({ place }) => [allow(stackRoles(place), 'iam:DeleteRole')],
  },
};

function hasPolicies({ policies }: RoleProps): boolean {
  return Object.keys(policies).length > 0;
}
