import type { Task } from '@aws-sdk/client-ecs';
import { stopOf } from '../../aws/stoppedTask';
import type { Cause } from './causes';

/** Why tasks stop. Source: ECS developer guide, "Stopped tasks error messages". The first pattern that fits counts. */
const STOPPED: readonly (readonly [RegExp, Cause])[] = [
  [/toomanyrequests|rate limit/i, 'imageRateLimit'],
  [/unable to assume the role/i, 'roleNotAssumable'],
  [/CannotPull\w*Error.*no such host/is, 'imageNotFound'],
  [
    /CannotPull\w*Error.*(i\/o timeout|deadline exceeded|connection timed out|dial tcp)/is,
    'registryUnreachable',
  ],
  [
    /CannotPull\w*Error.*(no match for platform|does not contain descriptor matching platform)/is,
    'wrongArchitecture',
  ],
  [/CannotPull\w*Error.*(403|AccessDenied|not authorized|no basic auth)/is, 'imageDenied'],
  [/CannotPull\w*Error/i, 'imageNotFound'],
  [/ResourceInitializationError.*pull secrets.*(AccessDenied|not authorized)/is, 'secretsDenied'],
  [/ResourceInitializationError.*pull secrets or registry auth/is, 'secretsUnreachable'],
  [/ResourceInitializationError.*logger args.*(AccessDenied|not authorized)/is, 'logsDenied'],
  [/ResourceInitializationError.*(logger args|log group|awslogs)/is, 'logsUnreachable'],
  [/exec format error/i, 'wrongArchitecture'],
  [/OutOfMemory/i, 'outOfMemory'],
  [/CannotStartContainerError|CannotCreateContainerError|DockerTimeoutError/i, 'containerNotStarted'],
  [/failed ELB health checks/i, 'failedLoadBalancerChecks'],
  [/failed container health checks/i, 'failedContainerChecks'],
  [/Essential container in task exited/i, 'containerExited'],
];

/** What AWS's words about a stopped task mean; undefined when they are none of those that are known. */
export function stoppedCause(reason: string): Cause | undefined {
  return STOPPED.find(([pattern]) => pattern.test(reason))?.[1];
}

export interface Failure {
  readonly cause: Cause;
  /** AWS's own words. */
  readonly reason: string;
}

/** Why a task failed; undefined when it did not, or was meant to stop. */
export function failureOf(task: Task): Failure | undefined {
  const stop = stopOf(task);
  if (!stop) return undefined;
  const { reason, exitCode } = stop;
  const found = stoppedCause(reason);
  // 137 with a plain "exited" is the kernel's SIGKILL, nearly always for memory.
  if (found === 'containerExited' && exitCode === 137) return { cause: 'outOfMemory', reason };
  return { cause: found ?? 'taskStopped', reason: reason === '' ? 'AWS gives no reason.' : reason };
}

/** Target health reasons. Source: ELB API reference, TargetHealth. */
const TARGETS: Readonly<Record<string, Cause>> = {
  'Target.Timeout': 'targetTimeout',
  'Target.FailedHealthChecks': 'targetRefused',
  'Target.ResponseCodeMismatch': 'targetMismatch',
  'Target.NotInUse': 'targetNotInUse',
  'Target.NotRegistered': 'targetsMissing',
  'Target.InvalidState': 'targetUnusable',
  'Target.IpUnusable': 'targetUnusable',
  'Elb.InternalError': 'targetsUnavailable',
  'Elb.RegistrationInProgress': 'targetsRegistering',
  'Elb.InitialHealthChecking': 'targetsRegistering',
  'Target.DeregistrationInProgress': 'targetsDraining',
};

/** What a target's reason code means. */
export function targetCause(code: string | undefined): Cause {
  return code !== undefined && Object.hasOwn(TARGETS, code)
    ? (TARGETS[code] ?? 'targetRefused')
    : 'targetRefused';
}

/** What health checks found, as events of a service have it: `… due to (reason Health checks failed with these codes: [404])`. */
const REFUSALS: readonly (readonly [RegExp, Cause])[] = [
  [/\(reason Health checks failed with these codes/, 'targetMismatch'],
  [/\(reason Request timed out/, 'targetTimeout'],
  [/\(reason Health checks failed/, 'targetRefused'],
];

/** Why a load balancer refused a task, by the event about it; undefined when that tells of something else. */
export function refusalCause(message: string): Cause | undefined {
  return REFUSALS.find(([pattern]) => pattern.test(message))?.[1];
}
