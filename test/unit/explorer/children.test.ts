import { describe, expect, it } from 'vitest';
import type { Uri } from 'vscode';
import { createChildren } from '../../../src/explorer/children';
import type { ConnectionStore } from '../../../src/host/connection';
import { UserError } from '../../../src/host/errors';
import type { StatusStore } from '../../../src/host/statusStore';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import type { JsonValue } from '../../../src/model/json';

const uri = (name: string) => ({ path: `/w/${name}`, toString: () => `file:///w/${name}` }) as Uri;

function childrenOf(options: {
  choice?: ConnectionStore['choice']['kind'];
  files?: Record<string, JsonValue | undefined>;
  session?: () => Promise<never>;
  shown?: string;
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
  });
}

describe('the entries of the explorer', () => {
  it('are none at all for an empty workspace without a connection: the welcome speaks then', async () => {
    expect(await childrenOf({}).of()).toEqual([]);
    expect(await childrenOf({ choice: 'sandbox' }).of()).toEqual([{ kind: 'connection' }]);
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
