import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../../src/aws/errors';
import {
  deployedSources,
  logGroupsOf,
  runningTasks,
  serviceOf,
  taskOf,
} from '../../../../src/live/logs/sources';
import { prepared } from '../hops/chain';

const ARN = 'arn:aws:ecs:eu-west-1:123456789012';

interface Deployed {
  /** Task definitions by service, the oldest first. */
  readonly services?: Readonly<Record<string, readonly string[]>>;
  readonly definitions?: Readonly<Record<string, TaskDefinition>>;
  /** Task definition by task id, all of the service `users`. */
  readonly tasks?: Readonly<Record<string, string>>;
}

/** An account that answers what ECS is asked about; nothing is deployed unless given. */
function session({ services = {}, definitions = {}, tasks = {} }: Deployed = {}) {
  const answers: Record<string, (input: Record<string, unknown>) => unknown> = {
    DescribeServicesCommand: ({ services: names }) => ({
      services: (names as string[])
        .filter((name) => services[name])
        .map((name) => ({
          serviceName: name,
          status: 'ACTIVE',
          taskDefinition: services[name]?.at(-1),
          deployments: services[name]?.map((taskDefinition) => ({ taskDefinition })),
        })),
    }),
    DescribeTaskDefinitionCommand({ taskDefinition }) {
      const found = definitions[String(taskDefinition)];
      if (found) return { taskDefinition: found };
      const facts = { kind: 'denied', code: 'AccessDenied', reason: 'no' } as const;
      throw new AwsError('may not', { ...facts, service: 'ecs', operation: 'DescribeTaskDefinition' });
    },
    ListTasksCommand: ({ serviceName }) => ({
      taskArns: serviceName === 'users' ? Object.keys(tasks).map((id) => `${ARN}:task/shop/${id}`) : [],
    }),
    DescribeTasksCommand: ({ tasks: arns }) => ({
      tasks: (arns as string[]).flatMap((taskArn) => {
        const taskDefinitionArn = tasks[taskArn.split('/').at(-1) ?? ''];
        return taskDefinitionArn === undefined ? [] : [{ taskArn, taskDefinitionArn }];
      }),
    }),
  };
  const account = {
    clients: {},
    connection: { region: 'eu-west-1' },
    send: async (
      _client: unknown,
      command: { input: Record<string, unknown>; constructor: { name: string } },
    ) => answers[command.constructor.name]?.(command.input),
  };
  // Only these members are looked at.
  return { account: account as never };
}

/** A revision that logs to a group, or by another driver. */
function logging(
  group: string,
  driver: 'awslogs' | 'awsfirelens' = 'awslogs',
  region = 'eu-west-1',
): TaskDefinition {
  return {
    family: 'shop--users',
    containerDefinitions: [
      {
        name: 'users',
        logConfiguration: {
          logDriver: driver,
          options: { 'awslogs-group': group, 'awslogs-region': region, 'awslogs-stream-prefix': 'web' },
        },
      },
    ],
  };
}

describe('where lines are', () => {
  it('is as in the file where nothing is deployed, or nothing can be read', async () => {
    expect(await deployedSources(session(), prepared())).toEqual({
      sources: logGroupsOf(prepared()),
      silent: [],
    });
    const denied = session({ services: { users: ['users:1'] } });
    expect((await deployedSources(denied, prepared())).sources).toEqual(logGroupsOf(prepared()));
  });

  it('is as the running revisions say, old and new during a deployment', async () => {
    const deployed = session({
      services: { users: ['users:1', 'users:2'] },
      definitions: { 'users:1': logging('/old'), 'users:2': logging('/new') },
    });
    expect((await deployedSources(deployed, prepared(), { nodes: ['users'] })).sources).toEqual([
      { node: 'users', logGroup: '/old' },
      { node: 'users', logGroup: '/new' },
    ]);
  });

  it('is nowhere here for another driver or region, and that is said', async () => {
    const firelens = session({
      services: { users: ['users:1'] },
      definitions: { 'users:1': logging('/x', 'awsfirelens') },
    });
    const { sources, silent } = await deployedSources(firelens, prepared(), { nodes: ['users'] });
    expect(sources).toEqual([]);
    expect(silent).toEqual([
      {
        node: 'users',
        reason:
          'Its log driver is awsfirelens, so its lines are not in CloudWatch Logs; look where that driver sends them: users/users',
      },
    ]);
    const elsewhere = session({
      services: { users: ['users:1'] },
      definitions: { 'users:1': logging('/x', 'awslogs', 'us-east-1') },
    });
    expect((await deployedSources(elsewhere, prepared(), { nodes: ['users'] })).silent[0]?.reason).toMatch(
      /connect to us-east-1/,
    );
  });
});

it('a service of any cluster is called by its name', async () => {
  const deployed = session({ services: { web: ['users:1'] }, definitions: { 'users:1': logging('/web') } });
  expect(await serviceOf(deployed, `${ARN}:service/other/web`)).toEqual({
    node: 'web',
    sources: [{ node: 'web', logGroup: '/web' }],
    silent: [],
  });
});

describe('one task', () => {
  const deployed = session({
    tasks: { t1: 'users:1', t2: 'users:2' },
    definitions: { 'users:1': logging('/old') },
  });

  it('is read in its own streams, by its own revision', async () => {
    expect(await runningTasks(deployed, prepared())).toEqual([
      {
        node: 'users',
        id: 't1',
        sources: [{ node: 'users', logGroup: '/old', streams: 'web/users/t1' }],
        silent: [],
      },
    ]);
  });

  it('of any cluster is called by its family; one that ECS has forgotten is none', async () => {
    expect(await taskOf(deployed, `${ARN}:task/other/t1`)).toMatchObject({ node: 'shop--users', id: 't1' });
    expect(await taskOf(deployed, `${ARN}:task/other/gone`)).toBeUndefined();
  });
});
