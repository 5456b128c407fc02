import { CreateClusterCommand, DeleteClusterCommand } from '@aws-sdk/client-ecs';
import { CreateLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planDeploy, planDestroy, runDeploy } from '../../../src/live/deploy';
import { runDestroy } from '../../../src/live/destroy';
import { policyFor } from '../../../src/live/policy';
import { PreflightError } from '../../../src/live/preflightError';
import { readStatus } from '../../../src/live/status';
import { DOCUMENT, prepared } from './hops/chain';
import { openWorld, type World } from './world';

/** What one team keeps for the others. */
const PLATFORM = {
  ...DOCUMENT,
  name: 'platform',
  nodes: {
    link: { kind: 'vpcLink', name: 'shared-link' },
    nlb: { kind: 'nlb', name: 'shared-nlb' },
    cluster: { kind: 'ecsCluster', name: 'shared' },
    names: { kind: 'cloudMap', name: 'shop.local' },
  },
  edges: [],
};

/** The chain on top of it. */
const SHOP = using({});

function using(existing: Readonly<Record<string, object>>) {
  const nodes = {
    ...DOCUMENT.nodes,
    link: { kind: 'vpcLink', existing: 'shared-link' },
    nlb: { kind: 'nlb', existing: 'shared-nlb' },
    cluster: { kind: 'ecsCluster', existing: 'shared' },
    names: { kind: 'cloudMap', name: 'shop.local', existing: 'shop.local' },
    ...existing,
  };
  return { ...DOCUMENT, nodes };
}

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await deploy(PLATFORM);
}, 60_000);
afterEach(() => world.close());

async function deploy(document: object, session = world.session) {
  const it = prepared(document);
  const run = runDeploy(await planDeploy(it, session), it, session, { secret: () => undefined });
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}

async function destroy(stack: string, session = world.session) {
  const all = { logs: true };
  const run = runDestroy(await planDestroy(stack, session, all), session, all);
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}

const lines = async (document: object) =>
  (await planDeploy(prepared(document), world.session)).changes.map(
    ({ action, type }) => `${action} ${type}`,
  );

const refusal = (document: object) =>
  planDeploy(prepared(document), world.session).catch((error: Error) => error);

describe('cluster, namespace, link and load balancer of somebody else', () => {
  it(
    'are used by a chain that is green, answers, and goes without touching them',
    { timeout: 60_000 },
    async () => {
      const before = world.dump();
      expect(await deploy(SHOP)).toMatchObject({ result: 'succeeded', failures: [] });
      const report = await readStatus(world.session, prepared(SHOP));
      expect(report.hops.filter(({ state }) => state !== 'ok')).toEqual([]);
      expect(report.resources.filter(({ physicalId }) => physicalId === undefined)).toEqual([]);
      expect(await lines(SHOP)).toEqual([]);
      expect(await lines(PLATFORM)).toEqual([]);
      expect((await destroy('shop')).result).toBe('succeeded');
      expect(world.dump()).toBe(before);
      expect((await planDestroy('shop', world.session, { logs: true })).changes).toEqual([]);
    },
  );

  it('are named by id and ARN as well', { timeout: 60_000 }, async () => {
    const platform = await readStatus(world.session, prepared(PLATFORM));
    const idOf = (id: string) => platform.resources.find((it) => it.id === id)?.physicalId ?? '';
    const document = using({
      link: { kind: 'vpcLink', existing: idOf('link/vpcLink') },
      nlb: { kind: 'nlb', existing: idOf('nlb/loadBalancer') },
      cluster: { kind: 'ecsCluster', existing: idOf('cluster/cluster') },
      names: { kind: 'cloudMap', name: 'shop.local', existing: idOf('names/namespace') },
    });
    expect(await deploy(document)).toMatchObject({ result: 'succeeded', failures: [] });
    // By whichever name, it is the same.
    expect(await lines(SHOP)).toEqual([]);
  });

  it('take the place of our own, and give it back', { timeout: 60_000 }, async () => {
    const own = using({ cluster: { kind: 'ecsCluster' } });
    await deploy(own);
    expect(await lines(SHOP)).toContain('delete AWS::ECS::Cluster');
    expect(await deploy(SHOP)).toMatchObject({ result: 'succeeded', failures: [] });
    expect(await lines(SHOP)).toEqual([]);
    expect(await deploy(own)).toMatchObject({ result: 'succeeded', failures: [] });
    expect(await lines(PLATFORM)).toEqual([]);
  });

  it('are looked at by a topology that is not deployed yet', async () => {
    const report = await readStatus(world.session, prepared(SHOP));
    expect(report.nodes).toMatchObject({
      client: { cause: 'notDeployed' },
      cluster: { state: 'ok' },
      users: { cause: 'notDeployed' },
    });
    expect(report.brokenHop).toBeUndefined();
  });
});

