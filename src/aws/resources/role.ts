import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  type Role,
} from '@aws-sdk/client-iam';
import { endOf } from '../../kinds/arn';
import type { Found, Marks, Provider } from '../../engine/provider';
import type { Resolved } from '../../engine/resource';
import type { RoleProps } from '../../kinds/resourceTypes';
import type { Account } from '../account';
import { foreignError } from '../errors';
import { createOnce } from '../retry';
import { fromTags, markIn, tagsOf, toUpperList, type Mark } from '../tags';
import { foreignIn, mapAsync, foundOf, must, pages, unlessGone } from './common';

const TYPE = 'AWS::IAM::Role';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

export function role(account: Account): Provider<RoleProps> {
  const { clients, send } = account;
  const { iam } = clients;

  async function get(RoleName: string, signal?: AbortSignal): Promise<Role | undefined> {
    return (await unlessGone(send(iam, new GetRoleCommand({ RoleName }), { signal })))?.Role;
  }

  /** The role of a name, which must be ours. */
  async function named(
    { name, path }: Pick<Resolved<RoleProps>, 'name' | 'path'>,
    { stack, resource }: Pick<Marks, 'stack' | 'resource'>,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const it = await get(name, signal);
    if (!it) return undefined;
    if (markIn(fromTags(it.Tags), stack)?.id === resource && it.Path === path) return it.Arn;
    throw foreignError('IAM role', it.Arn ?? name, { service: 'iam', operation: 'CreateRole' });
  }

  async function attached(RoleName: string, signal?: AbortSignal): Promise<string[]> {
    const policies = await pages(async (Marker) => {
      const page = await send(iam, new ListAttachedRolePoliciesCommand({ RoleName, Marker }), { signal });
      return { items: page.AttachedPolicies, next: page.Marker };
    });
    return policies.flatMap(({ PolicyArn }) => PolicyArn ?? []).sort();
  }

  async function inline(RoleName: string, signal?: AbortSignal): Promise<string[]> {
    return pages(async (Marker) => {
      const page = await send(iam, new ListRolePoliciesCommand({ RoleName, Marker }), { signal });
      return { items: page.PolicyNames, next: page.Marker };
    });
  }

  /** Roles of the stack without their policies. Lists tell neither tags nor boundary. */
  async function locate(stack: string, _earlier: readonly Found[], signal?: AbortSignal): Promise<Found[]> {
    // The path ends in the region, so a stack's path is never the beginning of another's.
    const PathPrefix = `/ecs-topology/${stack}/${account.connection.region}/`;
    const roles = await pages(async (Marker) => {
      const page = await send(iam, new ListRolesCommand({ PathPrefix, Marker }), { signal });
      return { items: page.Roles, next: page.Marker };
    });
    return mapAsync(roles, async ({ RoleName, Path }) => {
      if (RoleName === undefined || Path !== PathPrefix) return undefined;
      const it = await get(RoleName, signal);
      const mark = it && markIn(fromTags(it.Tags), stack);
      return it && mark && foundIn(it, RoleName, mark);
    });
  }

  /** A role that was located, in full. */
  async function withPolicies(located: Found, signal?: AbortSignal): Promise<Found> {
    const name = nameOf(located);
    const [managedPolicies, policyNames] = await Promise.all([attached(name, signal), inline(name, signal)]);
    const policies = await Promise.all(
      policyNames.map(async (PolicyName): Promise<[string, unknown]> => {
        const policy = await send(iam, new GetRolePolicyCommand({ RoleName: name, PolicyName }), { signal });
        return [PolicyName, document(policy.PolicyDocument)];
      }),
    );
    return {
      ...located,
      props: { ...located.props, managedPolicies, policies: Object.fromEntries(policies) },
    };
  }

  /** Makes the policies of a role what they should be; a crash between create and here leaves a role without. */
  async function complete(
    props: Resolved<RoleProps>,
    resource: string,
    { isNew, signal }: { isNew: boolean; signal: AbortSignal | undefined },
  ): Promise<void> {
    const RoleName = props.name;
    const options = { signal, resource };
    // One of another run that was made a moment ago may not be known everywhere; it has no policies then.
    const [present = [], named = []] = isNew
      ? []
      : await Promise.all([unlessGone(attached(RoleName, signal)), unlessGone(inline(RoleName, signal))]);
    // IAM lets one change of a role in at a time, so these go one after the other.
    for (const PolicyArn of props.managedPolicies) {
      if (!present.includes(PolicyArn))
        await send(iam, new AttachRolePolicyCommand({ RoleName, PolicyArn }), options);
    }
    for (const PolicyArn of present) {
      if (props.managedPolicies.includes(PolicyArn)) continue;
      await unlessGone(send(iam, new DetachRolePolicyCommand({ RoleName, PolicyArn }), options));
    }
    for (const [PolicyName, policy] of Object.entries(props.policies)) {
      const PolicyDocument = JSON.stringify(policy);
      await send(iam, new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }), options);
    }
    for (const PolicyName of named) {
      if (Object.hasOwn(props.policies, PolicyName)) continue;
      await unlessGone(send(iam, new DeleteRolePolicyCommand({ RoleName, PolicyName }), options));
    }
  }

  return {
    type: TYPE,
    replacement: 'createFirst',
    immutable: ['name', 'path'],
    sets: ['managedPolicies'],
    uniqueNameLimit: 64,
    // Three calls for each, of which IAM allows ten a second or so.
    lookedAt: 'early',

    locate,
    async find(stack, earlier, signal) {
      const located = await locate(stack, earlier, signal);
      return mapAsync(located, (it) => unlessGone(withPolicies(it, signal)));
    },

    taken: (props, mine, signal) => foreignIn(named(props, mine, signal)),

    async create({ id, props, marks }, signal) {
      const { name, path, permissionsBoundary } = props;
      let isNew = false;
      const arn = await createOnce(
        account,
        {
          exists: ['EntityAlreadyExistsException', 'EntityAlreadyExists'],
          async create() {
            const command = new CreateRoleCommand({
              RoleName: name,
              Path: path,
              AssumeRolePolicyDocument: TRUST,
              Description: `ECS Topology ${marks.stack}: ${id}`,
              PermissionsBoundary: permissionsBoundary,
              Tags: toUpperList(tagsOf(marks)),
            });
            const { Role: made } = await send(iam, command, { signal, resource: id });
            isNew = true;
            return must(made?.Arn, 'Role.Arn');
          },
          look: () => named(props, marks, signal),
        },
        signal,
      );
      await complete(props, id, { isNew, signal });
      return { physicalId: arn, attributes: { arn, name } };
    },

    async update({ id, props, marks, found, changed, remark }, signal) {
      const RoleName = nameOf(found);
      const options = { signal, resource: id };
      if (changed.length > 0) await complete({ ...props, name: RoleName }, id, { isNew: false, signal });
      const PermissionsBoundary = props.permissionsBoundary;
      if (PermissionsBoundary !== undefined && PermissionsBoundary !== found.props.permissionsBoundary) {
        await send(iam, new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }), options);
      } else if (PermissionsBoundary === undefined && found.props.permissionsBoundary !== undefined) {
        await send(iam, new DeleteRolePermissionsBoundaryCommand({ RoleName }), options);
      }
      // Last: the mark in the tags says that all of the above is done.
      if (remark) {
        const Tags = toUpperList(tagsOf({ ...marks, created: found.created }));
        await send(iam, new TagRoleCommand({ RoleName, Tags }), options);
      }
      return { physicalId: found.physicalId, attributes: found.attributes };
    },

    async delete(found, { signal } = {}) {
      const RoleName = nameOf(found);
      const options = { signal, resource: found.id };
      const policies = await unlessGone(Promise.all([attached(RoleName, signal), inline(RoleName, signal)]));
      if (!policies) return;
      for (const PolicyArn of policies[0]) {
        await unlessGone(send(iam, new DetachRolePolicyCommand({ RoleName, PolicyArn }), options));
      }
      for (const PolicyName of policies[1]) {
        await unlessGone(send(iam, new DeleteRolePolicyCommand({ RoleName, PolicyName }), options));
      }
      await unlessGone(send(iam, new DeleteRoleCommand({ RoleName }), options));
    },
  };
}

function foundIn(it: Role, name: string, mark: Mark): Found {
  return foundOf({
    type: TYPE,
    mark,
    physicalId: must(it.Arn, 'Arn'),
    props: { name, path: it.Path, permissionsBoundary: it.PermissionsBoundary?.PermissionsBoundaryArn },
    attributes: { arn: it.Arn, name },
  });
}

function nameOf(found: Found): string {
  return found.attributes.name ?? endOf(found.physicalId);
}

/** Policy documents come back URL-encoded. One that is no JSON was not written by us and differs from any of ours. */
function document(encoded: string | undefined): unknown {
  const text = decodeURIComponent(encoded ?? '');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
