import type { Uri as VscodeUri } from 'vscode';
import { beforeEach, describe, expect, it } from 'vitest';
import { registerServiceCommands } from '../../../src/explorer/serviceCommands';
import type { ExplorerItem } from '../../../src/explorer/items';
import { createEdge } from '../../../src/host/command';
import { createConnectionStore } from '../../../src/host/connection';
import { readSettings } from '../../../src/host/settings';
import type { StatusStore } from '../../../src/host/statusStore';
import { createTopologyReader } from '../../../src/host/topologyFiles';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import type { Session } from '../../../src/live/session';
import { clearDesk, Uri, type Desk } from '../../fakes/vscode';
import { fakeAccount, type Answers, type Sent } from '../aws/fakes';

const REGION = 'eu-west-1';
const CLUSTER = `arn:aws:ecs:${REGION}:123456789012:cluster/shop`;
const SERVICE = `arn:aws:ecs:${REGION}:123456789012:service/shop/users`;
const TASK = `arn:aws:ecs:${REGION}:123456789012:task/shop/0123`;
const DEPLOYMENT = `arn:aws:ecs:${REGION}:123456789012:service-deployment/shop/users/9`;
const FILE = 'file:///w/shop.topology.json';

const service: ExplorerItem = {
  kind: 'thing',
  thing: { kind: 'service', id: SERVICE, name: 'users', arn: SERVICE },
  cluster: CLUSTER,
  facts: { name: 'users', arn: SERVICE },
};
const task: ExplorerItem = {
  kind: 'thing',
  thing: { kind: 'task', id: TASK, name: '0123', arn: TASK },
  cluster: CLUSTER,
  facts: { name: '0123', arn: TASK },
};
const node: ExplorerItem = {
  kind: 'node',
  // The fake behind `import 'vscode'`.
  uri: Uri.parse(FILE) as unknown as VscodeUri,
  node: 'users',
  title: 'users',
  kindName: 'ecsService',
  kindTitle: 'ECS service',
  facts: { name: 'users', arn: SERVICE },
};

const ANSWERS: Answers = {
  DescribeServices: { services: [{ serviceArn: SERVICE, desiredCount: 2 }] },
  DescribeScalableTargets: { ScalableTargets: [] },
  UpdateService: {},
  StopTask: {},
  ListServiceDeployments: { serviceDeployments: [{ serviceDeploymentArn: DEPLOYMENT }] },
  StopServiceDeployment: {},
};
const CHANGES = /^(Update|Stop)/;

let desk: Desk;
beforeEach(() => {
  desk = clearDesk();
});

function explorer({
  answers = {},
  settings = { profile: 'dev' },
}: { answers?: Answers; settings?: Record<string, unknown> } = {}) {
  const errors: string[] = [];
  const touched: string[] = [];
  const regions: string[] = [];
  const tree = { changes: 0 };
  const { account, sent } = fakeAccount({ ...ANSWERS, ...answers });
  const quiet = () => undefined;
  const edge = createEdge(
    { debug: quiet, info: quiet, warn: quiet, error: quiet },
    { error: (message) => errors.push(message) },
  );
  const connection = createConnectionStore({
    settings: () => readSettings((name) => settings[name]),
    writeSettings: async () => undefined,
    memory: { get: () => undefined, set: quiet },
    isTrusted: () => true,
    startSandbox: async () => ({ url: '', attach: quiet }),
    profileRegion: async () => 'us-east-1',
    async open({ region }) {
      regions.push(region);
      // Only what the commands look at.
      return { account, region, identity: { account: '123456789012', partition: 'aws' } } as Session;
    },
  });
  const registry = createRegistry(KINDS);
  registerServiceCommands({
    edge,
    registry,
    read: createTopologyReader(registry),
    connection,
    status: {
      touch: (key: string, nodes: readonly string[]) => touched.push(`${key} ${nodes.join()}`),
    } as unknown as StatusStore,
    environments: { shown: () => undefined, show: quiet, onDidChange: () => ({ dispose: quiet }) },
    changed: () => void (tree.changes += 1),
  });
  return {
    errors,
    touched,
    regions,
    tree,
    run: async (id: string, item: unknown) => desk.commands.get(`ecsTopology.${id}`)?.(item),
    changes: (): Sent[] => sent.filter(({ operation }) => CHANGES.test(operation)),
    sent,
  };
}

/** Each thing that can be done: to what, what is typed before it is confirmed, and the call that does it. */
const ACTS = [
  {
    id: 'scale',
    item: service,
    typed: ['3'],
    button: 'Scale',
    call: { operation: 'UpdateService', input: { cluster: 'shop', service: SERVICE, desiredCount: 3 } },
  },
  {
    id: 'redeploy',
    item: service,
    typed: [],
    button: 'Redeploy',
    call: {
      operation: 'UpdateService',
      input: { cluster: 'shop', service: SERVICE, forceNewDeployment: true },
    },
  },
  {
    id: 'stopTask',
    item: task,
    typed: [],
    button: 'Stop task',
    call: {
      operation: 'StopTask',
      input: { cluster: 'shop', task: TASK, reason: 'Stopped with ECS Topology' },
    },
  },
  {
    id: 'stopDeployment',
    item: service,
    typed: [],
    button: 'Roll back',
    call: {
      operation: 'StopServiceDeployment',
      input: { serviceDeploymentArn: DEPLOYMENT, stopType: 'ROLLBACK' },
    },
  },
] as const;

