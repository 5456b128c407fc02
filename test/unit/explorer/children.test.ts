import { describe, expect, it } from 'vitest';
import type { Uri } from 'vscode';
import { createChildren } from '../../../src/explorer/children';
import type { ConnectionStore } from '../../../src/host/connection';
import { UserError } from '../../../src/host/errors';
import type { StatusStore } from '../../../src/host/statusStore';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import type { Session } from '../../../src/live/session';
import type { JsonValue } from '../../../src/model/json';
import { fakeAccount, sdkError, type Answers } from '../aws/fakes';

const uri = (name: string) => ({ path: `/w/${name}`, toString: () => `file:///w/${name}` }) as Uri;

function childrenOf(options: {
  choice?: ConnectionStore['choice']['kind'];
  files?: Record<string, JsonValue | undefined>;
  session?: () => Promise<Session>;
  shown?: string;
  welcomes?: string[];
}) {
  const files = Object.entries(options.files ?? {}).map(([name, document]) => ({ at: uri(name), document }));
  return createChildren({
    registry: createRegistry(KINDS),
    // Only what the tree looks at.
    connection: {
      choice: { kind: options.choice ?? 'none' },
      session: options.session ?? (() => Promise.reject(new Error('not asked'))),
    } as unknown as ConnectionStore,
    status: { report: () => undefined } as unknown as StatusStore,
    environments: { shown: () => options.shown },
    findTopologies: async () => files.map(({ at }) => at),
    document: async (asked) => files.find(({ at }) => at === asked)?.document,
    welcome: (why) => options.welcomes?.push(why),
  });
}

describe('the entries of the explorer', () => {
  it('are none at all for an empty workspace without a connection: the welcome speaks then', async () => {
    const welcomes: string[] = [];
    expect(await childrenOf({ welcomes }).of()).toEqual([]);
    expect(welcomes).toEqual(['noTopology']);
    expect(await childrenOf({ files: { 'a.topology.json': {} } }).of()).toEqual([{ kind: 'connection' }]);
  });

  it('show the account only where there is one', async () => {
    const groups = async (choice: ConnectionStore['choice']['kind']) =>
      (await childrenOf({ choice }).of({ kind: 'connection' })).map(
        (item) => item.kind === 'group' && item.group,
      );
    expect(await groups('none')).toEqual(['topologies']);
    expect(await groups('aws')).toEqual(['topologies', 'stacks', 'account']);
  });

  it('list the nodes of a file, whatever state they are in', async () => {
    const document = { nodes: { users: { kind: 'ecsService' }, odd: { kind: 'nothing' } } };
    const children = childrenOf({ files: { 'a.topology.json': document } });
    const [topology] = await children.of({ kind: 'group', group: 'topologies' });
    expect(await children.of(topology)).toMatchObject([
      { kind: 'node', node: 'users', kindTitle: 'ECS service' },
      { kind: 'node', node: 'odd', kindTitle: 'nothing' },
    ]);
  });

  it('list the nodes of the environment that is shown', async () => {
    const document = {
      nodes: { users: { kind: 'ecsService' }, nlb: { kind: 'nlb' } },
      environments: { dev: { nodes: { nlb: null, more: { kind: 'vpcLink' } } } },
    };
    const children = childrenOf({ files: { 'a.topology.json': document }, shown: 'dev' });
    const [topology] = await children.of({ kind: 'group', group: 'topologies' });
    expect(await children.of(topology)).toMatchObject([{ node: 'users' }, { node: 'more' }]);
  });

  it('say what to do about a file that does not parse', async () => {
    const children = childrenOf({ files: { 'a.topology.json': undefined } });
    const [topology] = await children.of({ kind: 'group', group: 'topologies' });
    expect(await children.of(topology)).toMatchObject([
      { kind: 'failure', actions: [{ command: 'ecsTopology.openAsText' }] },
    ]);
  });

  it('show an error as an entry with its remedy', async () => {
    const session = () =>
      Promise.reject(new UserError('The session has expired.', [{ title: 'Sign in', command: 'x' }]));
    expect(await childrenOf({ choice: 'aws', session }).of({ kind: 'list', list: 'clusters' })).toEqual([
      { kind: 'failure', message: 'The session has expired.', actions: [{ title: 'Sign in', command: 'x' }] },
    ]);
  });
});

