import {
  AssociateRouteTableCommand,
  CreateRouteCommand,
  DeleteRouteCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listStacks } from '../../../src/aws/stacks';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import { planDeploy, planDestroy, runDeploy, type RunEvent, type RunSummary } from '../../../src/live/deploy';
import { runDestroy } from '../../../src/live/destroy';
import { prepare, type Prepared } from '../../../src/live/prepare';
import { readStatus } from '../../../src/live/status';
import type { JsonObject } from '../../../src/model/json';
import { TEMPLATES } from '../../../src/model/templates';
import { openWorld, type World } from './world';

const registry = createRegistry(KINDS);
const CIDR = '10.30.0.0/16';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

function prepared(id: string, changes: JsonObject = {}): Prepared {
  const document = { ...TEMPLATES.find((one) => one.id === id)?.document('shop'), region: 'eu-west-1' };
  const result = prepare({ ...document, ...changes }, registry, { region: 'eu-west-1' });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.value;
}

async function through(run: AsyncGenerator<RunEvent, RunSummary>): Promise<RunSummary> {
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}

async function deploy(chain: Prepared): Promise<RunSummary> {
  const { session } = world;
  return through(runDeploy(await planDeploy(chain, session), chain, session, { secret: () => undefined }));
}

/** What the account has of a network beside the one that was there. */
function parts(): string[] {
  const { ec2 } = [...world.account.regions.values()][0] ?? { ec2: undefined };
  if (!ec2) return [];
  const { vpcs, subnets, routeTables, internetGateways, addresses, endpoints, interfaces, natGateways } = ec2;
  const live = [...natGateways.values()].filter(({ state }) => state !== 'deleted').map(({ id }) => id);
  const maps = [vpcs, subnets, routeTables, internetGateways, addresses, endpoints, interfaces];
  return [...maps.flatMap((map) => [...map.keys()]), ...live].sort();
}