describe.each(ACTS)('$id', ({ id, item, typed, button, call }) => {
  it('names account and region, and then calls once what it is about', async () => {
    const { run, changes, errors, regions, tree } = explorer();
    desk.answers.push(...typed, button);
    await run(id, item);
    expect(errors).toEqual([]);
    const confirmation = desk.asked.at(-1);
    expect(confirmation?.buttons).toEqual([button]);
    expect(confirmation?.detail).toContain('cluster shop, account 123456789012, eu-west-1');
    expect(changes()).toEqual([call]);
    expect(tree.changes).toBe(1);
    // The ARN's own, whatever the profile says.
    expect(regions).toEqual([REGION]);
  });

  it('changes nothing when the confirmation is closed, and says nothing', async () => {
    const { run, changes, errors, tree } = explorer();
    desk.answers.push(...typed, undefined);
    await run(id, item);
    expect(desk.asked.at(-1)?.buttons).toEqual([button]);
    expect([changes(), errors, tree.changes]).toEqual([[], [], 0]);
  });

  it.each([
    ['everything is read-only', { profile: 'dev', readOnly: true }, /ecsTopology\.readOnly is on/],
    [
      'the profile is protected',
      { profile: 'shop-prod', protectedProfiles: ['*prod*'] },
      /shop-prod is prot/,
    ],
  ])('is refused before anything is asked or called where %s', async (_why, settings, sentence) => {
    const { run, sent, errors } = explorer({ settings });
    desk.answers.push(...typed, button);
    await run(id, item);
    expect(errors).toEqual([expect.stringMatching(sentence)]);
    expect([desk.asked, sent]).toEqual([[], []]);
  });

  it('asks for it again where VS Code has lost what it was called about', async () => {
    const { run, sent, errors } = explorer();
    await run(id, undefined);
    expect(errors).toEqual(['The explorer was just being read anew. Choose that again.']);
    expect(sent).toEqual([]);
  });

  it('asks for a choice where it is called about something else', async () => {
    const { run, sent, errors } = explorer();
    for (const other of [{ kind: 'thing' }, item === task ? service : task]) await run(id, other);
    expect(errors).toEqual(Array(2).fill('Choose a running service or task in the explorer.'));
    expect(sent).toEqual([]);
  });
});

describe('scaling', () => {
  it('says before that nobody answers any more', async () => {
    const { run } = explorer();
    desk.answers.push('0', undefined);
    await run('scale', service);
    expect(desk.asked.at(-1)).toMatchObject({
      message: 'Scale users from 2 to 0 tasks?',
      detail: expect.stringContaining('Nobody answers its requests then.') as string,
    });
  });

  it('takes whole numbers that ECS takes', async () => {
    const { run, changes, errors } = explorer();
    for (const typed of ['-1', '1.5', '5001', 'two', '']) {
      desk.answers.push(typed);
      await run('scale', service);
    }
    expect(errors).toHaveLength(5);
    expect(changes()).toEqual([]);
  });

  it('calls nothing for as many as there are, and nothing when no number is given', async () => {
    const { run, changes, errors } = explorer();
    desk.answers.push('2');
    await run('scale', service);
    await run('scale', service);
    expect([changes(), errors]).toEqual([[], []]);
  });

  it('keeps within the bounds of what scales the service, and has nothing to write', async () => {
    const { run, changes, errors } = explorer({
      answers: { DescribeScalableTargets: { ScalableTargets: [{ MinCapacity: 1, MaxCapacity: 4 }] } },
    });
    desk.texts.set(FILE, '{ "nodes": { "users": { "kind": "ecsService" } } }');
    for (const typed of ['0', '5']) {
      desk.answers.push(typed);
      await run('scale', node);
    }
    expect(errors).toHaveLength(2);
    expect(changes()).toEqual([]);
    desk.answers.push('4', 'Scale');
    await run('scale', node);
    expect(changes()).toMatchObject([{ input: { desiredCount: 4 } }]);
    expect(desk.asked.at(-1)?.detail).toContain('Scaling goes on from there');
  });

  it('says that the service is gone', async () => {
    const { run, errors } = explorer({ answers: { DescribeServices: { services: [] } } });
    await run('scale', service);
    expect(errors).toEqual(['The account has no such service any more: users']);
  });

  it('of a node shows it soon and offers to write the file, which a deploy would go back to', async () => {
    const { run, touched } = explorer();
    const text = '{\n  "nodes": { "users": { "kind": "ecsService", "desiredCount": 2 } }\n}\n';
    desk.texts.set(FILE, text);
    desk.answers.push('3', 'Scale', 'Write into the file');
    await run('scale', node);
    await expect.poll(() => desk.texts.get(FILE)).toBe(text.replace('2 }', '3 }'));
    expect(desk.asked.at(-1)?.message).toBe(
      'shop.topology.json asks for 2 tasks of users; a deploy would go back to that.',
    );
    expect(touched).toEqual([`${FILE} users`]);
  });
});

it('says that there is no deployment to stop', async () => {
  const { run, errors, changes } = explorer({
    answers: { ListServiceDeployments: { serviceDeployments: [] } },
  });
  await run('stopDeployment', service);
  expect(errors).toEqual(['No deployment of users is under way.']);
  expect([desk.asked, changes()]).toEqual([[], []]);
});

describe('the console', () => {
  it('opens in the region of the thing, and only for AWS', async () => {
    const { run } = explorer();
    await run('openInConsole', service);
    expect(desk.opened).toEqual([expect.stringContaining('eu-west-1')]);
    const elsewhere = explorer({ settings: { endpoint: 'http://127.0.0.1:5000' } });
    await elsewhere.run('openInConsole', service);
    expect(desk.opened).toHaveLength(1);
    expect(elsewhere.errors).toEqual(['The console shows what is on AWS; this connection goes elsewhere.']);
  });
});
