import {
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  type RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs';
import { vi } from 'vitest';
import { statusCommand } from '../../../../src/cli/status';
import { planDeploy, runPlan } from '../../../../src/live/deploy';
import { readStatus, type StatusReport } from '../../../../src/live/status';
import type { Account } from '../../../../src/aws/account';
import { regionOf, type RegionState, type World as SandboxWorld } from '../../../../src/sandbox/world';
import { openWorld, type Moment, type World } from '../world';
import type { Chain, Roles } from './chains';

/** A deployed chain whose account a breakage may change, in AWS's own shapes and in no other way. */
export interface Scene {
  readonly roles: Roles;
  readonly account: Account;
  readonly clients: Account['clients'];
  readonly send: Account['send'];
  /** What no call of the product changes: routes of a network, a link that fell asleep. */
  readonly region: RegionState;
  readonly world: SandboxWorld;
  /** Physical id of a resource, by its id in the topology. */
  id(resource: string): string;
  /** Seconds. */
  wait(seconds: number): void;
  /** Registers a changed revision and makes a service run nothing else: what ran before stops first. */
  run(service: string, change: (definition: Definition) => void): Promise<void>;
}

export type Definition = RegisterTaskDefinitionCommandInput;

/** Deploys a chain and waits until all of it is well. */
export async function deployed({ prepared }: Chain): Promise<Moment> {
  const world = await openWorld();
  const run = runPlan(await planDeploy(prepared, world.session), world.session);
  let step = await run.next();
  while (!step.done) step = await run.next();
  if (step.value.result !== 'succeeded') throw new Error(JSON.stringify(step.value));
  world.time.advance(3600);
  const moment = { account: world.account, now: world.time.now() };
  await world.close();
  return moment;
}

/** What is known of a chain, and what `status --json` prints of it. */
export interface Known {
  readonly report: StatusReport;
  readonly printed: Pick<StatusReport, 'health' | 'brokenHop' | 'hops' | 'resources'>;
}

/** What is known of a chain some time after somebody did something to it. */
export async function after(
  chain: Chain,
  start: Moment,
  what: (scene: Scene) => Promise<void>,
): Promise<Known> {
  const world = await openWorld(start);
  try {
    const before = await readStatus(world.session, chain.prepared);
    if (before.health !== 'ok') throw new Error(`It was broken before: ${before.brokenHop}`);
    await what(sceneOf(chain, world, before));
    world.time.advance(900);
    const report = await readStatus(world.session, chain.prepared);
    return { report, printed: await printedStatus(chain, world) };
  } finally {
    await world.close();
  }
}

/** Runs the command line on the file of a chain, at the time of the account. */
async function printedStatus({ document }: Chain, { connection, time }: World): Promise<Known['printed']> {
  const printed: string[] = [];
  vi.useFakeTimers({ toFake: ['Date'], now: time.now() });
  try {
    await statusCommand.run({
      positionals: ['chain.topology.json'],
      values: { json: true },
      io: {
        out: (line) => void printed.push(line),
        note: () => undefined,
        ask: () => Promise.resolve(undefined),
        readFile: () => Promise.resolve(JSON.stringify(document)),
        env: {},
        signal: new AbortController().signal,
        run: () => Promise.reject(new Error('no terminal')),
        converse: () => Promise.reject(new Error('no terminal')),
      },
      open: () => Promise.resolve({ connection, close: () => Promise.resolve() }),
    });
  } finally {
    vi.useRealTimers();
  }
  // The command's own words.
  return JSON.parse(printed.join('\n')) as Known['printed'];
}

/** The hands of whoever does something to a deployed chain. */
export function sceneOf(
  { roles }: Chain,
  { session, account: world, time }: World,
  before: StatusReport,
): Scene {
  const { account } = session;
  const ids = new Map(before.resources.map(({ id, physicalId }) => [id, physicalId]));
  const id = (resource: string): string => {
    const found = ids.get(resource);
    if (found === undefined) throw new Error(`Not deployed: ${resource}`);
    return found;
  };
  return {
    roles,
    account,
    clients: account.clients,
    send: account.send,
    region: regionOf(world, session.region),
    world,
    id,
    wait: (seconds) => time.advance(seconds),
    async run(service, change) {
      const { ecs } = account.clients;
      const described = await account.send(
        ecs,
        new DescribeTaskDefinitionCommand({ taskDefinition: id(`${service}/taskDefinition`) }),
      );
      const next = structuredClone(described.taskDefinition) as Definition;
      change(next);
      const { taskDefinition } = await account.send(ecs, new RegisterTaskDefinitionCommand(next));
      await account.send(
        ecs,
        new UpdateServiceCommand({
          cluster: clusterOf(id(`${service}/service`)),
          service: id(`${service}/service`),
          taskDefinition: taskDefinition?.taskDefinitionArn,
          deploymentConfiguration: {
            minimumHealthyPercent: 0,
            maximumPercent: 100,
            // Else ECS goes back to what ran before, and nothing is broken.
            deploymentCircuitBreaker: { enable: false, rollback: false },
          },
        }),
      );
    },
  };
}

/** Second part of a service's ARN: `…:service/<cluster>/<name>`. */
export function clusterOf(serviceArn: string): string {
  return serviceArn.split('/')[1] ?? '';
}
