import { createAccount } from '../../src/aws/account';
import { createCloud } from '../../src/aws/cloud';
import type { Session } from '../../src/live/session';
import { CrashError } from '../../src/sandbox/faults/faultPlan';
import { chanceOf, seededRandom } from '../../src/sandbox/faults/random';
import { attachSandbox } from '../../src/sandbox/middleware';
import type { Sandbox } from '../../src/sandbox/sandbox';
import type { VirtualClock } from '../fakes/virtualClock';

export const REGION = 'ap-southeast-1';

/** How what a process did came to its end. */
export type Ending<T> =
  | { readonly how: 'done'; readonly value: T }
  | { readonly how: 'threw'; readonly error: unknown }
  | { readonly how: 'crashed'; readonly at: string };

/** What a process runs on. */
export interface Machine {
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  readonly seed: number;
  /** Told of each call with how it ended. */
  readonly onCall?: (line: string) => void;
  /** How long each way of a call takes, in milliseconds; without it calls take no time. */
  readonly latency?: (name: string) => number;
}

/** Does some work in a process of its own, and lets time go on until it has ended. */
export function inProcess<T>(
  machine: Machine,
  name: string,
  work: (session: Session) => Promise<T>,
): Promise<Ending<T>> {
  return machine.clock.drive(startProcess(machine, name, work));
}

/**
 * Starts a process: with its own connection and chance, and dying as `kill -9` makes it die. What has crashed neither
 * returns nor throws nor goes on in any way; its unsettled promises are simply forgotten. Somebody has to drive the
 * clock meanwhile, for as many processes as run at once.
 */
export async function startProcess<T>(
  machine: Machine,
  name: string,
  work: (session: Session) => Promise<T>,
): Promise<Ending<T>> {
  const { sandbox, clock, seed, onCall, latency } = machine;
  let dying: CrashError | undefined;
  let onDeath: (ending: Ending<T>) => void;
  const death = new Promise<Ending<T>>((resolve) => {
    onDeath = resolve;
  });
  function die(error: CrashError): Promise<never> {
    dying = error;
    onDeath({ how: 'crashed', at: error.message });
    return never();
  }

  const call: Sandbox['call'] = async (request) => {
    if (dying) return die(dying);
    const line = (end: string) =>
      onCall?.(`${name} ${stamp(clock)} ${request.command.replace(/Command$/, '')} ${end}`);
    const onTheWay = async () => {
      if (latency) await clock.sleep(latency(name));
    };
    try {
      await onTheWay();
      const output = await sandbox.call(request).finally(onTheWay);
      if (isDead()) return await never();
      line('ok');
      return output;
    } catch (error) {
      if (isDead()) return await never();
      line(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
      if (!(error instanceof CrashError)) throw error;
      if (error.fault !== 'crashAfterReply') return die(error);
      // It gets this answer, and dies over its next step.
      dying = error;
      return await error.reply;
    }
  };
  const isDead = () => dying !== undefined && dying.fault !== 'crashAfterReply';
  const account = createAccount(
    {
      kind: 'sandbox',
      region: REGION,
      attach: (client) => attachSandbox(client, { call }),
      label: 'chaos',
    },
    {
      clock: {
        now: clock.now,
        async sleep(ms, signal) {
          if (dying) return die(dying);
          await clock.sleep(ms, signal);
          if (dying) await die(dying);
        },
      },
      random: seededRandom(chanceOf(seed, name) * 2 ** 32),
      // The sandbox runs at AWS's own pace, in a time that costs nothing.
      pace: 1,
    },
  );
  const life = (async (): Promise<Ending<T>> => {
    try {
      const identity = await account.identity();
      const session: Session = { account, cloud: createCloud(account), identity, region: REGION };
      return { how: 'done', value: await work(session) };
    } catch (error) {
      return { how: 'threw', error };
    }
  })();
  const ending = await Promise.race([life, death]);
  account.dispose();
  return ending;
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

function stamp(clock: VirtualClock): string {
  return new Date(clock.now()).toISOString().slice(11, 19);
}
