import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { foundIn, inputOf } from '../../../../src/aws/resources/taskDefinitionShape';
import { fromTags } from '../../../../src/aws/tags';
import { differences } from '../../../../src/engine/diff';
import type { Resolved } from '../../../../src/engine/resource';
import type { ContainerProps, TaskDefinitionProps } from '../../../../src/kinds/resourceTypes';

const MARKS = {
  stack: 'shop',
  node: 'users',
  resource: 'users/taskDefinition',
  created: '2026-01-01T00:00:00.000Z',
  applied: 'digest',
};
const bare: Resolved<ContainerProps> = { image: 'a:1', environment: {}, secrets: {}, essential: true };
const full: Resolved<ContainerProps> = {
  ...bare,
  port: 80,
  command: ['serve'],
  dependsOn: { proxy: 'HEALTHY', migrate: 'SUCCESS' },
  healthCheck: { command: ['CMD-SHELL', 'true'], interval: 30, timeout: 5, retries: 3, startPeriod: 0 },
  stopTimeout: 90,
  ulimits: { nofile: { softLimit: 1024, hardLimit: 4096 } },
  readonlyRootFilesystem: true,
  user: '1000',
  logConfiguration: { mode: 'non-blocking', maxBufferSize: '25m', multilinePattern: '^a' },
};

function asking(container: Resolved<ContainerProps>, more: { ephemeralStorage?: number } = {}) {
  const props: Resolved<TaskDefinitionProps> = {
    family: 'shop--users',
    cpu: 256,
    memory: 512,
    architecture: 'X86_64',
    executionRole: 'arn:aws:iam::123456789012:role/execution',
    taskRole: 'arn:aws:iam::123456789012:role/task',
    containers: { users: container },
    logGroup: '/ecs/shop/users',
    logPrefix: 'users',
    ...more,
  };
  return props;
}

/** What a plan would change once ECS has answered in its own way. */
function changes(asked: Resolved<TaskDefinitionProps>, answered: (sent: TaskDefinition) => TaskDefinition) {
  const { tags, ...sent } = inputOf(asked, MARKS, 'eu-west-1');
  const definition = answered({
    ...sent,
    taskDefinitionArn: 'arn:aws:ecs:x:1:task-definition/shop--users:1',
  });
  const found = foundIn({ definition, tags: fromTags(tags) }, 'shop');
  const rules = { type: 'AWS::ECS::TaskDefinition', immutable: [] };
  return differences(asked, found?.props ?? {}, rules, { notEchoed: {} }).changes.map(({ path }) => path);
}

const firstOf = (sent: TaskDefinition, more: object): TaskDefinition => ({
  ...sent,
  containerDefinitions: sent.containerDefinitions?.map((one) => ({ ...one, ...more })),
});

describe('a task definition', () => {
  it('is read as it was asked', () => {
    expect(changes(asking(full, { ephemeralStorage: 50 }), (sent) => sent)).toEqual([]);
    expect(changes(asking(bare), (sent) => sent)).toEqual([]);
  });

  it('has no difference where ECS fills in its own', () => {
    const filled = (sent: TaskDefinition) => ({
      ...firstOf(sent, {
        cpu: 0,
        readonlyRootFilesystem: false,
        user: '',
        ulimits: [],
        dependsOn: [],
        command: [],
      }),
      ephemeralStorage: { sizeInGiB: 20 },
    });
    expect(changes(asking(bare), filled)).toEqual([]);
    const silent = (sent: TaskDefinition) =>
      firstOf(sent, { healthCheck: { command: full.healthCheck?.command } });
    expect(changes(asking(full), silent)).toEqual([]);
  });

  it.each<[string, object]>([
    ['containers.users.ulimits.core', { ulimits: [{ name: 'core', softLimit: 1, hardLimit: 1 }] }],
    ['containers.users.readonlyRootFilesystem', { readonlyRootFilesystem: true }],
    ['containers.users.user', { user: 'root' }],
    ['containers.users.stopTimeout', { stopTimeout: 5 }],
    ['containers.users.healthCheck', { healthCheck: { command: ['CMD', 'x'] } }],
    [
      'containers.users.logConfiguration',
      { logConfiguration: { logDriver: 'awslogs', options: { mode: 'blocking' } } },
    ],
  ])('tells what somebody else has set: %s', (path, more) => {
    const told = changes(asking(bare), (sent) => firstOf(sent, more));
    expect(told.some((one) => path.startsWith(one))).toBe(true);
  });

  it('sends ECS its own words', () => {
    expect(inputOf(asking(full, { ephemeralStorage: 50 }), MARKS, 'eu-west-1')).toMatchObject({
      ephemeralStorage: { sizeInGiB: 50 },
      containerDefinitions: [
        {
          dependsOn: [
            { containerName: 'proxy', condition: 'HEALTHY' },
            { containerName: 'migrate', condition: 'SUCCESS' },
          ],
          ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
          logConfiguration: {
            options: {
              'awslogs-group': '/ecs/shop/users',
              mode: 'non-blocking',
              'max-buffer-size': '25m',
              'awslogs-multiline-pattern': '^a',
            },
          },
        },
      ],
    });
  });
});
