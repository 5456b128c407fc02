import { describe, expect, it } from 'vitest';
import { failureOf, targetCause } from '../../../../src/live/hops/decode';

describe('why a task stopped', () => {
  const table: [words: string, cause: string][] = [
    [
      'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref nope:1: not found',
      'imageNotFound',
    ],
    [
      'CannotPullContainerError: pull access denied, repository does not exist or may require authorization: 403 Forbidden',
      'imageDenied',
    ],
    ['CannotPullContainerError: toomanyrequests: You have reached your pull rate limit.', 'imageRateLimit'],
    [
      'CannotPullContainerError: failed to do request: dial tcp 52.1.2.3:443: i/o timeout',
      'registryUnreachable',
    ],
    [
      'CannotPullContainerError: image Manifest does not contain descriptor matching platform linux/arm64',
      'wrongArchitecture',
    ],
    [
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed',
      'secretsUnreachable',
    ],
    [
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times',
      'logsUnreachable',
    ],
    ['OutOfMemoryError: Container killed due to memory usage', 'outOfMemory'],
    ['CannotStartContainerError: failed to create shim task', 'containerNotStarted'],
    ['exec /app: exec format error', 'wrongArchitecture'],
    [
      'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:…)',
      'failedLoadBalancerChecks',
    ],
    ['Task failed container health checks', 'failedContainerChecks'],
    ['Essential container in task exited', 'containerExited'],
    ['Something new', 'taskStopped'],
  ];
  it.each(table)('%s', (stoppedReason, cause) => {
    expect(failureOf({ stoppedReason })).toEqual({ cause, reason: stoppedReason });
  });

  it('adds what the containers say', () => {
    const task = {
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'users', exitCode: 1, reason: 'no such file' }],
    };
    expect(failureOf(task)).toEqual({
      cause: 'containerExited',
      reason: 'Essential container in task exited; no such file; exit code 1 of container users',
    });
  });

  it('takes exit code 137 for a lack of memory', () => {
    const task = {
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'users', exitCode: 137 }],
    };
    expect(failureOf(task)?.cause).toBe('outOfMemory');
  });

  it('is no failure when it was meant', () => {
    expect(
      failureOf({ stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)' }),
    ).toBeUndefined();
    expect(
      failureOf({ stopCode: 'UserInitiated', stoppedReason: 'Essential container in task exited' }),
    ).toBeUndefined();
    expect(failureOf({ lastStatus: 'RUNNING' })).toBeUndefined();
  });
});

describe('a reason code of a target', () => {
  it('has a cause, known or not, whatever its name', () => {
    expect(targetCause('Target.Timeout')).toBe('targetTimeout');
    expect(targetCause('toString')).toBe('targetRefused');
    expect(targetCause(undefined)).toBe('targetRefused');
  });
});
