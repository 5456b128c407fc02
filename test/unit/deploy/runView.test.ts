import { describe, expect, it } from 'vitest';
import { createRunView } from '../../../src/deploy/runView';
import type { Change, Plan } from '../../../src/engine/plan';
import type { ChangeEvent } from '../../../src/engine/progress';
import { EMPTY_PLAN } from '../../fakes/emptyPlan';

const change = (id: string, type: string, action: Change['action'] = 'create'): Change => ({
  id,
  type,
  action,
  node: id.split('/')[0] ?? id,
  properties: [],
});
const plan = (...changes: Change[]): Plan => ({ ...EMPTY_PLAN, changes });
const event = (of: Change, state: ChangeEvent['state'], reason?: string): ChangeEvent => ({
  event: 'change',
  id: of.id,
  type: of.type,
  node: of.node,
  action: of.action,
  state,
  ...(reason !== undefined && { reason }),
});

const balancer = change('nlb/loadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer');
const group = change('nlb/securityGroup', 'AWS::EC2::SecurityGroup');
const link = change('link/vpcLink', 'AWS::ApiGatewayV2::VpcLink');

function running(...changes: Change[]) {
  let now = 1_000_000;
  const view = createRunView('deploy', plan(...changes), () => now);
  return { view, pass: (seconds: number) => void (now += seconds * 1000) };
}

describe('the progress of a run', () => {
  it('waits before it begins', () => {
    const { view } = running(balancer, group);
    expect(view.state()).toEqual({
      kind: 'deploy',
      done: 0,
      total: 2,
      seconds: 0,
      nodes: { nlb: { state: 'waiting', text: '0 of 2' } },
    });
  });

  it('says what a node is busy with, and for how long, without new events', () => {
    const { view, pass } = running(balancer, group, link);
    view.take(event(group, 'done'));
    view.take(event(balancer, 'started'));
    pass(42);
    expect(view.state().nodes['nlb']).toEqual({
      state: 'running',
      text: 'Creating load balancer · 42 s',
      step: 'Creating load balancer',
      seconds: 42,
    });
    expect(view.state()).toMatchObject({ done: 1, total: 3, seconds: 42 });
    view.take(event(link, 'started'));
    expect(view.headline()).toBe('nlb: creating load balancer (42 s) and 1 more');
  });

  it('says what a thing waits for that takes its time', () => {
    const { view, pass } = running(group);
    view.take(event(group, 'started'));
    view.take(event(group, 'waiting', 'held by network interface eni-1'));
    pass(30);
    expect(view.state().nodes['nlb']?.text).toBe(
      'Creating security group · 30 s · held by network interface eni-1',
    );
    expect(view.headline()).toBe('nlb: creating security group (30 s), held by network interface eni-1');
  });

  it('says how long it will probably take, until that has passed', () => {
    const { view, pass } = running(balancer);
    view.take({ ...event(balancer, 'started'), expected: 149.6, remaining: 200 });
    pass(42);
    expect(view.state()).toMatchObject({ remaining: 158, nodes: { nlb: { seconds: 42, expected: 150 } } });
    expect(view.state().nodes['nlb']?.text).toBe('Creating load balancer · 42 of about 150 s');
    pass(120);
    expect(view.state().nodes['nlb']?.expected).toBeUndefined();
    expect(view.headline()).toBe('nlb: creating load balancer (162 s)');
  });

  it('shows a failure before anything else of the node', () => {
    const { view } = running(balancer, group);
    view.take(event(balancer, 'failed', 'Too many load balancers.'));
    view.take(event(group, 'started'));
    expect(view.state().nodes['nlb']).toEqual({ state: 'failed', text: 'Too many load balancers.' });
  });

  it('says what was not begun, and why', () => {
    const { view } = running(link);
    view.take(event(link, 'skipped', 'Needs what failed: nlb/loadBalancer'));
    expect(view.state().nodes['link']).toEqual({
      state: 'skipped',
      text: 'Needs what failed: nlb/loadBalancer',
    });
  });

  it('counts changes, not what it only waits for', () => {
    const { view } = running(link);
    view.take({ ...event(group, 'started'), action: 'wait' });
    view.take({ ...event(group, 'done'), action: 'wait' });
    view.take(event(link, 'done'));
    expect(view.state()).toMatchObject({ done: 1, total: 1 });
  });

  it('tells the two halves of a replacement apart', () => {
    const leftover = change('link/vpcLink', 'AWS::ApiGatewayV2::VpcLink', 'delete');
    const { view } = running(link, leftover);
    view.take(event(link, 'done'));
    expect(view.state()).toMatchObject({ done: 1, total: 2 });
  });
});