describe('a network of the stack’s own', () => {
  it.each(['own-network', 'own-network-endpoints'])(
    'goes without a trace: %s',
    { timeout: 60_000 },
    async (id) => {
      await listStacks(world.session.account);
      const before = parts();
      expect((await deploy(prepared(id))).failures).toEqual([]);
      expect((await listStacks(world.session.account))[0]?.nodes).toContain('@network');
      const all = { logs: true };
      await through(runDestroy(await planDestroy('shop', world.session, all), world.session, all));
      expect(parts()).toEqual(before);
    },
  );

  it('leaves people a way out of their own where it has none', { timeout: 60_000 }, async () => {
    const { session } = world;
    const { ec2 } = session.account.clients;
    const document = { network: { cidr: CIDR, egress: 'none' } };
    const chain = prepared('own-network', document);
    const tables = await planDeploy(chain, session);
    expect(tables.changes.map(({ id }) => id)).toContain('@network/routeTable/private');
    const network = { ...chain, resources: chain.resources.filter(({ id }) => id.startsWith('@network/')) };
    await deploy(network);
    const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({}));
    const own = RouteTables.find(({ Tags }) =>
      Tags?.some(({ Value }) => Value === '@network/routeTable/private'),
    );
    const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({}));
    await ec2.send(
      new CreateRouteCommand({
        RouteTableId: own?.RouteTableId,
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: NatGateways[0]?.NatGatewayId,
      }),
    );
    expect((await planDeploy(network, session)).changes).toEqual([]);
  });

  it('takes a subnet back that somebody has had follow another table', { timeout: 60_000 }, async () => {
    const { session } = world;
    const { ec2 } = session.account.clients;
    const chain = prepared('own-network');
    await deploy(chain);
    const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({}));
    const tableOf = (resource: string) =>
      RouteTables.find(({ Tags }) => Tags?.some(({ Value }) => Value === `@network/routeTable/${resource}`));
    const held = tableOf('private')?.Associations?.find(({ SubnetId }) => SubnetId !== undefined);
    await ec2.send(new DisassociateRouteTableCommand({ AssociationId: held?.RouteTableAssociationId }));
    const RouteTableId = tableOf('public')?.RouteTableId;
    await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: held?.SubnetId }));
    expect((await deploy(chain)).failures).toEqual([]);
    expect((await planDeploy(chain, session)).changes).toEqual([]);
  });

  it('gives its address back although somebody has deleted the VPC', { timeout: 60_000 }, async () => {
    const { session } = world;
    await deploy(prepared('own-network'));
    const { ec2 } = [...world.account.regions.values()][0] ?? {};
    const vpc = [...(ec2?.vpcs.values() ?? [])].find(({ tags }) => tags.get('ecs-topology:stack') === 'shop');
    ec2?.vpcs.delete(vpc?.id ?? '');
    const plan = await planDestroy('shop', session, { logs: true });
    expect(plan.changes.map(({ type }) => type)).toContain('AWS::EC2::EIP');
  });

  it('tells of a way out that somebody has taken away, and puts it back', { timeout: 60_000 }, async () => {
    const { session } = world;
    const { ec2 } = session.account.clients;
    const chain = prepared('own-network');
    await deploy(chain);
    expect((await readStatus(session, chain)).nodes['@network']).toMatchObject({ state: 'ok' });

    const Filters = [{ Name: 'tag:ecs-topology:resource', Values: ['@network/routeTable/private'] }];
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
    const RouteTableId = RouteTables?.[0]?.RouteTableId;
    await ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0' }));
    const report = await readStatus(session, chain);
    expect(report).toMatchObject({
      brokenHop: '@network',
      nodes: { '@network': { cause: 'noWayOut', reason: 'The route table has no default route.' } },
    });
    expect((await planDeploy(chain, session)).changes).toMatchObject([
      { id: '@network/routeTable/private', action: 'update', drift: true },
    ]);
    await deploy(chain);
    expect((await readStatus(session, chain)).health).toBe('ok');
  });

  it('tells of names that do not resolve any more', { timeout: 60_000 }, async () => {
    const { session } = world;
    const chain = prepared('own-network-endpoints');
    await deploy(chain);
    const VpcId = [...(world.account.regions.get('eu-west-1')?.ec2.vpcs.keys() ?? [])].at(-1);
    const off = new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: false } });
    await session.account.clients.ec2.send(off);
    expect((await readStatus(session, chain)).nodes['@network']).toMatchObject({
      cause: 'namesUnresolved',
      reason: 'enableDnsHostnames is off.',
    });
    await deploy(chain);
    expect((await planDeploy(chain, session)).changes).toEqual([]);
  });

  it('lets no image in where there is no way out, and says why', { timeout: 60_000 }, async () => {
    const summary = await deploy(prepared('own-network', { network: { cidr: CIDR, egress: 'none' } }));
    expect(summary.result).toBe('failed');
    expect(JSON.stringify(summary.failures.map(({ reason }) => reason))).toMatch(/CannotPullContainer/);
  });

  it('goes from NAT to endpoints and back without another VPC', { timeout: 60_000 }, async () => {
    const users = { kind: 'ecsService', cluster: 'cluster', port: 80 };
    const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/users:1';
    const nodes = TEMPLATES.find(({ id }) => id === 'own-network')?.document('shop')['nodes'] as JsonObject;
    const withEgress = (egress: string) =>
      prepared('own-network', {
        nodes: { ...nodes, users: { ...users, image } },
        network: { cidr: CIDR, egress },
      });
    for (const egress of ['nat', 'endpoints', 'nat']) {
      const chain = withEgress(egress);
      expect((await deploy(chain)).failures).toEqual([]);
      expect((await planDeploy(chain, world.session)).changes).toEqual([]);
      expect((await readStatus(world.session, chain)).health).toBe('ok');
    }
    expect(world.account.regions.get('eu-west-1')?.ec2.vpcs.size).toBe(2);
  });
});
