import { describe, expect, test } from 'vitest';
import type { AwsError } from '../../../src/aws/errors';
import { createOnce, makesAnew, nextTry, type RetryState } from '../../../src/aws/retry';
import { toAwsError } from '../../../src/aws/sdkErrors';
import type { ServiceKey } from '../../../src/aws/services';
import { cutConnection, fakeClock, sdkError } from './fakes';

function failure(service: ServiceKey, operation: string, name: string, message = '', status = 400): AwsError {
  return toAwsError(sdkError(name, message, status), { service, operation });
}

/** Lets a call fail the same way until it is given up; the waits between. */
function waits(error: AwsError, random = () => 1): number[] {
  const all: number[] = [];
  let now = 0;
  let state: RetryState | undefined;
  for (let next = nextTry(error, now, random); next; next = nextTry(error, now, random, state)) {
    all.push(next.wait);
    now += next.wait;
    state = next.state;
  }
  return all;
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

describe('the table of retries', () => {
  test.each<[ServiceKey, string, string, string, number]>([
    [
      'apigatewayv2',
      'CreateRoute',
      'ConflictException',
      'Unable to complete operation due to concurrent modification. Please try again later.',
      2,
    ],
    [
      'apigatewayv2',
      'CreateIntegration',
      'BadRequestException',
      'Unable to retrieve listener port and load balancer DNS name from ELB listener',
      2,
    ],
    [
      'apigatewayv2',
      'DeleteVpcLink',
      'BadRequestException',
      "Cannot delete vpc link. Vpc link 'x', is referenced in [ANY:1] in format of [Method:Resource]",
      1,
    ],
    [
      'elbv2',
      'DeleteTargetGroup',
      'ResourceInUseException',
      'Target group is currently in use by a listener or a rule',
      2,
    ],
    [
      'ecs',
      'CreateService',
      'InvalidParameterException',
      'The target group with targetGroupArn x does not have an associated load balancer.',
      2,
    ],
    [
      'ecs',
      'CreateService',
      'InvalidParameterException',
      'Unable to Start a service that is still Draining.',
      15,
    ],
    [
      'ecs',
      'CreateCluster',
      'InvalidParameterException',
      'Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
      2,
    ],
    [
      'ecs',
      'CreateService',
      'ClientException',
      "ECS was unable to assume the role 'arn:aws:iam::1:role/x' that was provided for this task.",
      2,
    ],
    [
      'ecs',
      'DeleteCluster',
      'ClusterContainsServicesException',
      'The Cluster cannot be deleted while Services are active.',
      5,
    ],
    ['servicediscovery', 'DeleteNamespace', 'ResourceInUse', 'Namespace has associated services', 5],
    ['ec2', 'DeleteSecurityGroup', 'DependencyViolation', 'resource sg-1 has a dependent object', 20],
    [
      'iam',
      'DeleteRole',
      'DeleteConflictException',
      'Cannot delete entity, must detach all policies first.',
      1,
    ],
    [
      'logs',
      'CreateLogGroup',
      'OperationAbortedException',
      'A conflicting operation is currently in progress',
      1,
    ],
    ['ecs', 'DescribeServices', 'ThrottlingException', 'Rate exceeded', 2],
  ])('%s %s %s is tried again for some minutes', (service, operation, name, message, minutes) => {
    const total = sum(waits(failure(service, operation, name, message)));
    expect(total).toBeLessThanOrEqual(minutes * 60_000);
    expect(total).toBeGreaterThan(minutes * 60_000 * 0.6);
  });

  test.each<[ServiceKey, string, string, string]>([
    [
      'apigatewayv2',
      'CreateRoute',
      'ConflictException',
      'Route with key ANY /users already exists for this API',
    ],
    [
      'apigatewayv2',
      'CreateVpcLink',
      'BadRequestException',
      "Subnet 'subnet-1' is in Availability Zone 'use1-az3' where service is not available",
    ],
    [
      'ecs',
      'CreateService',
      'InvalidParameterException',
      'The container web does not exist in the task definition.',
    ],
    ['ec2', 'CreateSecurityGroup', 'InvalidGroup.Duplicate', "The security group 'x' already exists"],
    ['elbv2', 'DeleteLoadBalancer', 'OperationNotPermittedException', 'deletion protection is enabled'],
    ['ecs', 'CreateCluster', 'AccessDeniedException', 'not authorized'],
    ['sts', 'GetCallerIdentity', 'ExpiredToken', 'expired'],
    ['logs', 'CreateLogGroup', 'LimitExceededException', 'too many log groups'],
    ['apigatewayv2', 'GetApi', 'NotFoundException', 'Invalid API identifier specified'],
  ])('%s %s %s is final', (service, operation, name, message) => {
    expect(waits(failure(service, operation, name, message))).toEqual([]);
  });

  test.each<[ServiceKey, string, string, string]>([
    ['apigatewayv2', 'CreateIntegration', 'NotFoundException', 'Invalid API identifier'],
    ['elbv2', 'ModifyTargetGroupAttributes', 'TargetGroupNotFoundException', 'Target groups not found'],
    ['elbv2', 'CreateLoadBalancer', 'InvalidSecurityGroupException', "Security group 'sg-1' does not exist"],
    [
      'ecs',
      'CreateService',
      'InvalidParameterException',
      "Error retrieving security group information for [sg-1]: The security group 'sg-1' does not exist (ErrorCode: InvalidGroup.NotFound)",
    ],
  ])('%s %s may not see what was just made, for half a minute', (service, operation, name, message) => {
    const total = sum(waits(failure(service, operation, name, message)));
    expect(total).toBeGreaterThan(15_000);
    expect(total).toBeLessThanOrEqual(30_000);
  });

  test('one look at logs that was one too many is made again at once, many are not', () => {
    const refused = waits(failure('logs', 'FilterLogEvents', 'ThrottlingException', 'Rate exceeded'));
    expect(refused[0]).toBeLessThanOrEqual(250);
    expect(refused[5]).toBeGreaterThanOrEqual(8_000);
    expect(waits(failure('logs', 'TagResource', 'ThrottlingException', 'Rate exceeded'))[0]).toBe(1_000);
  });

  test('waits double up to a limit, and chance takes up to half of each', () => {
    const error = failure('apigatewayv2', 'CreateRoute', 'ConflictException', 'concurrent modification');
    expect(waits(error).slice(0, 6)).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
    expect(waits(error, () => 0).slice(0, 3)).toEqual([250, 500, 1000]);
  });

  test('another failure starts its own patience', () => {
    const first = nextTry(failure('ecs', 'CreateService', 'ThrottlingException'), 0, () => 1);
    const error = failure('ecs', 'CreateService', 'InvalidParameterException', 'still draining');
    const second = nextTry(error, 119_000, () => 1, first?.state);
    // Five seconds is the first wait of a service that drains.
    expect(second?.wait).toBe(5_000);
  });

  test('failures that take turns do not go on for ever', () => {
    const turns = [
      failure('apigatewayv2', 'UpdateRoute', 'TooManyRequestsException', '', 429),
      failure('apigatewayv2', 'UpdateRoute', 'InternalFailure', '', 500),
    ] as const;
    let now = 0;
    let state: RetryState | undefined;
    let tries = 0;
    for (; tries < 1000; tries += 1) {
      const next = nextTry(turns[tries % 2 === 0 ? 0 : 1], now, () => 1, state);
      if (!next) break;
      now += next.wait;
      state = next.state;
    }
    // Two minutes for one and a minute for the other.
    expect(now).toBeGreaterThan(30_000);
    expect(now).toBeLessThanOrEqual(180_000);
  });

  test('an endpoint that refuses connections is given up within seconds', () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    const error = toAwsError(refused, { service: 'sts', operation: 'GetCallerIdentity' });
    expect(sum(waits(error))).toBeLessThanOrEqual(5_000);
  });
});

