import type { Connection } from '../../../src/aws/connection';
import { openSession, type Session } from '../../../src/live/session';
import { dumpOf } from '../../../src/sandbox/dump/dump';
import type { Demand, PolicyDocument } from '../../../src/sandbox/iam/policyDocument';
import { attachSandbox } from '../../../src/sandbox/middleware';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox';
import { createWorld, type World as Account } from '../../../src/sandbox/world';
import { manualClock, type ManualClock } from '../sandbox/manualClock';

/** A simulated account and a connection to it. */
export interface World {
  readonly time: ManualClock;
  readonly session: Session;
  /** How others get to the same account. */
  readonly connection: Connection;
  /** What the account is made of. */
  readonly account: Account;
  /** Somebody who may do this and nothing else; `seen` is told of all that IAM is asked. */
  restricted(allowed: readonly PolicyDocument[], seen?: (demand: Demand) => void): Promise<Session>;
  /** Takes the tasks of a service back that run on Spot. */
  interruptSpot(serviceArn: string): void;
  /** The whole account as text that is equal for equal accounts. */
  dump(): string;
  close(): Promise<void>;
}

/** An account as it was at some time. */
export interface Moment {
  readonly account: Account;
  readonly now: number;
}

/**
 * Whoever sleeps makes time pass, for the account too: minutes of AWS in milliseconds. Begins with an account that was
 * just opened, or with a copy of another. `allowed` is what everybody may do there; everything without it.
 */
export async function openWorld(start?: Moment, allowed?: readonly PolicyDocument[]): Promise<World> {
  const time = manualClock(start?.now);
  const account = start ? structuredClone(start.account) : createWorld();
  const sandbox = await createSandbox({
    timeScale: 1,
    clock: time,
    world: account,
    ...(allowed && { allowed }),
  });
  await sandbox.listen();
  const connectionTo = (target: Pick<Sandbox, 'call'>): Connection => ({
    kind: 'sandbox',
    region: 'eu-west-1',
    label: 'test',
    // Each client's stack has its own types; the sandbox treats them alike.
    attach: (client) => attachSandbox(client as never, target),
  });
  const opened: Session[] = [];
  async function open(connection: Connection): Promise<Session> {
    const session = await openSession(connection, {
      random: () => 0.5,
      // Its time is that of AWS, which only need not be waited for.
      pace: 1,
      clock: {
        now: () => time.now(),
        async sleep(ms, signal) {
          signal?.throwIfAborted();
          time.advance(ms / 1000);
        },
      },
    });
    opened.push(session);
    return session;
  }
  const connection = connectionTo(sandbox);
  const session = await open(connection);
  return {
    time,
    session,
    connection,
    account,
    restricted: (allowed, seen) => open(connectionTo(sandbox.restrictedTo(allowed, seen))),
    interruptSpot: (serviceArn) => sandbox.interruptSpot(serviceArn),
    dump: () => dumpOf(sandbox.things('eu-west-1')),
    async close() {
      for (const one of opened) one.account.dispose();
      await sandbox.close();
    },
  };
}
