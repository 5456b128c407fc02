import { openSession, type Session } from '../../../src/live/session';
import { dumpOf } from '../../../src/sandbox/dump/dump';
import { attachSandbox } from '../../../src/sandbox/middleware';
import { createSandbox } from '../../../src/sandbox/sandbox';
import { manualClock, type ManualClock } from '../sandbox/manualClock';

/** A simulated account and a connection to it. */
export interface World {
  readonly time: ManualClock;
  readonly session: Session;
  /** The whole account as text that is equal for equal accounts. */
  dump(): string;
  close(): Promise<void>;
}

/** Whoever sleeps makes time pass, for the account too: minutes of AWS in milliseconds. */
export async function openWorld(): Promise<World> {
  const time = manualClock();
  const sandbox = await createSandbox({ timeScale: 1, clock: time });
  await sandbox.listen();
  const session = await openSession(
    {
      kind: 'sandbox',
      region: 'eu-west-1',
      label: 'test',
      // Each client's stack has its own types; the sandbox treats them alike.
      attach: (client) => attachSandbox(client as never, sandbox),
    },
    {
      random: () => 0.5,
      clock: {
        now: () => time.now(),
        async sleep(ms, signal) {
          signal?.throwIfAborted();
          time.advance(ms / 1000);
        },
      },
    },
  );
  return {
    time,
    session,
    dump: () => dumpOf(sandbox.things('eu-west-1')),
    async close() {
      session.account.dispose();
      await sandbox.close();
    },
  };
}
