import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/aws/connection';
import { planDeploy, runPlan, type RunSummary } from '../../../src/live/deploy';
import { prepare } from '../../../src/live/prepare';
import { openSession, type Session } from '../../../src/live/session';
import type { JsonObject } from '../../../src/model/json';
import { registry, withNodes, withoutEdge } from '../../fakes/topologies';
import { wired } from '../model/randomTopology';
import { openWorld } from './world';

/** One call that changed something, as AWS would get it. */
interface Sent {
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A generated topology that was deployed, deployed again in another network and on other ports, and then badly. */
interface Life {
  readonly sent: readonly Sent[];
  readonly results: readonly RunSummary['result'][];
  readonly broken: RunSummary['result'];
}

const LIVES = 6;
const network = (...subnetIds: string[]) => ({ vpcId: 'vpc-0123', subnetIds });
const services = (changes: JsonObject) => ({ one: changes, two: changes });

/** Traps that a topology cannot ask for and a run does not fall into by itself, over generated topologies. */
describe('no run falls into', { timeout: 120_000 }, () => {
  let lives: readonly Life[];
  beforeAll(async () => {
    const documents = fc
      .sample(wired, { seed: 6, numRuns: 1500 })
      .map(simplified)
      .filter(isWhole)
      .slice(0, LIVES);
    expect(documents).toHaveLength(LIVES);
    const lived: Life[] = [];
    for (const document of documents) lived.push(await live(document));
    lives = lived;
  }, 120_000);

  const calls = (command: string) =>
    lives.flatMap(({ sent }) => sent.filter((call) => call.command === command));

  it('anything at all: each comes up, and again with other ports and subnets', () => {
    expect(lives.map(({ results }) => results)).toEqual(lives.map(() => ['succeeded', 'succeeded']));
  });

  it('T7: a load balancer that is born without a security group', () => {
    expect(calls('CreateLoadBalancer').length).toBeGreaterThan(LIVES);
    for (const { input } of calls('CreateLoadBalancer')) expect(input['SecurityGroups']).toHaveLength(1);
  });

  it('T8: a target group of instances', () => {
    expect(calls('CreateTargetGroup').length).toBeGreaterThan(LIVES);
    for (const { input } of calls('CreateTargetGroup')) expect(input['TargetType']).toBe('ip');
  });

  it('T16: a deployment that was rolled back, taken for a success', () => {
    expect(lives.map(({ broken }) => broken)).toEqual(lives.map(() => 'failed'));
  });

  it('T24: target groups that pass on the address of the client', () => {
    const attributes = calls('ModifyTargetGroupAttributes').map(({ input }) => JSON.stringify(input));
    expect(attributes.length).toBeGreaterThan(0);
    expect(attributes.filter((text) => text.includes('preserve_client_ip'))).toEqual([]);
  });

  it('T27: a rule that admits addresses', () => {
    const rules = calls('AuthorizeSecurityGroupIngress').map(({ input }) => JSON.stringify(input));
    expect(rules.length).toBeGreaterThan(LIVES);
    for (const rule of rules) {
      expect(rule).toContain('"UserIdGroupPairs":[{"GroupId":"sg-');
      expect(rule).not.toMatch(/Cidr|PrefixList/);
    }
  });

  it.each(['CreateTargetGroup', 'CreateLoadBalancer'])(
    'T29: a second one of the same name by %s',
    (command) => {
      for (const { sent } of lives) {
        const names = sent.filter((call) => call.command === command).map(({ input }) => input['Name']);
        expect(new Set(names).size).toBe(names.length);
        expect(names.length).toBeGreaterThan(1);
      }
    },
  );
});

/** The same where whatever listens is what is checked, and without the second API, which seldom gets a route. */
function simplified(generated: JsonObject): JsonObject {
  const document = withNodes(generated, { admin: null, ...services({ health: { port: null } }) });
  return { ...withoutEdge(document, 'admin', 'link'), network: network('subnet-a') };
}

/** Whether it can be planned, and has routes to a service behind a load balancer: a stage without a route fails. */
function isWhole(document: JsonObject): boolean {
  const preparation = prepare(document, registry, { region: 'eu-west-1' });
  if (!preparation.ok) return false;
  const types = new Set<string>(preparation.value.resources.map(({ type }) => type));
  return (
    types.has('AWS::ApiGatewayV2::Route') &&
    types.has('AWS::ApiGatewayV2::VpcLink') &&
    types.has('AWS::ElasticLoadBalancingV2::TargetGroup')
  );
}

async function live(first: JsonObject): Promise<Life> {
  const world = await openWorld();
  const sent: Sent[] = [];
  const session = await openSession(recorded(world.connection, sent), {
    clock: world.session.account.clock,
    random: () => 0.5,
    pace: 1,
  });
  try {
    const second = {
      ...withNodes(first, services({ port: 8081, health: { interval: 20 } })),
      network: network('subnet-a', 'subnet-b'),
    };
    const results = [await deploy(first, session), await deploy(second, session)];
    const broken = await deploy(withNodes(second, services({ image: 'x:does-not-exist' })), session);
    return { sent, results, broken };
  } finally {
    session.account.dispose();
    await world.close();
  }
}

async function deploy(document: JsonObject, session: Session): Promise<RunSummary['result']> {
  const preparation = prepare(document, registry, { region: 'eu-west-1' });
  if (!preparation.ok) throw new Error(preparation.problems.map(({ message }) => message).join('\n'));
  const run = runPlan(await planDeploy(preparation.value, session), session);
  for (;;) {
    const step = await run.next();
    if (step.done) return step.value.result;
  }
}

/** The same connection; whatever goes over it is written down before the account sees it. */
function recorded(connection: Connection, sent: Sent[]): Connection {
  if (connection.kind !== 'sandbox') throw new Error('Only the sandbox is listened to');
  return {
    ...connection,
    attach(client) {
      client.middlewareStack.add(
        (next, { commandName = '' }) =>
          (args) => {
            sent.push({ command: commandName.replace(/Command$/, ''), input: args.input });
            return next(args);
          },
        { step: 'initialize', priority: 'high', name: 'recorder' },
      );
      connection.attach(client);
    },
  };
}
