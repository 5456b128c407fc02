import {
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { endOf } from '../../kinds/arn';
import { mapAsync, unlessGone } from '../../aws/resources/common';
import { isObject, memberOf, type JsonValue } from '../../model/json';
import type { Session } from '../session';
import type { Check } from './check';
import type { PreflightFinding } from './finding';
import { asked } from './use';

/** Who runs tasks. Source: ECS developer guide, task execution role. */
const TASKS = 'ecs-tasks.amazonaws.com';

/**
 * Roles that the file names: tasks only start with one that is there and lets ECS take it. An emulator starts nothing.
 */
export const rolesCheck: Check = async ({ prepared, session, signal }) => {
  if (session.account.connection.kind === 'endpoint') return [];
  const named = new Map<string, { node: string; starts: boolean }>();
  for (const { node, props } of asked(prepared, 'AWS::ECS::TaskDefinition')) {
    if (typeof props.taskRole === 'string') named.set(props.taskRole, { node, starts: false });
  }
  for (const { node, props } of asked(prepared, 'AWS::ECS::TaskDefinition')) {
    if (typeof props.executionRole === 'string') named.set(props.executionRole, { node, starts: true });
  }
  return mapAsync([...named], async ([arn, { node, starts }]) => {
    const fault = await faultOf(arn, { starts, session, signal });
    return fault && { ...fault, node };
  });
};

interface Circumstances {
  /** Whether tasks are started with it: then it has to have rights. */
  readonly starts: boolean;
  readonly session: Session;
  readonly signal: AbortSignal | undefined;
}

async function faultOf(
  arn: string,
  { starts, session, signal }: Circumstances,
): Promise<PreflightFinding | undefined> {
  const { account, identity } = session;
  const owner = arn.split(':')[4];
  if (owner !== identity.account) {
    const message = `A role of another account cannot be given to tasks; name one of ${identity.account}, or leave it out: ${arn}`;
    return { severity: 'error', code: 'role-elsewhere', message };
  }
  const RoleName = endOf(arn);
  const iam = account.clients.iam;
  const answer = await unlessGone(account.send(iam, new GetRoleCommand({ RoleName }), { signal }));
  if (!answer?.Role) {
    const message = `This account has no such role; name one that exists, or leave it out to have one made: ${arn}`;
    return { severity: 'error', code: 'role-missing', message };
  }
  if (!trusts(answer.Role.AssumeRolePolicyDocument ?? '', TASKS)) {
    const message = `ECS may not take this role; let its trust policy allow sts:AssumeRole to ${TASKS}: ${arn}`;
    return { severity: 'error', code: 'role-trust', message };
  }
  if (!starts) return undefined;
  const [attached, inline] = await Promise.all([
    account.send(iam, new ListAttachedRolePoliciesCommand({ RoleName }), { signal }),
    account.send(iam, new ListRolePoliciesCommand({ RoleName }), { signal }),
  ]);
  // What its policies allow is not weighed; without any it allows nothing.
  if ((attached.AttachedPolicies ?? []).length > 0 || (inline.PolicyNames ?? []).length > 0) return undefined;
  const message = `This role may neither pull images nor write logs; attach AmazonECSTaskExecutionRolePolicy: ${arn}`;
  return { severity: 'error', code: 'role-rights', message };
}

/** Whether a trust policy, URL-encoded as IAM hands it out, names a service. */
function trusts(encoded: string, service: string): boolean {
  let policy: JsonValue;
  try {
    // The text of a policy is JSON.
    policy = JSON.parse(decodeURIComponent(encoded)) as JsonValue;
  } catch {
    // What cannot be read is left for ECS to judge.
    return true;
  }
  return listOf(memberOf(policy, 'Statement')).some(
    (statement) =>
      memberOf(statement, 'Effect') === 'Allow' &&
      listOf(memberOf(statement, 'Principal')).some(
        (principal) =>
          principal === '*' ||
          (isObject(principal) && listOf(memberOf(principal, 'Service')).includes(service)),
      ),
  );
}

/** Policies write one thing without a list around it. */
function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return [];
  // `Array.isArray` does not narrow readonly arrays.
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
}
