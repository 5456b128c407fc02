import { describe, expect, it } from 'vitest';
import type { Uri } from 'vscode';
import { contextOf, factsOf, hasChildren, keyOf, type ExplorerItem } from '../../../src/explorer/items';
import { lookOf } from '../../../src/explorer/look';
import type { StatusReport } from '../../../src/live/status';

// Path and text are all that is asked of a URI here.
const uri = { path: '/w/shop.topology.json', toString: () => 'file:///w/shop.topology.json' } as Uri;
const node = (id: string, kindName: string): ExplorerItem => ({
  kind: 'node',
  uri,
  node: id,
  title: id,
  kindName,
  kindTitle: 'ECS service',
  facts: { name: id },
});
const report: StatusReport = {
  health: 'broken',
  brokenHop: 'users',
  hops: [],
  nodes: {
    users: {
      state: 'broken',
      summary: '0/2 running',
      reason: 'CannotPullContainerError',
      remedy: 'Check the image.',
    },
  },
  edges: {},
  resources: [],
  apis: {},
  details: {},
};
const look = (item: ExplorerItem, known?: StatusReport) =>
  lookOf(item, { connection: { label: 'dev', kind: 'aws', account: '123456789012' }, report: () => known });

describe('an entry of the explorer', () => {
  it('shows the health of a node in words, with the reason and the remedy', () => {
    expect(look(node('users', 'ecsService'), report)).toMatchObject({
      label: 'users',
      description: 'ECS service · 0/2 running',
      tooltip: 'CannotPullContainerError\nCheck the image.',
      icon: 'error',
    });
  });

  it('claims nothing before anything is known', () => {
    expect(look(node('users', 'ecsService')).icon).toBe('circle-outline');
    expect(look({ kind: 'topology', uri })).toMatchObject({ label: 'shop', icon: 'type-hierarchy' });
  });

  it('looks a node up as an own member only', () => {
    expect(look(node('constructor', 'ecsService'), report).icon).toBe('circle-outline');
  });

  it('shows a resource by its type and what it joins', () => {
    const item: ExplorerItem = {
      kind: 'resource',
      uri,
      node: 'nlb',
      status: {
        id: 'nlb/targetGroup/users/80',
        type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
        node: 'nlb',
        state: 'ok',
      },
      facts: {},
    };
    expect(look(item)).toMatchObject({ label: 'target group · users/80', description: 'not in the account' });
  });

  it('offers what fits it', () => {
    expect(contextOf(node('users', 'ecsService'))).toBe('node service hasName');
    expect(contextOf({ kind: 'stack', stack: 'old', detail: '', facts: factsOf('old', 'arn:aws:x') })).toBe(
      'stack hasName hasArn',
    );
    expect(hasChildren(node('client', 'client'))).toBe(false);
  });

  it('is told apart from its like', () => {
    const thing = (id: string): ExplorerItem => ({
      kind: 'thing',
      thing: { kind: 'task', id, name: 'same' },
      facts: {},
    });
    expect(keyOf(thing('1'))).not.toBe(keyOf(thing('2')));
    expect(keyOf({ kind: 'more', parent: thing('1') })).not.toBe(keyOf(thing('1')));
  });

  it('shows how a thing of the account is, by icon and in words', () => {
    const thing = (state: string, health?: 'ok' | 'broken'): ExplorerItem => ({
      kind: 'thing',
      thing: { kind: 'vpcLink', id: 'l1', name: 'link', state, ...(health && { health }) },
      facts: {},
    });
    expect(look(thing('FAILED', 'broken'))).toMatchObject({
      description: 'failed',
      icon: 'error',
      tooltip: 'broken\nl1',
    });
    expect(look(thing('AVAILABLE', 'ok'))).toMatchObject({ description: 'available', icon: 'pass' });
    expect(look(thing('NEW'))).toMatchObject({ icon: 'link', tooltip: 'l1' });
  });

  it('says as of when it is where it could not be seen anew', () => {
    const stale = { since: new Date(2026, 0, 1, 9, 5).getTime(), reason: 'The session has expired.' };
    const seen = lookOf(
      { kind: 'topology', uri },
      { connection: { label: 'dev', kind: 'aws' }, report: () => report, stale: () => stale },
    );
    expect(seen.description).toMatch(/^broken at .*9:05/);
    expect(seen.tooltip).toContain('The session has expired.');
  });

  it('offers to change what runs, and to open what the console shows', () => {
    const service = 'arn:aws:ecs:eu-west-1:123456789012:service/shop/users';
    const task = 'arn:aws:ecs:eu-west-1:123456789012:task/shop/0a1b';
    const thing = (kind: 'service' | 'task' | 'instance', arn: string): ExplorerItem => ({
      kind: 'thing',
      thing: { kind, id: arn, name: 'x', arn },
      facts: factsOf('x', arn),
    });
    expect(contextOf(thing('service', service))).toBe('thing ecsService hasConsole hasName hasArn');
    expect(contextOf(thing('task', task))).toBe('thing ecsTask hasConsole hasName hasArn');
    expect(contextOf(thing('instance', 'i'))).toBe('thing hasName');
    const deployed = {
      ...node('users', 'ecsService'),
      facts: { name: 'users', arn: service },
    } as ExplorerItem;
    expect(contextOf(deployed)).toBe('node service ecsService hasConsole hasName hasArn');
  });
});
