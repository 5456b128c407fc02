import { createAccount, type Account } from '../../src/aws/account';
import { createBudget, type Budget } from '../../src/aws/budget';
import { createCloud } from '../../src/aws/cloud';
import { planDeploy, runPlan } from '../../src/live/deploy';
import { prepare, type Prepared } from '../../src/live/prepare';
import type { Session } from '../../src/live/session';
import type { JsonValue } from '../../src/model/json';
import { seededRandom } from '../../src/sandbox/faults/random';
import { attachSandbox } from '../../src/sandbox/middleware';
import type { Profile } from '../../src/sandbox/profile';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox';
import { createWorld, type World } from '../../src/sandbox/world';
import { registry } from './topologies';
import { createVirtualClock, type VirtualClock } from './virtualClock';

/** A topology that stands in a simulated account, all of it well, and connections to that account. */
export interface Deployed {
  readonly clock: VirtualClock;
  readonly sandbox: Sandbox;
  readonly world: World;
  readonly prepared: Prepared;
  /** Another connection of AWS's pace and with AWS's budgets, which counts its own calls. */
  connect(options?: ConnectOptions): Promise<Session>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly budget?: Budget;
  /** Told of each attempt: `ECS.DescribeServices`, and whether it was refused as one too many. */
  readonly onCall?: (name: string, isThrottled: boolean) => void;
  /** Refuses the attempt before it reaches the account. */
  readonly refuses?: () => boolean;
}

export const REGION = 'ap-southeast-1';

/** Deploys at once, then lets the account have the given profile; time is virtual. */
export async function deployed(document: JsonValue, profile?: Profile): Promise<Deployed> {
  const clock = createVirtualClock();
  const world = createWorld();
  const prepared = preparedOf(document);

  const swift = await createSandbox({ timeScale: 1, clock, world, random: seededRandom(1) });
  const session = await clock.drive(sessionOn(swift, clock, {}));
  await clock.drive(applied(prepared, session));
  // What a rollout has left behind it: drained tasks, events.
  await clock.pass(300_000);
  session.account.dispose();
  await swift.close();

  const sandbox = await createSandbox({
    timeScale: 1,
    clock,
    world,
    random: seededRandom(2),
    ...(profile && { profile }),
  });
  const sessions: Session[] = [];
  return {
    clock,
    sandbox,
    world,
    prepared,
    async connect(options = {}) {
      const connected = await clock.drive(
        sessionOn(sandbox, clock, { budget: createBudget(clock), ...options }),
      );
      sessions.push(connected);
      return connected;
    },
    async close() {
      for (const { account } of sessions) account.dispose();
      await sandbox.close();
    },
  };
}

async function sessionOn(
  sandbox: Sandbox,
  clock: VirtualClock,
  { budget, onCall, refuses }: ConnectOptions,
): Promise<Session> {
  const call: Sandbox['call'] = async (request) => {
    if (!refuses?.()) return sandbox.call(request);
    throw Object.assign(new Error('Rate exceeded'), {
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 400 },
    });
  };
  const account: Account = createAccount(
    {
      kind: 'sandbox',
      region: REGION,
      label: 'test',
      // Each client's stack has its own types; the sandbox treats them alike.
      attach: (client) => attachSandbox(client as never, { call }),
    },
    {
      clock,
      random: seededRandom(3),
      pace: 1,
      ...(budget && { budget }),
      onCall: ({ service, operation, error }) =>
        onCall?.(`${service}.${operation}`, /Throttl|TooManyRequests|RequestLimit/.test(error ?? '')),
    },
  );
  const identity = await account.identity();
  return { account, cloud: createCloud(account), identity, region: REGION };
}

function preparedOf(document: JsonValue): Prepared {
  const preparation = prepare(document, registry, { region: REGION });
  if (!preparation.ok) throw new Error(preparation.problems.map(({ message }) => message).join('\n'));
  return preparation.value;
}

async function applied(prepared: Prepared, session: Session): Promise<void> {
  const run = runPlan(await planDeploy(prepared, session), session);
  for (;;) {
    const step = await run.next();
    if (!step.done) continue;
    const { result, failures } = step.value;
    if (result === 'succeeded') return;
    throw new Error(failures.map(({ id, reason }) => `${id}: ${reason}`).join('\n'));
  }
}
