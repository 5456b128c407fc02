import type { Context } from '../../context';
import type { iamHandlers } from '../iam';
import type { ConditionKeys, Demand } from '../policyDocument';
import { tagsFromUpper } from '../../tags';
import { anywhere, demand, requestTags, type DemandsOf } from './demands';
import { serviceLinkedRoleName } from '../serviceLinkedRoles';

/** A role that exists is known by its path; of another there is only the name. */
function roleArn({ world }: Context, name: string): string {
  const role = world.iam.roles.get(name.toLowerCase());
  return `arn:aws:iam::${world.account}:role${role?.path ?? '/'}${role?.name ?? name}`;
}

function on(context: Context, action: string, name: string | undefined, keys: ConditionKeys = {}): Demand {
  const boundary = context.world.iam.roles.get((name ?? '').toLowerCase())?.boundary;
  return demand(`iam:${action}`, roleArn(context, name ?? ''), {
    ...(boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary }),
    ...keys,
  });
}

const role = (action: string) => (context: Context, input: { RoleName?: string | undefined }) => [
  on(context, action, input.RoleName),
];

const policy =
  (action: string) =>
  (context: Context, input: { RoleName?: string | undefined; PolicyArn?: string | undefined }) => [
    on(context, action, input.RoleName, { 'iam:PolicyARN': input.PolicyArn ?? '' }),
  ];

/** IAM. */
export const iamDemands: DemandsOf<typeof iamHandlers> = {
  ListRolesCommand: anywhere('iam:ListRoles'),
  GetRoleCommand: role('GetRole'),
  ListRoleTagsCommand: role('ListRoleTags'),
  CreateRoleCommand: (context, { RoleName = '', Path = '/', Tags, PermissionsBoundary }) => {
    const resource = `arn:aws:iam::${context.world.account}:role${Path}${RoleName}`;
    const tags = requestTags(tagsFromUpper(Tags));
    const boundary: ConditionKeys =
      PermissionsBoundary === undefined ? {} : { 'iam:PermissionsBoundary': PermissionsBoundary };
    return [
      demand('iam:CreateRole', resource, { ...tags, ...boundary }),
      ...(Tags && Tags.length > 0 ? [demand('iam:TagRole', resource, tags)] : []),
    ];
  },
  UpdateRoleCommand: role('UpdateRole'),
  UpdateAssumeRolePolicyCommand: role('UpdateAssumeRolePolicy'),
  PutRolePermissionsBoundaryCommand: (context, { RoleName, PermissionsBoundary = '' }) => [
    on(context, 'PutRolePermissionsBoundary', RoleName, { 'iam:PermissionsBoundary': PermissionsBoundary }),
  ],
  DeleteRolePermissionsBoundaryCommand: role('DeleteRolePermissionsBoundary'),
  DeleteRoleCommand: role('DeleteRole'),
  TagRoleCommand: (context, { RoleName, Tags }) => [
    on(context, 'TagRole', RoleName, requestTags(tagsFromUpper(Tags))),
  ],
  UntagRoleCommand: role('UntagRole'),
  CreateServiceLinkedRoleCommand: (context, { AWSServiceName: service = '' }) => [
    demand(
      'iam:CreateServiceLinkedRole',
      `arn:aws:iam::${context.world.account}:role/aws-service-role/${service}/${serviceLinkedRoleName(service) ?? ''}`,
      { 'iam:AWSServiceName': service },
    ),
  ],

  AttachRolePolicyCommand: policy('AttachRolePolicy'),
  DetachRolePolicyCommand: policy('DetachRolePolicy'),
  ListAttachedRolePoliciesCommand: role('ListAttachedRolePolicies'),
  PutRolePolicyCommand: role('PutRolePolicy'),
  GetRolePolicyCommand: role('GetRolePolicy'),
  DeleteRolePolicyCommand: role('DeleteRolePolicy'),
  ListRolePoliciesCommand: role('ListRolePolicies'),
  SimulatePrincipalPolicyCommand: (_context, { PolicySourceArn = '' }) => [
    demand('iam:SimulatePrincipalPolicy', PolicySourceArn),
  ],
};
