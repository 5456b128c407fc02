import type * as Iam from '@aws-sdk/client-iam';
import type { Context } from '../context';
import { queryError } from '../errors';
import type { HandlersOf } from '../handlers';
import { alphanumeric } from '../ids';
import { page } from '../page';
import { addTags, removeTags, tagsFromUpper, tagsToUpper } from '../tags';
import { ensureServiceLinkedRole, serviceLinkedRoleName } from './serviceLinkedRoles';
import type { RoleState } from './state';

/** The role of a name, or NoSuchEntityException. */
export function roleNamed(context: Context, name: string | undefined): RoleState {
  const role = context.world.iam.roles.get((name ?? '').toLowerCase());
  if (!role) {
    throw queryError('NoSuchEntityException', `The role with name ${name ?? ''} cannot be found.`, 404);
  }
  return role;
}

/** The ARN of a role. */
function roleArn(context: Context, role: RoleState): string {
  return `arn:aws:iam::${context.world.account}:role${role.path}${role.name}`;
}

function describe(context: Context, role: RoleState): Iam.Role {
  return {
    RoleName: role.name,
    RoleId: role.id,
    Path: role.path,
    Arn: roleArn(context, role),
    CreateDate: new Date(role.createdAt),
    // IAM hands policy documents out URL-encoded (aws-reference §1.17).
    AssumeRolePolicyDocument: encodeURIComponent(role.trust),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
  };
}

function describeWhole(context: Context, role: RoleState): Iam.Role {
  return {
    ...describe(context, role),
    PermissionsBoundary:
      role.boundary === undefined
        ? undefined
        : { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: role.boundary },
    Tags: role.tags.size > 0 ? tagsToUpper(role.tags) : undefined,
  };
}

/** Throws MalformedPolicyDocumentException unless `document` is a JSON object. */
export function checkPolicy(document: string | undefined): string {
  try {
    const parsed: unknown = JSON.parse(document ?? '');
    if (typeof parsed === 'object' && parsed !== null && 'Statement' in parsed) return document ?? '';
  } catch {
    // Falls through to the one error that IAM has for all of it.
  }
  throw queryError('MalformedPolicyDocumentException', 'This policy contains invalid Json');
}

/** A list call of IAM: `Marker`, `MaxItems`, `IsTruncated`. */
export function iamPage<T>(
  items: readonly T[],
  input: { MaxItems?: number | undefined; Marker?: string | undefined },
) {
  const { items: part, next } = page(items, {
    size: input.MaxItems,
    limit: input.MaxItems === undefined ? 100 : 1000,
    token: input.Marker,
    invalid: (message) => queryError('ValidationError', message),
  });
  return { part, rest: { IsTruncated: next !== undefined, Marker: next } };
}

function checkName(name: string | undefined): string {
  if (name === undefined || !/^[\w+=,.@-]{1,64}$/.test(name)) {
    throw queryError(
      'ValidationError',
      `1 validation error detected: Value '${name ?? ''}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64 and match [\\w+=,.@-]+`,
    );
  }
  return name;
}

/** Roles; their policies are in `policies.ts`. */
export const roleHandlers = {
  CreateRoleCommand(context, input) {
    const { roles } = context.world.iam;
    const name = checkName(input.RoleName);
    const path = input.Path ?? '/';
    if (!/^\/([\x21-\x7e]+\/)?$/.test(path) || path.length > 512) {
      throw queryError('ValidationError', `The specified value for path is invalid: ${path}`);
    }
    const trust = checkPolicy(input.AssumeRolePolicyDocument);
    if (roles.has(name.toLowerCase())) {
      throw queryError('EntityAlreadyExistsException', `Role with name ${name} already exists.`, 409);
    }
    const role: RoleState = {
      name,
      id: `AROA${alphanumeric(context.random, 17).toUpperCase()}`,
      path,
      createdAt: context.now(),
      trust,
      description: input.Description,
      maxSessionDuration: input.MaxSessionDuration ?? 3600,
      boundary: input.PermissionsBoundary,
      attached: new Set(),
      inline: new Map(),
      tags: tagsFromUpper(input.Tags),
    };
    roles.set(name.toLowerCase(), role);
    return { Role: describeWhole(context, role) };
  },

  GetRoleCommand: (context, input) => ({ Role: describeWhole(context, roleNamed(context, input.RoleName)) }),

  ListRolesCommand(context, input) {
    const prefix = input.PathPrefix ?? '/';
    const found = [...context.world.iam.roles.values()]
      .filter((role) => role.path.startsWith(prefix))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { part, rest } = iamPage(found, input);
    // Neither tags nor boundary come with the list (aws-reference §0).
    return { Roles: part.map((role) => describe(context, role)), ...rest };
  },

  UpdateRoleCommand(context, input) {
    const role = roleNamed(context, input.RoleName);
    if (input.Description !== undefined) role.description = input.Description;
    if (input.MaxSessionDuration !== undefined) role.maxSessionDuration = input.MaxSessionDuration;
    return {};
  },

  UpdateAssumeRolePolicyCommand(context, input) {
    const role = roleNamed(context, input.RoleName);
    role.trust = checkPolicy(input.PolicyDocument);
    return {};
  },

  PutRolePermissionsBoundaryCommand(context, input) {
    roleNamed(context, input.RoleName).boundary = input.PermissionsBoundary;
    return {};
  },

  DeleteRolePermissionsBoundaryCommand(context, input) {
    roleNamed(context, input.RoleName).boundary = undefined;
    return {};
  },

  DeleteRoleCommand(context, input) {
    const role = roleNamed(context, input.RoleName);
    if (role.path.startsWith('/aws-service-role/')) {
      throw queryError(
        'UnmodifiableEntityException',
        `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
      );
    }
    if (role.attached.size > 0) {
      throw queryError(
        'DeleteConflictException',
        'Cannot delete entity, must detach all policies first.',
        409,
      );
    }
    if (role.inline.size > 0) {
      throw queryError('DeleteConflictException', 'Cannot delete entity, must delete policies first.', 409);
    }
    context.world.iam.roles.delete(role.name.toLowerCase());
    return {};
  },

  TagRoleCommand(context, input) {
    addTags(roleNamed(context, input.RoleName).tags, tagsFromUpper(input.Tags));
    return {};
  },

  UntagRoleCommand(context, input) {
    removeTags(roleNamed(context, input.RoleName).tags, input.TagKeys);
    return {};
  },

  ListRoleTagsCommand(context, input) {
    const { part, rest } = iamPage(tagsToUpper(roleNamed(context, input.RoleName).tags), input);
    return { Tags: part, ...rest };
  },

  CreateServiceLinkedRoleCommand(context, input) {
    const service = input.AWSServiceName ?? '';
    const name = serviceLinkedRoleName(service);
    if (name === undefined) {
      throw queryError('InvalidInputException', `Service role name ${service} is not valid.`);
    }
    if (context.world.iam.roles.has(name.toLowerCase())) {
      throw queryError(
        'InvalidInputException',
        `Service role name ${name} has been taken in this account, please try a different suffix.`,
      );
    }
    return { Role: describe(context, ensureServiceLinkedRole(context, service)) };
  },
} satisfies HandlersOf<typeof Iam>;
