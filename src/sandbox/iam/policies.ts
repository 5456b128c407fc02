import type * as Iam from '@aws-sdk/client-iam';
import type { Context } from '../context';
import { queryError } from '../errors';
import type { HandlersOf } from '../handlers';
import { checkPolicy, iamPage, roleNamed } from './roles';
import type { RoleState } from './state';

/** What an execution role needs to pull and to log (aws-reference §1.17). */
const executionPolicy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';

/** The managed policies that exist. */
const managed: readonly string[] = [
  executionPolicy,
  'arn:aws:iam::aws:policy/AdministratorAccess',
  'arn:aws:iam::aws:policy/PowerUserAccess',
  'arn:aws:iam::aws:policy/ReadOnlyAccess',
  'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
  'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
  'arn:aws:iam::aws:policy/CloudWatchLogsFullAccess',
];

/** Whether a role lets ECS write logs: the managed policy, or an inline one that speaks of logs or of all. */
export function mayWriteLogs(role: RoleState): boolean {
  const wide = [executionPolicy, 'arn:aws:iam::aws:policy/AdministratorAccess'];
  if (
    [...role.attached].some((policy) => wide.includes(policy) || policy.endsWith('/CloudWatchLogsFullAccess'))
  ) {
    return true;
  }
  return [...role.inline.values()].some((text) => /"(\*|logs:(\*|PutLogEvents|CreateLogStream))"/.test(text));
}

/** Whether a role may read what an ARN of Secrets Manager or Parameter Store names: by an inline policy, or as administrator. */
export function mayReadSecret(role: RoleState, arn: string): boolean {
  if ([...role.attached].some((policy) => policy.endsWith('/AdministratorAccess'))) return true;
  const action = arn.includes(':ssm:') ? 'ssm:GetParameters' : 'secretsmanager:GetSecretValue';
  // An ARN may go on with the key inside of the secret.
  return statementsOf(role).some(
    ({ Effect, Action, Resource }) =>
      Effect === 'Allow' &&
      covers(Action, action) &&
      (covers(Resource, arn) || covers(Resource, keyless(arn))),
  );
}

/** Whether a role may call an action on anything: by an inline policy, or by a managed one that is known to have it. */
export function mayCall(role: RoleState, action: string): boolean {
  const statements = statementsOf(role).filter(({ Action }) => covers(Action, action));
  if (statements.some(({ Effect }) => Effect === 'Deny')) return false;
  if (statements.some(({ Effect }) => Effect === 'Allow')) return true;
  const names = [...role.attached].map((policy) => policy.split('/').at(-1));
  return (
    names.includes('AdministratorAccess') ||
    (names.includes('PowerUserAccess') && !action.startsWith('iam:')) ||
    (names.includes('AmazonSSMManagedInstanceCore') && action.startsWith('ssmmessages:'))
  );
}

function statementsOf(role: RoleState): PolicyStatement[] {
  return [...role.inline.values()].flatMap((text) => {
    // Checked when it was put.
    const { Statement } = JSON.parse(text) as { Statement: PolicyStatement | PolicyStatement[] };
    return Statement;
  });
}

function covers(patterns: string | string[] | undefined, value: string): boolean {
  return [patterns ?? []].flat().some((pattern) => fits(pattern, value));
}

interface PolicyStatement {
  readonly Effect?: string;
  readonly Action?: string | string[];
  readonly Resource?: string | string[];
}

function fits(pattern: string, value: string): boolean {
  const [start = '', ...others] = pattern.split('*');
  return others.length === 0
    ? start === value
    : value.startsWith(start) && value.endsWith(others.at(-1) ?? '');
}

function keyless(arn: string): string {
  return arn.split(':').slice(0, 7).join(':');
}

/** Whether ECS tasks may take a role on. */
export function trustsTasks(role: RoleState): boolean {
  return role.trust.includes('"ecs-tasks.amazonaws.com"');
}

/** The role that an ARN names, if it exists. */
export function roleByArn(context: Context, arn: string): RoleState | undefined {
  const [, path] = arn.split(':role');
  const role = context.world.iam.roles.get((path?.split('/').at(-1) ?? '').toLowerCase());
  return role && `${role.path}${role.name}` === path ? role : undefined;
}

function missingPolicy(role: RoleState, name: string | undefined): Error {
  return queryError(
    'NoSuchEntityException',
    `The role policy with name ${name ?? ''} cannot be found for role ${role.name}.`,
    404,
  );
}

/** Attached and inline policies of roles. */
export const policyHandlers = {
  AttachRolePolicyCommand(context, input) {
    const role = roleNamed(context, input.RoleName);
    const policy = input.PolicyArn ?? '';
    if (!managed.includes(policy)) {
      throw queryError('NoSuchEntityException', `Policy ${policy} does not exist or is not attachable.`, 404);
    }
    role.attached.add(policy);
    return {};
  },

  DetachRolePolicyCommand(context, input) {
    const role = roleNamed(context, input.RoleName);
    if (!role.attached.delete(input.PolicyArn ?? '')) {
      throw queryError('NoSuchEntityException', `Policy ${input.PolicyArn ?? ''} was not found.`, 404);
    }
    return {};
  },

  ListAttachedRolePoliciesCommand(context, input) {
    const { part, rest } = iamPage([...roleNamed(context, input.RoleName).attached], input);
    return {
      AttachedPolicies: part.map((PolicyArn) => ({ PolicyArn, PolicyName: PolicyArn.split('/').at(-1) })),
      ...rest,
    };
  },

  PutRolePolicyCommand(context, input) {
    const role = roleNamed(context, input.RoleName);
    if (!input.PolicyName) throw queryError('ValidationError', 'The policy needs a name');
    role.inline.set(input.PolicyName, checkPolicy(input.PolicyDocument));
    return {};
  },

  GetRolePolicyCommand(context, input) {
    const role = roleNamed(context, input.RoleName);
    const document = role.inline.get(input.PolicyName ?? '');
    if (document === undefined) throw missingPolicy(role, input.PolicyName);
    return {
      RoleName: role.name,
      PolicyName: input.PolicyName,
      PolicyDocument: encodeURIComponent(document),
    };
  },

  DeleteRolePolicyCommand(context, input) {
    const role = roleNamed(context, input.RoleName);
    if (!role.inline.delete(input.PolicyName ?? '')) throw missingPolicy(role, input.PolicyName);
    return {};
  },

  SimulatePrincipalPolicyCommand(context, input) {
    const role = roleByArn(context, input.PolicySourceArn ?? '');
    if (!role) {
      throw queryError('NoSuchEntityException', `Invalid Entity Arn: ${input.PolicySourceArn ?? ''}`, 404);
    }
    return {
      EvaluationResults: (input.ActionNames ?? []).map((EvalActionName) => ({
        EvalActionName,
        EvalResourceName: '*',
        EvalDecision: mayCall(role, EvalActionName) ? ('allowed' as const) : ('implicitDeny' as const),
      })),
      IsTruncated: false,
    };
  },

  ListRolePoliciesCommand(context, input) {
    const { part, rest } = iamPage([...roleNamed(context, input.RoleName).inline.keys()], input);
    return { PolicyNames: part, ...rest };
  },
} satisfies HandlersOf<typeof Iam>;