test.each([
  ['CreateApi', true],
  ['RegisterTaskDefinition', true],
  ['UpdateService', false],
  ['DeleteApi', false],
  ['AuthorizeSecurityGroupIngress', false],
  ['CreateTags', false],
  ['DescribeServices', false],
])('%s makes something new each time: %s', (operation, expected) => {
  expect(makesAnew(operation)).toBe(expected);
});

describe('making one thing although answers get lost', () => {
  const call = { service: 'apigatewayv2', operation: 'CreateApi' } as const;
  const lost = () => Promise.reject(toAwsError(cutConnection(), call));
  const taken = () => Promise.reject(toAwsError(sdkError('ConflictException', 'it already exists'), call));
  const refused = () => Promise.reject(toAwsError(sdkError('BadRequestException', 'bad'), call));

  function scripted(creates: (() => Promise<string>)[], looks: (string | undefined)[]) {
    const story: string[] = [];
    const clock = fakeClock();
    return {
      story,
      clock,
      account: { clock, random: () => 1, pace: 1 },
      create: () => (story.push('create'), (creates.shift() ?? (() => Promise.resolve('made')))()),
      look: () => (story.push('look'), Promise.resolve(looks.shift())),
    };
  }

  test('without a failure nobody looks', async () => {
    const it = scripted([], []);
    expect(await createOnce(it.account, it)).toBe('made');
    expect(it.story).toEqual(['create']);
  });

  test('after a lost answer it looks, and adopts what it finds', async () => {
    const it = scripted([lost], ['found']);
    expect(await createOnce(it.account, it)).toBe('found');
    expect(it.story).toEqual(['create', 'look']);
    expect(it.clock.slept).toEqual([500]);
  });

  test('after a lost answer that was none it creates again', async () => {
    const it = scripted([lost], [undefined]);
    expect(await createOnce(it.account, it)).toBe('made');
    expect(it.story).toEqual(['create', 'look', 'create']);
  });

  test('a name that is taken by what is ours is adopted', async () => {
    const it = scripted([taken], ['found']);
    expect(
      await createOnce(it.account, { ...it, exists: ['ConflictException'], existsReason: /already exists/ }),
    ).toBe('found');
    expect(it.clock.slept).toEqual([]);
  });

  test('other words under the same name are a refusal', async () => {
    const it = scripted([taken], ['found']);
    const creation = { ...it, exists: ['ConflictException'], existsReason: /something else/ };
    await expect(createOnce(it.account, creation)).rejects.toMatchObject({ code: 'ConflictException' });
    expect(it.story).toEqual(['create']);
  });

  test('a refusal is final', async () => {
    const it = scripted([refused], []);
    await expect(createOnce(it.account, it)).rejects.toMatchObject({ code: 'BadRequestException' });
    expect(it.story).toEqual(['create']);
  });

  test('it gives up after five attempts', async () => {
    const it = scripted([lost, lost, lost, lost, lost, lost], []);
    await expect(createOnce(it.account, it)).rejects.toMatchObject({ kind: 'lost' });
    expect(it.story.filter((word) => word === 'create')).toHaveLength(5);
  });
});
