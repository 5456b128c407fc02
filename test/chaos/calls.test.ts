import { expect, it } from 'vitest';
import { planDeploy } from '../../src/live/deploy';
import type { Session } from '../../src/live/session';
import type { JsonValue } from '../../src/model/json';
import { seededRandom } from '../../src/sandbox/faults/random';
import { createSandbox } from '../../src/sandbox/sandbox';
import { createVirtualClock } from '../fakes/virtualClock';
import { edited, field, prepared, set, template } from './documents';
import { deploy, destroy } from './operations';
import { inProcess, type Machine } from './process';

type Calls = Readonly<Record<string, number>>;

async function openAccount(): Promise<Machine> {
  const clock = createVirtualClock();
  const sandbox = await createSandbox({ timeScale: 1, clock, random: seededRandom(1) });
  return { sandbox, clock, seed: 1 };
}

/** The calls of some work in a process of its own, plan included, by whether they change something. */
async function callsOf(machine: Machine, work: (session: Session) => Promise<unknown>) {
  const ended = await inProcess(machine, 'calls', async (session) => {
    await work(session);
    return { ...session.account.counters };
  });
  if (ended.how !== 'done') throw new Error(`the work ${ended.how}`, { cause: ended });
  const isRead = (name: string) => /\.(Describe|Get|List)/.test(name);
  const all = Object.entries(ended.value);
  const of = (entries: typeof all): Calls => Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    changes: of(all.filter(([name]) => !isRead(name))),
    reads: all.filter(([name]) => isRead(name)).reduce((sum, [, count]) => sum + count, 0),
  };
}

/** What a plan reads: of each type once (of a network of its own only whether there is one, and an address), and of each service what no list call tells (roles, attributes, tags). */
const READS = { once: 38, perService: 9 };

const chain = template('original');
const deployed = (document: JsonValue) => (session: Session) => deploy(document, session);

const CREATE: Calls = {
  'ApiGatewayV2.CreateApi': 1,
  'ApiGatewayV2.CreateIntegration': 1,
  'ApiGatewayV2.CreateRoute': 2,
  'ApiGatewayV2.CreateStage': 1,
  'ApiGatewayV2.CreateVpcLink': 1,
  'CloudWatchLogs.CreateLogGroup': 1,
  'CloudWatchLogs.PutRetentionPolicy': 1,
  'EC2.AuthorizeSecurityGroupIngress': 2,
  'EC2.CreateSecurityGroup': 3,
  'ECS.CreateCluster': 1,
  'ECS.CreateService': 1,
  'ECS.RegisterTaskDefinition': 1,
  'ElasticLoadBalancingv2.CreateListener': 1,
  'ElasticLoadBalancingv2.CreateLoadBalancer': 1,
  'ElasticLoadBalancingv2.CreateTargetGroup': 1,
  'ElasticLoadBalancingv2.ModifyLoadBalancerAttributes': 1,
  'ElasticLoadBalancingv2.ModifyTargetGroupAttributes': 1,
  'IAM.AttachRolePolicy': 1,
  'IAM.CreateRole': 2,
  'ServiceDiscovery.CreatePrivateDnsNamespace': 1,
  'ServiceDiscovery.CreateService': 1,
};

const DELETE: Calls = {
  'ApiGatewayV2.DeleteApi': 1,
  'ApiGatewayV2.DeleteIntegration': 1,
  'ApiGatewayV2.DeleteRoute': 2,
  'ApiGatewayV2.DeleteStage': 1,
  'ApiGatewayV2.DeleteVpcLink': 1,
  'CloudWatchLogs.DeleteLogGroup': 1,
  'EC2.DeleteSecurityGroup': 3,
  'EC2.RevokeSecurityGroupIngress': 2,
  'ECS.DeleteCluster': 1,
  'ECS.DeleteService': 1,
  'ECS.DeleteTaskDefinitions': 1,
  'ECS.DeregisterTaskDefinition': 1,
  // To no tasks, so that they stop at once.
  'ECS.UpdateService': 1,
  'ElasticLoadBalancingv2.DeleteListener': 1,
  'ElasticLoadBalancingv2.DeleteLoadBalancer': 1,
  'ElasticLoadBalancingv2.DeleteTargetGroup': 1,
  'IAM.DeleteRole': 2,
  'IAM.DetachRolePolicy': 1,
  'ServiceDiscovery.DeleteNamespace': 1,
  'ServiceDiscovery.DeleteService': 1,
};

it('makes the chain with no call too many', async () => {
  const { changes } = await callsOf(await openAccount(), deployed(chain));
  expect(changes).toEqual(CREATE);
});

it.each<[string, JsonValue, Calls]>([
  [
    'another image',
    edited(chain, set('user-service', ['image'], 'example/app:2')),
    { 'ECS.RegisterTaskDefinition': 1, 'ECS.UpdateService': 1 },
  ],
  [
    'another number of tasks',
    edited(chain, set('user-service', ['desiredCount'], 1)),
    { 'ECS.TagResource': 1, 'ECS.UpdateService': 1 },
  ],
  [
    'another health check',
    edited(chain, set('user-service', ['health'], { interval: 5 })),
    { 'ElasticLoadBalancingv2.AddTags': 1, 'ElasticLoadBalancingv2.ModifyTargetGroup': 1 },
  ],
  [
    'a further route',
    edited(chain, field({ edge: { from: 'link', to: 'nlb' } }, ['routes', 2], 'GET /health')),
    { 'ApiGatewayV2.CreateRoute': 1 },
  ],
  [
    'another port',
    edited(
      edited(chain, set('user-service', ['port'], 8080)),
      set('user-service', ['image'], 'example/app:1'),
    ),
    // A target group beside the old one: taken up by listener and service, and let go of, without an outage.
    {
      'EC2.AuthorizeSecurityGroupIngress': 1,
      'EC2.RevokeSecurityGroupIngress': 1,
      'ECS.RegisterTaskDefinition': 1,
      'ECS.TagResource': 1,
      'ECS.UpdateService': 2,
      'ElasticLoadBalancingv2.CreateTargetGroup': 1,
      'ElasticLoadBalancingv2.DeleteTargetGroup': 1,
      'ElasticLoadBalancingv2.ModifyListener': 3,
      'ElasticLoadBalancingv2.ModifyTargetGroupAttributes': 1,
    },
  ],
  [
    'other throttles',
    edited(chain, set('api', ['throttle'], { rate: 5, burst: 10 })),
    { 'ApiGatewayV2.TagResource': 1, 'ApiGatewayV2.UpdateStage': 1 },
  ],
])('%s takes only the calls that it needs', async (_what, document, expected) => {
  const machine = await openAccount();
  await callsOf(machine, deployed(chain));
  await machine.clock.pass(60_000);
  const { changes } = await callsOf(machine, deployed(document));
  expect(changes).toEqual(expected);
});

it('deletes with no call too many', async () => {
  const machine = await openAccount();
  await callsOf(machine, deployed(chain));
  const { changes } = await callsOf(machine, (session) => destroy(session));
  expect(changes).toEqual(DELETE);
});

it.each(['original', 'two-services'])('plans %s again without a change and with few reads', async (id) => {
  const machine = await openAccount();
  const document = template(id);
  await callsOf(machine, deployed(document));
  const { changes, reads } = await callsOf(machine, async (session) => {
    const { changes: planned } = await planDeploy(prepared(document), session);
    expect(planned).toEqual([]);
  });
  const services = id === 'original' ? 1 : 2;
  expect(changes).toEqual({});
  expect(reads).toBeLessThanOrEqual(READS.once + READS.perService * services);
});
