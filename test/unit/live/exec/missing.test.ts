import { RegisterTaskDefinitionCommand, UpdateServiceCommand, type Task } from '@aws-sdk/client-ecs';
import { DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTerminal } from '../../../../src/live/exec';
import { whatIsMissing } from '../../../../src/live/exec/missing';
import type { Machine } from '../../../../src/live/exec/plugin';
import { containersOf, tasksOfService, taskNamed, type ExecTarget } from '../../../../src/live/exec/target';
import { planDeploy, runPlan } from '../../../../src/live/deploy';
import type { Session } from '../../../../src/live/session';
import { DOCUMENT, prepared } from '../hops/chain';
import { openWorld, type World } from '../world';

/** The two services, one with ECS Exec from the beginning. */
const document = {
  ...DOCUMENT,
  nodes: { ...DOCUMENT.nodes, users: { ...DOCUMENT.nodes.users, exec: true } },
};
const USERS = { cluster: 'shop--cluster', name: 'users' };
const ORDERS = { cluster: 'shop--cluster', name: 'orders' };

let deployed: World;
let world: World;
let session: Session;

beforeAll(async () => {
  deployed = await openWorld();
  const run = runPlan(await planDeploy(prepared(document), deployed.session), deployed.session);
  for (let step = await run.next(); ; step = await run.next()) {
    if (!step.done) continue;
    expect(step.value).toMatchObject({ result: 'succeeded' });
    return;
  }
});
afterAll(() => deployed.close());
beforeEach(async () => {
  world = await openWorld({ account: deployed.account, now: deployed.time.now() });
  session = world.session;
  return () => world.close();
});

async function targetIn(service: { cluster: string; name: string }): Promise<ExecTarget> {
  const [task] = await tasksOfService(session, service);
  if (!task) throw new Error(`no task of ${service.name}`);
  return { ...task, container: containersOf(task)[0] ?? '' };
}

/** The target as ECS might describe it. */
function described(target: ExecTarget, more: Partial<Task>): ExecTarget {
  return { ...target, task: { ...target.task, ...more } };
}

const missing = (target: ExecTarget) => whatIsMissing(session, target);

