import type { Context } from '../context';
import { hasEgress } from '../ec2/network';
import { mayReadSecret, mayWriteLogs, roleByArn, trustsTasks } from '../iam/policies';
import { pullFailure } from './images';
import { definitionOfTask } from './listening';
import type { TaskState } from './state';

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
  const egress = hasEgress(context, task.subnetId, publicAddress);
  for (const container of definition?.containerDefinitions ?? []) {
    const { logDriver, options } = container.logConfiguration ?? {};
    const group = options?.['awslogs-group'];
    if (logDriver === 'awslogs' && group !== undefined) {
      const prefix =
        'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream';
      if (role && !mayWriteLogs(role)) {
        return `${prefix}: AccessDeniedException: User is not authorized to perform: logs:CreateLogStream : exit status 1`;
      }
      if (!context.region.logs.groups.has(group)) {
        return `${prefix}: ResourceNotFoundException: The specified log group does not exist. : exit status 1`;
      }
    }
    const refused = container.secrets?.find(({ valueFrom }) => role && !mayReadSecret(role, valueFrom ?? ''));
    if (refused) return secretRefused(refused.valueFrom ?? '');
    const architecture = definition?.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'ARM64' : 'X86_64';
    const problem = pullFailure(container.image ?? '', { egress, architecture });
    if (problem !== undefined) return problem;
  }
  if (context.faults?.fails('task')) {
    return 'ResourceInitializationError: unable to pull secrets or registry auth: the service call has been retried 3 times: i/o timeout';
  }
  return undefined;
}

function secretRefused(arn: string): string {
  const [store, call] = arn.includes(':ssm:')
    ? ['ssm', 'ssm:GetParameters']
    : ['asm', 'secretsmanager:GetSecretValue'];
  return `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from ${store}: service call has been retried 1 time(s): AccessDeniedException: User is not authorized to perform: ${call} on resource: ${arn}`;
}
