import {
  DeleteListenerCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, it } from 'vitest';
import type { Session } from '../../src/live/session';
import type { JsonValue } from '../../src/model/json';
import { seededRandom } from '../../src/sandbox/faults/random';
import { createSandbox } from '../../src/sandbox/sandbox';
import { createVirtualClock } from '../fakes/virtualClock';
import { changed, edited, template } from './documents';
import { violations } from './invariants';
import { latencyOf } from './latency';
import { deploy, pending } from './operations';
import { inProcess, REGION, type Machine } from './process';

const chain = template('two-services');
const inside = edited(changed(chain, 'another namespace'), {
  type: 'remove',
  nodes: ['api', 'link', 'nlb'],
  edges: [],
});

/**
 * AWS refuses every update that names a target group without a listener (aws-reference §2.3), so a service which lost
 * it must be able to let go of the group before anything else is done to it.
 */
const CHANGES: readonly [what: string, document: JsonValue][] = [
  ['nothing', chain],
  ['another namespace', changed(chain, 'another namespace')],
  ['another namespace and port', changed(chain, 'another namespace', 'another port')],
  ['another namespace, and nothing in front', inside],
];

it.each(CHANGES)('converges after somebody deleted the listener: %s', async (_what, document) => {
  const machine = await account();
  await inProcess(machine, 'first', (session) => deploy(chain, session));
  await inProcess(machine, 'by hand', deleteListeners);
  await converges(machine, document);
});

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'takes no listener away before the service may be asked without it: latencies %i',
  async (seed) => {
    const machine = await account(seed);
    await inProcess(machine, 'first', (session) => deploy(chain, session));
    await converges(machine, changed(chain, 'another load balancer', 'another port', 'another namespace'));
  },
);

async function account(seed = 1): Promise<Machine> {
  const clock = createVirtualClock();
  const sandbox = await createSandbox({ timeScale: 1, clock, random: seededRandom(seed) });
  return { sandbox, clock, seed, latency: latencyOf(seed) };
}

async function converges(machine: Machine, document: JsonValue): Promise<void> {
  await machine.clock.pass(60_000);
  expect(await inProcess(machine, 'again', (session) => deploy(document, session))).toMatchObject({
    how: 'done',
    value: { result: 'succeeded', failures: [] },
  });
  await machine.clock.pass(20 * 60_000);
  expect(violations(machine.sandbox.things(REGION), document)).toEqual([]);
  expect(await inProcess(machine, 'plan', (session) => pending(document, session))).toEqual({
    how: 'done',
    value: [],
  });
}

async function deleteListeners({ account: { clients, send } }: Session): Promise<void> {
  const { LoadBalancers = [] } = await send(clients.elbv2, new DescribeLoadBalancersCommand({}));
  for (const { LoadBalancerArn } of LoadBalancers) {
    const { Listeners = [] } = await send(clients.elbv2, new DescribeListenersCommand({ LoadBalancerArn }));
    for (const { ListenerArn } of Listeners)
      await send(clients.elbv2, new DeleteListenerCommand({ ListenerArn }));
  }
}