describe('what cannot be used', () => {
  it.each([
    ['cluster', { kind: 'ecsCluster', existing: 'nobodys' }, /^cluster: There is no ECS cluster nobodys in/],
    ['nlb', { kind: 'nlb', existing: 'nobodys' }, /^nlb: There is no load balancer nobodys in/],
    [
      'link',
      { kind: 'vpcLink', existing: 'nobodys' },
      /^link: There is no VPC link \(version 2\) nobodys in/,
    ],
    [
      'names',
      { kind: 'cloudMap', name: 'shop.local', existing: 'ns-nobodys' },
      /^names: There is no private Cloud Map namespace ns-nobodys in/,
    ],
    [
      'names',
      { kind: 'cloudMap', name: 'mall.local', existing: 'shop.local' },
      /^names: The Cloud Map namespace shop\.local is shop\.local; the node says mall\.local\. Write/,
    ],
  ])('is told of %s, and nothing is made', async (node, config, sentence) => {
    const before = world.dump();
    const error = await refusal(using({ [node]: config }));
    expect(error).toBeInstanceOf(PreflightError);
    expect(error).toMatchObject({ message: expect.stringMatching(sentence) as string });
    expect(world.dump()).toBe(before);
  });

  it('is a load balancer without a group (T7)', async () => {
    const { clients, send } = world.session.account;
    await send(
      clients.elbv2,
      new CreateLoadBalancerCommand({
        Name: 'bare',
        Type: 'network',
        Scheme: 'internal',
        Subnets: DOCUMENT.network.subnetIds,
      }),
    );
    expect(await refusal(using({ nlb: { kind: 'nlb', existing: 'bare' } }))).toMatchObject({
      message: expect.stringMatching(/without a security group and can never get one \(T7\)/) as string,
    });
  });

  it('is a cluster without the capacity that a service asks for', async () => {
    const { clients, send } = world.session.account;
    await send(clients.ecs, new CreateClusterCommand({ clusterName: 'bare' }));
    const users = { ...DOCUMENT.nodes.users, capacityProviderStrategy: { FARGATE_SPOT: { weight: 1 } } };
    expect(await refusal(using({ cluster: { kind: 'ecsCluster', existing: 'bare' }, users }))).toMatchObject({
      findings: [{ code: 'no-capacity-provider', node: 'users' }],
    });
    expect(await refusal(using({ users }))).toMatchObject({ warnings: [] });
  });

  it('is this very topology’s own', { timeout: 60_000 }, async () => {
    const own = using({ cluster: { kind: 'ecsCluster', name: 'ours' } });
    await deploy(own);
    expect(await refusal(using({ cluster: { kind: 'ecsCluster', existing: 'ours' } }))).toMatchObject({
      message: expect.stringMatching(
        /^cluster: This topology itself made arn:.* Take existing out/,
      ) as string,
    });
  });

  it('shows on its node when it is gone', { timeout: 60_000 }, async () => {
    await deploy(SHOP);
    const { clients, send } = world.session.account;
    await destroy('shop');
    await send(clients.ecs, new DeleteClusterCommand({ cluster: 'shared' }));
    const { nodes } = await readStatus(world.session, prepared(SHOP));
    expect(nodes['cluster']).toMatchObject({
      state: 'broken',
      cause: 'unusable',
      reason: expect.stringMatching(/^There is no ECS cluster shared/) as string,
    });
  });
});

it('takes a policy that does not let anybody touch it', { timeout: 60_000 }, async () => {
  const chain = prepared(SHOP);
  const documents = policyFor('deploy', chain, world.session.identity.account);
  const actions = documents.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
  expect(actions).not.toContain('ecs:DeleteCluster');
  expect(actions).not.toContain('elasticloadbalancing:DeleteLoadBalancer');
  const before = world.dump();
  const deployer = await world.restricted(documents);
  expect(await deploy(SHOP, deployer)).toMatchObject({ result: 'succeeded', failures: [] });
  const report = await readStatus(deployer, chain);
  expect(report.hops.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect((await destroy('shop', deployer)).result).toBe('succeeded');
  expect(world.dump()).toBe(before);
});
