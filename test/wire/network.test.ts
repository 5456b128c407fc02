import {
  DescribeAddressesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/aws/clock';
import { listStacks } from '../../src/aws/stacks';
import { createRegistry, KINDS } from '../../src/kinds/index';
import { planDeploy, planDestroy, runPlan, type RunSummary } from '../../src/live/deploy';
import { prepare, type Prepared } from '../../src/live/prepare';
import { openSession, type Session } from '../../src/live/session';
import type { JsonObject } from '../../src/model/json';
import { TEMPLATES } from '../../src/model/templates';
import type { Plan } from '../../src/engine/plan';
import { startMoto, type Moto } from './moto';
import { REGION } from './stage';

const STACK = 'own';
const Filters = [{ Name: 'tag:ecs-topology:stack', Values: [STACK] }];

let moto: Moto;
let session: Session;
beforeAll(async () => {
  moto = await startMoto();
  session = await openSession(
    { kind: 'endpoint', url: moto.url, region: REGION },
    { clock: systemClock(), random: Math.random },
  );
});
afterAll(async () => {
  session.account.dispose();
  await moto.stop();
});

function prepared(id: string): Prepared {
  const document = TEMPLATES.find((one) => one.id === id)?.document(STACK) as JsonObject;
  const result = prepare(document, createRegistry(KINDS), {
    region: REGION,
    account: session.identity.account,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

async function carryOut(plan: Plan): Promise<RunSummary> {
  // Moto runs no tasks.
  const run = runPlan(plan, session, { noWait: true });
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value;
  }
}

/** What EC2 says that the stack has, in its own words. */
async function seen() {
  const { ec2 } = session.account.clients;
  const [vpcs, subnets, tables, gateways, addresses, nats, endpoints] = await Promise.all([
    ec2.send(new DescribeVpcsCommand({ Filters })),
    ec2.send(new DescribeSubnetsCommand({ Filters })),
    ec2.send(new DescribeRouteTablesCommand({ Filters })),
    ec2.send(new DescribeInternetGatewaysCommand({ Filters })),
    ec2.send(new DescribeAddressesCommand({ Filters })),
    ec2.send(new DescribeNatGatewaysCommand({ Filter: Filters })),
    ec2.send(new DescribeVpcEndpointsCommand({ Filters })),
  ]);
  return {
    vpcs: vpcs.Vpcs?.map(({ CidrBlock }) => CidrBlock),
    subnets: subnets.Subnets?.map(({ CidrBlock }) => CidrBlock).sort(),
    zones: new Set(subnets.Subnets?.map(({ AvailabilityZoneId }) => AvailabilityZoneId)).size,
    ways: tables.RouteTables?.flatMap(({ Routes = [], Associations = [] }) =>
      Routes.filter(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0').map(
        ({ GatewayId, NatGatewayId }) =>
          `${Associations.length} by ${(NatGatewayId ?? GatewayId ?? '').split('-')[0] ?? ''}`,
      ),
    ).sort(),
    gateways: gateways.InternetGateways?.map(({ Attachments }) => Attachments?.length),
    addresses: addresses.Addresses?.length,
    nats: nats.NatGateways?.filter(({ State }) => State !== 'deleted').length,
    endpoints: endpoints.VpcEndpoints?.filter(({ State }) => !/^deleted$/i.test(State ?? ''))
      .map(({ ServiceName }) => ServiceName?.split(`${REGION}.`)[1])
      .sort(),
  };
}

const NOTHING = {
  vpcs: [],
  subnets: [],
  zones: 0,
  ways: [],
  gateways: [],
  addresses: 0,
  nats: 0,
  endpoints: [],
};

describe.each([
  [
    'own-network',
    {
      subnets: ['10.30.0.0/19', '10.30.128.0/19', '10.30.32.0/19'],
      ways: ['1 by igw', '2 by nat'],
      gateways: [1],
      addresses: 1,
      nats: 1,
      endpoints: [],
    },
  ],
  [
    'own-network-endpoints',
    {
      subnets: ['10.30.0.0/19', '10.30.32.0/19'],
      ways: [],
      gateways: [],
      addresses: 0,
      nats: 0,
      endpoints: ['ecr.api', 'ecr.dkr', 'logs', 's3'],
    },
  ],
])('the network of the template %s', (id, network) => {
  it('is made, stays as it is, and goes with the stack', { timeout: 120_000 }, async () => {
    const file = prepared(id);
    expect((await carryOut(await planDeploy(file, session))).failures).toEqual([]);
    expect(await seen()).toEqual({ vpcs: ['10.30.0.0/16'], zones: 2, ...network });
    expect((await planDeploy(file, session)).changes).toEqual([]);
    expect((await listStacks(session.account)).find(({ stack }) => stack === STACK)?.nodes).toContain(
      '@network',
    );

    const gone = await carryOut(await planDestroy(STACK, session, { logs: true }));
    expect(gone.failures).toEqual([]);
    expect(await seen()).toEqual(NOTHING);
  });
});