describe('what a terminal lacks', () => {
  it('is nothing where the drawing has ECS Exec', async () => {
    expect(await missing(await targetIn(USERS))).toEqual([]);
  });

  it('is the switch, and with it the rights of the role', async () => {
    expect(await missing(await targetIn(ORDERS))).toEqual([
      'ECS Exec is switched off. Set "exec": true on the service, deploy, and redeploy it, since only new tasks have it: orders',
      expect.stringMatching(
        /^The task role does not let the agent .* Allow it ssmmessages:CreateControlChannel, .*, then redeploy: arn:aws:iam::/,
      ),
    ]);
  });

  it('is another task when it was switched on after this one had started', async () => {
    const { account } = session;
    const update = new UpdateServiceCommand({
      cluster: 'shop--cluster',
      service: 'orders',
      enableExecuteCommand: true,
    });
    await account.send(account.clients.ecs, update);
    const target = await targetIn(ORDERS);
    expect((await missing(target))[0]).toBe(
      `ECS Exec was switched on after this task had started. Redeploy the service, which replaces its tasks: orders ${target.id}`,
    );
  });

  it('is the role, where its rights were taken away', async () => {
    const { account } = session;
    const RoleName = 'shop--users-task-eu-west-1';
    await account.send(account.clients.iam, new DeleteRolePolicyCommand({ RoleName, PolicyName: 'exec' }));
    const [sentence, ...others] = await missing(await targetIn(USERS));
    expect(sentence).toContain('ssmmessages:OpenDataChannel');
    expect(others).toEqual([]);
  });

  it('is a role at all, or a file system that can be written to', async () => {
    const { account } = session;
    const { taskDefinition } = await account.send(
      account.clients.ecs,
      new RegisterTaskDefinitionCommand({
        family: 'bare',
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        containerDefinitions: [{ name: 'users', image: 'nginx:1', readonlyRootFilesystem: true }],
      }),
    );
    const taskDefinitionArn = taskDefinition?.taskDefinitionArn;
    expect(await missing(described(await targetIn(USERS), { taskDefinitionArn }))).toEqual([
      expect.stringMatching(/^The task has no task role.*, then redeploy: bare:1$/),
      expect.stringMatching(/^The file system of the container is read-only.*and deploy: users$/),
    ]);
  });

  it('is a task that runs', async () => {
    const target = await targetIn(USERS);
    expect(await missing(described(target, { lastStatus: 'PENDING' }))).toEqual([
      `The task is still starting (PENDING). Wait until it is RUNNING: ${target.id}`,
    ]);
    expect(await missing(described(target, { lastStatus: 'STOPPED' }))).toEqual([
      `The task does not run any more (STOPPED). Choose another one: ${target.id}`,
    ]);
  });

  it.each([
    [[], /does not run in the container \(none\)\. Check that the task's subnets reach Session Manager/],
    [[{ name: 'ExecuteCommandAgent' as const, lastStatus: 'PENDING' }], /is still starting \(PENDING\)/],
    [
      [{ name: 'ExecuteCommandAgent' as const, lastStatus: 'STOPPED', reason: 'no route' }],
      /\(STOPPED: no route\)\. Check/,
    ],
  ])('is the agent: %j', async (managedAgents, expected) => {
    const target = await targetIn(USERS);
    const containers = target.task.containers?.map((one) => ({ ...one, managedAgents }));
    expect(await missing(described(target, { containers }))).toEqual([expect.stringMatching(expected)]);
  });

  it('is a container that runs, and a platform that knows ECS Exec', async () => {
    const target = await targetIn(USERS);
    const containers = target.task.containers?.map((one) => ({ ...one, lastStatus: 'STOPPED' }));
    expect(await missing(described(target, { containers }))).toEqual([
      'The container does not run (STOPPED). Choose another one, or another task: users',
    ]);
    expect(await missing(described(target, { platformVersion: '1.3.0' }))).toEqual([
      expect.stringContaining('platform version 1.4.0'),
    ]);
  });
});

describe('opening a terminal', () => {
  const nowhere: Machine = {
    platform: 'linux',
    env: {},
    isExecutable: () => Promise.resolve(false),
    output: () => Promise.reject(new Error('nothing is here')),
  };
  const executed = () => session.account.counters['ECS.ExecuteCommand'] ?? 0;

  it('leads to the shell of the sandbox, which needs no plugin', async () => {
    const opening = await openTerminal(session, await targetIn(USERS), {
      command: '/bin/sh',
      machine: nowhere,
    });
    expect(opening).toMatchObject({
      ok: true,
      way: { kind: 'sandbox', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/session\//) as string },
    });
    expect(executed()).toBe(1);
  });

  it('begins nothing while something is missing, and says all of it', async () => {
    const elsewhere: Session = {
      ...session,
      account: { ...session.account, connection: { kind: 'aws', region: 'eu-west-1' } },
    };
    const opening = await openTerminal(elsewhere, await targetIn(ORDERS), {
      command: '/bin/sh',
      machine: nowhere,
    });
    expect(opening).toMatchObject({ ok: false });
    const reasons = opening.ok ? [] : opening.reason.split('\n');
    expect(reasons).toEqual([
      expect.stringContaining('ECS Exec is switched off'),
      expect.stringContaining('task role'),
      expect.stringContaining('plugin'),
    ]);
    expect(executed()).toBe(0);
  });

  it('tells what it means that ECS does not reach the agent', async () => {
    const { account } = session;
    const target = await targetIn(USERS);
    const reached: Session = {
      ...session,
      account: {
        ...account,
        // Between the look and the call the role has lost its rights.
        send: async (client, command, options) => {
          if (command.constructor.name.startsWith('ExecuteCommand')) {
            const RoleName = 'shop--users-task-eu-west-1';
            await account.send(
              account.clients.iam,
              new DeleteRolePolicyCommand({ RoleName, PolicyName: 'exec' }),
            );
          }
          return account.send(client, command, options);
        },
      },
    };
    expect(await openTerminal(reached, target, { command: '/bin/sh', machine: nowhere })).toEqual({
      ok: false,
      reason: expect.stringMatching(
        /^ECS does not reach the agent .* ssmmessages: The execute command failed/,
      ) as string,
    });
  });
});

it('a task is found by its ARN, and forgotten', async () => {
  const { cluster, arn } = await targetIn(USERS);
  expect(await taskNamed(session, { cluster, arn })).toMatchObject({ arn, service: 'users' });
  expect(await taskNamed(session, { cluster, arn: `${arn}0` })).toBeUndefined();
});
