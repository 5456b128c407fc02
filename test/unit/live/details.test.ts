import { describe, expect, it } from 'vitest';
import { detailsOf } from '../../../src/live/details';
import {
  DOCUMENT,
  healthy,
  NOW,
  prepared,
  service,
  stopped,
  target,
  task,
  TARGETS,
  USERS,
  type Draft,
} from './hops/chain';

const chain = prepared();

function details(change: (draft: Draft) => void = () => undefined) {
  const draft = healthy(chain);
  change(draft);
  return detailsOf(chain, draft);
}

const listOf = (lists: ReturnType<typeof details>[string] | undefined, title: string) =>
  lists?.find((list) => list.title === title);

describe('details of what is behind a hop', () => {
  it('are all five lists of a service', () => {
    const { users } = details();
    expect(users?.map(({ title, rows }) => [title, rows.length])).toEqual([
      ['Tasks', 2],
      ['Deployments', 1],
      ['Targets', 2],
      ['Instances', 2],
      ['Events', 0],
    ]);
  });

  it('leave out what the service has no part in', () => {
    expect(details().orders?.map(({ title }) => title)).toEqual([
      'Tasks',
      'Deployments',
      'Instances',
      'Events',
    ]);
  });

  it('are the targets of a wire from the load balancer, and the instances of one into Cloud Map', () => {
    const all = details();
    expect(all['nlb--users']?.map(({ title, rows }) => [title, rows.length])).toEqual([['Targets', 2]]);
    expect(all['users--names']?.map(({ title, rows }) => [title, rows.length])).toEqual([['Instances', 2]]);
  });

  it('are the instances of every service of a namespace', () => {
    expect(listOf(details().names, 'Instances')?.rows).toHaveLength(3);
  });

  it('are none of what is not there', () => {
    expect(
      details((draft) => {
        for (const answers of [draft.services, draft.tasks, draft.targets, draft.instances]) answers.clear();
      }),
    ).toEqual({});
  });

  it('say why a list is not known', () => {
    const { users } = details((draft) => void draft.targets.set(TARGETS, { unknown: 'You may not ask.' }));
    expect(listOf(users, 'Targets')).toEqual({ title: 'Targets', rows: [], unknown: 'You may not ask.' });
  });

  it('tell a task by its state, address, zone, revision and age', () => {
    const definition = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/users:3';
    const { users } = details((draft) => {
      const one = task('users', 1, {
        taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/cluster/0123456789abcdef',
        availabilityZone: 'eu-west-1a',
        taskDefinitionArn: definition,
        healthStatus: 'HEALTHY',
      });
      draft.tasks.set(USERS, { value: [one] });
    });
    expect(listOf(users, 'Tasks')?.rows).toEqual([
      {
        key: 'arn:aws:ecs:eu-west-1:123456789012:task/cluster/0123456789abcdef',
        task: 'arn:aws:ecs:eu-west-1:123456789012:task/cluster/0123456789abcdef',
        name: '01234567',
        state: 'ok',
        text: 'RUNNING · HEALTHY · 10.0.0.1 · eu-west-1a · users:3',
        at: NOW - 3_600_000,
      },
    ]);
  });

  it.each([
    ['comes up', { lastStatus: 'PENDING' }, 'pending'],
    ['goes', { desiredStatus: 'STOPPED' }, 'pending'],
    ['is sick', { healthStatus: 'UNHEALTHY' as const }, 'broken'],
    [
      'was stopped by scaling',
      { lastStatus: 'STOPPED', stoppedReason: 'Scaling activity initiated by (deployment x)' },
      'unknown',
    ],
    [
      'has failed',
      { lastStatus: 'STOPPED', stoppedReason: 'CannotPullContainerError: no such tag' },
      'broken',
    ],
  ])('mark a task that %s', (_what, changes, state) => {
    const { users } = details((draft) => void draft.tasks.set(USERS, { value: [task('users', 1, changes)] }));
    expect(listOf(users, 'Tasks')?.rows.map((row) => row.state)).toEqual([state]);
  });

  it('put running tasks before stopped ones, the latest first, and count what is too much', () => {
    const { users } = details((draft) => {
      const many = Array.from({ length: 25 }, (_, n) =>
        task('users', n, { startedAt: new Date(NOW - n * 1000) }),
      );
      draft.tasks.set(USERS, {
        value: [stopped('users', 99, 'Essential container in task exited'), ...many.reverse()],
      });
    });
    const tasks = listOf(users, 'Tasks');
    expect(tasks?.rows[0]?.at).toBe(NOW);
    expect(tasks?.rows).toHaveLength(20);
    expect(tasks?.more).toBe(6);
    expect(tasks?.rows.some(({ state }) => state === 'broken')).toBe(false);
  });

  it('tell targets of several groups apart, though they have one address', () => {
    const document = {
      ...DOCUMENT,
      edges: [
        ...DOCUMENT.edges.map((edge) =>
          edge.from === 'link' ? { ...edge, routes: [{ key: 'ANY /users', listener: 80 }] } : edge,
        ),
        { from: 'nlb', to: 'users', listener: 81 },
      ],
    };
    const two = prepared(document);
    const draft = healthy(two);
    draft.targets.set('nlb/targetGroup/users/81', { value: [target(1), target(2)] });
    const rows = listOf(detailsOf(two, draft)['users'], 'Targets')?.rows ?? [];
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(4);
    expect(rows.map(({ text }) => text)).toContain('healthy · listener 81');
  });

  it('tell a deployment by its revision, with the reason of one that fails', () => {
    const definition = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/users:4';
    const { users } = details((draft) => {
      const deployment = {
        taskDefinition: definition,
        rolloutState: 'FAILED',
        runningCount: 0,
        desiredCount: 2,
        failedTasks: 3,
        rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
        createdAt: new Date(NOW - 60_000),
      };
      draft.services.set(USERS, { value: service(2, {}, deployment) });
    });
    expect(listOf(users, 'Deployments')?.rows).toEqual([
      {
        key: 'ecs-svc/1',
        state: 'broken',
        name: 'users:4',
        text: 'PRIMARY · FAILED · 0/2 running · 3 failed',
        reason: 'ECS deployment circuit breaker: tasks failed to start.',
        at: NOW - 60_000,
      },
    ]);
  });

  it('are plain data: they cross to the page and to other windows', () => {
    const all = details();
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  });
});
