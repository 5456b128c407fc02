import type { Context } from '../context';
import { reachesService } from '../ec2/endpoints';
import { hasEgress } from '../ec2/network';
import { mayReadSecret, mayWriteLogs, roleByArn, trustsTasks } from '../iam/policies';
import { pullFailure } from './images';
import { definitionOfTask } from './listening';
import type { TaskState } from './state';

const LOGGER =
  'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream';

/**
 * Why a task cannot start, in the words of its `stoppedReason`: roles, images and log groups, which are looked
 * at only now (aws-reference §1.14).
 */
export function startProblem(context: Context, task: TaskState, publicAddress: boolean): string | undefined {
  const definition = definitionOfTask(context, task)?.definition;
  const roleArn = definition?.executionRoleArn;
  const role = roleArn === undefined ? undefined : roleByArn(context, roleArn);
  const propagating =
    role !== undefined &&
    context.now() < role.createdAt + context.scaled(context.faults?.rolePropagation ?? 0);
  if (roleArn !== undefined && (!role || !trustsTasks(role) || propagating)) {
    return `ECS was unable to assume the role '${roleArn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`;
  }
  const caller = { subnetId: task.subnetId, interfaceId: task.interfaceId ?? '', publicAddress };
  const reaches = (service: string | undefined) =>
    service === undefined
      ? hasEgress(context, task.subnetId, publicAddress)
      : reachesService(context, caller, service);
  for (const container of definition?.containerDefinitions ?? []) {
    const { logDriver, options } = container.logConfiguration ?? {};
    const group = options?.['awslogs-group'];
    if (logDriver === 'awslogs' && group !== undefined) {
      if (role && !mayWriteLogs(role)) {
        return `${LOGGER}: AccessDeniedException: User is not authorized to perform: logs:CreateLogStream : exit status 1`;
      }
      if (!context.region.logs.groups.has(group)) {
        return `${LOGGER}: ResourceNotFoundException: The specified log group does not exist. : exit status 1`;
      }
    }
    const refused = container.secrets?.find(({ valueFrom }) => role && !mayReadSecret(role, valueFrom ?? ''));
    if (refused) return secretRefused(refused.valueFrom ?? '');
    const architecture = definition?.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'ARM64' : 'X86_64';
    const problem = pullFailure(container.image ?? '', { reaches, architecture });
    if (problem !== undefined) return problem;
    if (logDriver === 'awslogs' && !reaches('logs')) {
      return `${LOGGER}: RequestError: send request failed caused by: Post "https://logs.${context.region.name}.amazonaws.com/": dial tcp: i/o timeout : exit status 1`;
    }
    const unreached = container.secrets?.find(({ valueFrom }) => !reaches(storeOf(valueFrom ?? '')));
    if (unreached) return secretUnreached(unreached.valueFrom ?? '');
  }
  if (context.faults?.fails('task')) {
    return 'ResourceInitializationError: unable to pull secrets or registry auth: the service call has been retried 3 times: i/o timeout';
  }
  return undefined;
}

function storeOf(arn: string): 'ssm' | 'secretsmanager' {
  return arn.includes(':ssm:') ? 'ssm' : 'secretsmanager';
}

function secretUnreached(arn: string): string {
  const store = storeOf(arn) === 'ssm' ? 'ssm' : 'asm';
  return `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from ${store}: service call has been retried 5 time(s): RequestCanceled: request context canceled caused by: context deadline exceeded. Please check your task network configuration.`;
}

function secretRefused(arn: string): string {
  const [store, call] =
    storeOf(arn) === 'ssm' ? ['ssm', 'ssm:GetParameters'] : ['asm', 'secretsmanager:GetSecretValue'];
  return `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from ${store}: service call has been retried 1 time(s): AccessDeniedException: User is not authorized to perform: ${call} on resource: ${arn}`;
}