/** A session to an account that answers from a table. */
const through = (answers: Answers) => async () => ({ account: fakeAccount(answers).account }) as Session;
const EMPTY: Answers = {
  GetApis: {},
  GetVpcLinks: {},
  DescribeLoadBalancers: {},
  ListClusters: {},
  ListNamespaces: {},
};

describe('a tree with nothing drawn', () => {
  it('shows an account that holds something, and the welcome of one that holds nothing', async () => {
    const welcomes: string[] = [];
    const rootsOf = (answers: Answers) =>
      childrenOf({ choice: 'aws', session: through(answers), welcomes }).of();
    expect(await rootsOf(EMPTY)).toEqual([]);
    expect(await rootsOf({ ...EMPTY, GetApis: { Items: [{ ApiId: 'a', Name: 'shop' }] } })).toEqual([
      { kind: 'connection' },
    ]);
    expect(welcomes).toEqual(['noResources']);
  });

  it('asks for other credentials where these do not work, and shows any other fault in its place', async () => {
    const welcomes: string[] = [];
    const rootsOf = (failure: Error) =>
      childrenOf({ choice: 'aws', session: through({ ...EMPTY, ListClusters: failure }), welcomes }).of();
    expect(await rootsOf(sdkError('ExpiredTokenException', 'The security token is expired', 403))).toEqual(
      [],
    );
    expect(welcomes).toEqual(['noCredentials']);
    expect(await rootsOf(sdkError('AccessDeniedException', 'not authorized', 403))).toEqual([
      { kind: 'connection' },
    ]);
  });
});

describe('a filtered tree', () => {
  const document = { nodes: { users: { kind: 'ecsService' }, api: { kind: 'apiGateway' } } };
  const names = (items: readonly object[]) =>
    items.map((item) => ('title' in item ? item.title : 'message' in item ? item.message : 'uri' in item));

  it('shows the topologies that have it, whole where their own name does', async () => {
    const children = childrenOf({ files: { 'a.topology.json': document, 'b.topology.json': {} } });
    children.filter('USER');
    const found = await children.of({ kind: 'group', group: 'topologies' });
    expect(found).toMatchObject([{ uri: { path: '/w/a.topology.json' } }]);
    expect(names(await children.of(found[0]))).toEqual(['users']);
    children.filter('a.topo');
    expect(names(await children.of(found[0]))).toEqual(['users', 'api']);
    children.filter('nobody');
    expect(names(await children.of({ kind: 'group', group: 'topologies' }))).toEqual(['Nothing fits nobody']);
    children.filter('');
    expect(await children.of({ kind: 'group', group: 'topologies' })).toHaveLength(2);
  });

  it('looks for it on the pages that nobody has asked for yet', async () => {
    const api = (name: string) => ({ ApiId: name, Name: name });
    const session = through({
      GetApis: ({ NextToken }) =>
        NextToken === undefined
          ? { Items: [api('one'), api('two')], NextToken: 'more' }
          : { Items: [api('shop')], NextToken: NextToken === 'more' ? 'last' : undefined },
    });
    const children = childrenOf({ choice: 'aws', session });
    children.filter('shop');
    const found = await children.of({ kind: 'list', list: 'apis' });
    expect(found).toMatchObject([{ thing: { name: 'shop' } }, { kind: 'more' }]);
  });

  it('keeps what others are in, and shows what is in it where its own name has the text', async () => {
    const arn = 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop';
    const session = through({
      ListClusters: { clusterArns: [arn] },
      DescribeClusters: { clusters: [{ clusterArn: arn, clusterName: 'shop', status: 'ACTIVE' }] },
      ListServices: { serviceArns: ['a', 'b'] },
      DescribeServices: {
        services: ['users', 'orders'].map((serviceName) => ({
          serviceArn: `arn:aws:ecs:eu-west-1:123456789012:service/shop/${serviceName}`,
          serviceName,
          status: 'ACTIVE',
        })),
      },
    });
    const children = childrenOf({ choice: 'aws', session });
    const services = async (text: string) => {
      children.filter(text);
      const [cluster] = await children.of({ kind: 'list', list: 'clusters' });
      return (await children.of(cluster)).map((item) =>
        item.kind === 'thing' ? item.thing.name : item.kind,
      );
    };
    expect(await services('orders')).toEqual(['orders']);
    expect(await services('shop')).toEqual(['users', 'orders']);
  });
});
