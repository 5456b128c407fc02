import type { Task } from '@aws-sdk/client-ecs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/aws/account';
import { AwsError } from '../../../../src/aws/errors';
import { operationOf } from '../../../../src/aws/send';
import type { Found } from '../../../../src/engine/provider';
import { knownNow, type Known } from '../../../../src/live/services/known';
import { createRollCall, type RollCall } from '../../../../src/live/services/rollCall';

const SECOND = 1000;
/** So many that describing all of them takes longer than listing what they run. */
const MANY = 400;
let now: number;
let calls: string[];
/** What the cluster runs, by service; `other` is of nobody here. */
let running: Map<string, string[]>;
let refused: boolean;
let known: Map<string, Known<readonly Task[]>>;
let rollCall: RollCall;

const members = (count: number): Found[] =>
  Array.from({ length: count }, (_none, index) => ({
    id: `s${index}/service`,
    type: 'AWS::ECS::Service',
    physicalId: `arn:s${index}`,
    created: '',
    props: {},
    attributes: { name: `s${index}`, cluster: 'c' },
    pointsTo: [],
  }));

const task = (service: string, taskArn: string): Task => ({
  taskArn,
  group: `service:${service}`,
  desiredStatus: 'RUNNING',
});

beforeEach(() => {
  now = 0;
  calls = [];
  refused = false;
  const names = members(MANY).map(({ attributes }) => attributes.name ?? '');
  running = new Map(names.map((name) => [name, [`${name}-1`]]));
  known = new Map(names.map((name) => [`arn:${name}`, knownNow({ value: [task(name, `${name}-1`)] }, 0)]));
  const account = {
    clients: {},
    clock: { now: () => now },
    async send(
      _client: unknown,
      command: { readonly schema?: unknown; readonly input: { tasks?: string[] } },
    ) {
      calls.push(operationOf(command));
      if (refused) {
        throw new AwsError('Rate exceeded', {
          kind: 'throttled',
          code: 'ThrottlingException',
          reason: 'Rate exceeded',
          service: 'ecs',
          operation: 'ListTasks',
        });
      }
      const { tasks } = command.input;
      const all = [...running].flatMap(([service, arns]) => arns.map((arn) => task(service, arn)));
      return tasks
        ? { tasks: all.filter(({ taskArn }) => tasks.includes(taskArn ?? '')) }
        : { taskArns: all.map(({ taskArn }) => taskArn) };
    },
  } as unknown as Account;
  rollCall = createRollCall({ account, once: account }, known);
});

/** ARNs of the services that have moved, so many seconds later. */
async function take(after = 15, count = MANY, isHurried = false, stack = 'shop'): Promise<string[]> {
  now += after * SECOND;
  calls = [];
  const options = { stack, stretch: 1, isHurried, signal: undefined };
  return [...(await rollCall.take('c', members(count), options))];
}

describe('a roll call', () => {
  it('tells nothing, and describes nothing, while the same tasks run', async () => {
    expect(await take()).toEqual([]);
    expect(calls).toEqual(['ListTasks']);
  });

  it('tells whose task has come and whose has gone', async () => {
    running.get('s7')?.push('s7-2');
    running.set('s9', []);
    expect((await take()).sort()).toEqual(['arn:s7', 'arn:s9']);
    expect(calls).toEqual(['ListTasks', 'DescribeTasks']);
  });

  it('describes tasks of other people once', async () => {
    running.set('other', ['other-1']);
    expect(await take()).toEqual([]);
    expect(calls).toEqual(['ListTasks', 'DescribeTasks']);
    expect(await take()).toEqual([]);
    expect(calls).toEqual(['ListTasks']);
  });

  it('is not taken again before its time', async () => {
    await take();
    expect(await take(5)).toEqual([]);
    expect(calls).toEqual([]);
  });

  it('is not taken where describing the services is as fast, nor before their tasks are known', async () => {
    expect(await take(15, 20)).toEqual([]);
    expect(calls).toEqual([]);
    known.delete('arn:s3');
    expect(await take()).toEqual([]);
    expect(calls).toEqual([]);
  });

  it('is taken for each of two topologies in one cluster', async () => {
    running.set('s9', []);
    expect(await take(15, MANY, false, 'shop')).toEqual(['arn:s9']);
    expect(await take(0, MANY, false, 'mall')).toEqual(['arn:s9']);
  });

  it('keeps nobody waiting who is in a hurry, and tells the next time', async () => {
    running.set('s9', []);
    expect(await take(15, MANY, true)).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await take(2, MANY, true)).toEqual(['arn:s9']);
    expect(calls).toEqual([]);
    expect(await take(2, MANY, true)).toEqual([]);
  });

  it('says nothing when it is refused, and sees later what it missed', async () => {
    await take();
    refused = true;
    running.set('s9', []);
    expect(await take()).toEqual([]);
    refused = false;
    expect(await take()).toEqual(['arn:s9']);
  });
});
