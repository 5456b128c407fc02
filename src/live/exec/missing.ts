import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type Service,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { EXEC_ACTIONS } from '../../kinds/ecsService/roles';
import { ask } from '../ask';
import type { Session } from '../session';
import { containerIn, type ExecTarget } from './target';

type Through = Pick<Session, 'account'>;

/**
 * What a terminal into a container lacks, a sentence with its remedy each; empty when nothing is known to be missing.
 * Only looks. What may not be read is left to ECS to say.
 */
export async function whatIsMissing(
  { account }: Through,
  target: ExecTarget,
  signal?: AbortSignal,
): Promise<string[]> {
  const { task } = target;
  if (task.lastStatus !== 'RUNNING') return [notRunning(target)];
  const [service, definition] = await Promise.all([
    // Its flag says why a task has none.
    task.enableExecuteCommand === false ? readService(account, target, signal) : undefined,
    readDefinition(account, task.taskDefinitionArn, signal),
  ]);
  const missing = [
    flagFault(target, service),
    platformFault(target),
    await roleFault(account, definition, signal),
    rootFault(target, definition),
  ].filter((sentence) => sentence !== undefined);
  // Without those the agent cannot run; with them it says itself how it is.
  const agent = missing.length > 0 ? undefined : agentFault(target, account.connection.kind === 'endpoint');
  return agent === undefined ? missing : [agent];
}

function notRunning({ id, task: { lastStatus = 'UNKNOWN' } }: ExecTarget): string {
  return /^(PROVISIONING|PENDING|ACTIVATING)$/.test(lastStatus)
    ? `The task is still starting (${lastStatus}). Wait until it is RUNNING: ${id}`
    : `The task does not run any more (${lastStatus}). Choose another one: ${id}`;
}

/** Switching ECS Exec on is for tasks that start afterwards. Source: ECS developer guide, ECS Exec. */
function flagFault({ task, id, service }: ExecTarget, read: Service | undefined): string | undefined {
  if (task.enableExecuteCommand !== false) return undefined;
  if (service === undefined) {
    return `ECS Exec was not switched on when the task was started. Run it anew with enableExecuteCommand: ${id}`;
  }
  return read?.enableExecuteCommand === true
    ? `ECS Exec was switched on after this task had started. Redeploy the service, which replaces its tasks: ${service} ${id}`
    : `ECS Exec is switched off. Set "exec": true on the service, deploy, and redeploy it, since only new tasks have it: ${service}`;
}

function platformFault({ task: { platformVersion, platformFamily } }: ExecTarget): string | undefined {
  // Windows has versions of its own.
  if (platformFamily !== undefined && !/^linux$/i.test(platformFamily)) return undefined;
  const [, minor] = /^1\.(\d+)\./.exec(platformVersion ?? '') ?? [];
  return minor !== undefined && Number(minor) < 4
    ? `ECS Exec needs platform version 1.4.0 of Fargate. Redeploy the service with it: ${platformVersion}`
    : undefined;
}

async function roleFault(
  { clients, send }: Through['account'],
  definition: TaskDefinition | undefined,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (!definition) return undefined;
  const role = definition.taskRoleArn;
  const rights = EXEC_ACTIONS.join(', ');
  if (role === undefined || role === '') {
    return `The task has no task role, and the agent of ECS Exec works with its rights. Give the task definition one that allows ${rights}, then redeploy: ${definition.family}:${definition.revision}`;
  }
  // The whole of it: managed and inline policies, boundary, organisation.
  const command = new SimulatePrincipalPolicyCommand({
    PolicySourceArn: role,
    ActionNames: [...EXEC_ACTIONS],
  });
  const answer = await ask(send(clients.iam, command, { signal }));
  if (!('value' in answer)) return undefined;
  const denied = (answer.value.EvaluationResults ?? []).flatMap(
    ({ EvalActionName, EvalDecision, MissingContextValues = [] }) =>
      // With a condition it depends on what is known only when the agent asks.
      EvalDecision === 'allowed' || MissingContextValues.length > 0 ? [] : (EvalActionName ?? []),
  );
  return denied.length === 0
    ? undefined
    : `The task role does not let the agent of ECS Exec open a session. Allow it ${denied.join(', ')}, then redeploy: ${role}`;
}

function rootFault({ container }: ExecTarget, definition: TaskDefinition | undefined): string | undefined {
  const own = definition?.containerDefinitions?.find(({ name }) => name === container);
  return own?.readonlyRootFilesystem === true
    ? `The file system of the container is read-only, and the agent of ECS Exec writes to it. Take readonlyRootFilesystem away and deploy: ${container}`
    : undefined;
}

function agentFault(target: ExecTarget, isEmulator: boolean): string | undefined {
  const it = containerIn(target);
  if (!it) return `The task has no such container: ${target.container}`;
  if (it.lastStatus !== undefined && it.lastStatus !== 'RUNNING') {
    return `The container does not run (${it.lastStatus}). Choose another one, or another task: ${target.container}`;
  }
  const agent = it.managedAgents?.find(({ name }) => name === 'ExecuteCommandAgent');
  // Emulators run none.
  if (!agent && isEmulator) return undefined;
  if (agent?.lastStatus === 'RUNNING') return undefined;
  if (agent?.lastStatus === 'PENDING') {
    return `The agent of ECS Exec is still starting (PENDING). Try again in a few seconds: ${target.container}`;
  }
  const reason = agent?.reason === undefined ? '' : `: ${agent.reason}`;
  return `The agent of ECS Exec does not run in the container (${agent?.lastStatus ?? 'none'}${reason}). Check that the task's subnets reach Session Manager, by NAT or an endpoint for ssmmessages, then redeploy: ${target.container}`;
}

async function readService(
  { clients, send }: Through['account'],
  { cluster, service }: ExecTarget,
  signal: AbortSignal | undefined,
): Promise<Service | undefined> {
  if (service === undefined) return undefined;
  const command = new DescribeServicesCommand({ cluster, services: [service] });
  const answer = await ask(send(clients.ecs, command, { signal }));
  return 'value' in answer ? answer.value.services?.[0] : undefined;
}

async function readDefinition(
  { clients, send }: Through['account'],
  taskDefinition: string | undefined,
  signal: AbortSignal | undefined,
): Promise<TaskDefinition | undefined> {
  if (taskDefinition === undefined) return undefined;
  const command = new DescribeTaskDefinitionCommand({ taskDefinition });
  const answer = await ask(send(clients.ecs, command, { signal }));
  return 'value' in answer ? answer.value.taskDefinition : undefined;
}
