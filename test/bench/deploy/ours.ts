import { createAccount } from '../../../src/aws/account';
import { createBudget } from '../../../src/aws/budget';
import { createCloud } from '../../../src/aws/cloud';
import type { Plan } from '../../../src/engine/plan';
import { createRegistry, KINDS } from '../../../src/kinds/index';
import { planDeploy, runPlan } from '../../../src/live/deploy';
import { prepare, type Prepared } from '../../../src/live/prepare';
import type { Session } from '../../../src/live/session';
import type { JsonValue } from '../../../src/model/json';
import { seededRandom } from '../../../src/sandbox/faults/random';
import { attachSandbox } from '../../../src/sandbox/middleware';
import type { Profile } from '../../../src/sandbox/profile';
import { createSandbox } from '../../../src/sandbox/sandbox';
import { createVirtualClock } from '../../fakes/virtualClock';

const REGION = 'ap-southeast-1';

/** How one deploy into an empty account went. Seconds of the account's time. */
export interface Deployment {
  readonly plan: number;
  readonly apply: number;
  /** Attempts while it was applied, by `<client>.<command>`. */
  readonly calls: Readonly<Record<string, number>>;
  /** Attempts that AWS would have refused as one too many. */
  readonly throttled: number;
  /** By resource: when its first change arrived, and when it was seen to be done; since the beginning of the apply. */
  readonly arrived: ReadonlyMap<string, number>;
  readonly done: ReadonlyMap<string, number>;
}

/** Plans and applies with the real engine, providers and SDK clients, in virtual time. */
export async function deployOurs(document: JsonValue, profile: Profile, seed: number): Promise<Deployment> {
  const clock = createVirtualClock();
  const sandbox = await createSandbox({ timeScale: 1, clock, profile, random: seededRandom(seed) });
  let throttled = 0;
  const arrivals = new Map<string, number>();
  const account = createAccount(
    {
      kind: 'sandbox',
      region: REGION,
      label: 'bench',
      attach: (client) => attachSandbox(client as never, sandbox),
    },
    {
      clock,
      random: seededRandom(seed + 1),
      pace: 1,
      budget: createBudget(clock),
      onCall({ operation, resource, durationMs, error }) {
        if (/Throttl|TooManyRequests|RequestLimitExceeded/.test(error ?? '')) throttled += 1;
        else if (resource !== undefined && operation.startsWith('Create') && !arrivals.has(resource))
          arrivals.set(resource, clock.now() - durationMs / 2);
      },
    },
  );
  const work = async (): Promise<Deployment> => {
    const identity = await account.identity();
    const session: Session = { account, cloud: createCloud(account), identity, region: REGION };
    const asked = clock.now();
    const plan = await planDeploy(preparedOf(document), session);
    const begun = clock.now();
    const { calls, done } = await applied(plan, session);
    const arrived = new Map([...arrivals].map(([id, at]) => [id, (at - begun) / 1_000]));
    return {
      plan: (begun - asked) / 1_000,
      apply: (clock.now() - begun) / 1_000,
      calls,
      throttled,
      arrived,
      done,
    };
  };
  try {
    return await clock.drive(work());
  } finally {
    account.dispose();
    await sandbox.close();
  }
}

async function applied(plan: Plan, session: Session) {
  const begun = session.cloud.now();
  const done = new Map<string, number>();
  const run = runPlan(plan, session);
  for (;;) {
    const step = await run.next();
    if (!step.done) {
      if ('state' in step.value && step.value.state === 'done') {
        done.set(step.value.id, (session.cloud.now() - begun) / 1_000);
      }
      continue;
    }
    const { result, failures, calls } = step.value;
    if (result !== 'succeeded')
      throw new Error(failures.map(({ id, reason }) => `${id}: ${reason}`).join('\n'));
    return { calls, done };
  }
}

/** The document, validated and expanded. Throws with what is wrong with it. */
export function preparedOf(document: JsonValue): Prepared {
  const preparation = prepare(document, createRegistry(KINDS), { region: REGION });
  if (!preparation.ok) throw new Error(preparation.problems.map(({ message }) => message).join('\n'));
  return preparation.value;
}
