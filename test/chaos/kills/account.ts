import { systemClock, type SandboxClock } from '../../../src/sandbox/clock';
import type { FaultPlan } from '../../../src/sandbox/faults/faultPlan';
import { startCli, type RunningCli } from '../../wire/commandLine';
import { REGION } from '../process';
import { restore, type Restored, type Snapshot } from '../snapshot';

/** An account that other processes work on. */
export interface OpenAccount extends Restored, AsyncDisposable {
  cli(args: readonly string[]): RunningCli;
  /** Lets whatever is under way come to its end. */
  settle(): Promise<void>;
}

/** Minutes become fractions of a second, and a state that takes time is still seen by whoever polls. */
const TIME_SCALE = 300;
/** Longer than anything that goes on by itself after a run, in milliseconds of the account's time. */
const A_WHILE = 10 * 60_000;

export async function openAccount(start: Snapshot, faults: FaultPlan): Promise<OpenAccount> {
  const clock = movableClock(start.time);
  const restored = await restore(start, { clock, timeScale: TIME_SCALE, faults });
  const { sandbox } = restored;
  const { url, key } = await sandbox.listen();
  return {
    ...restored,
    cli: (args) => startCli([...args, `--sandbox=${url}`], { ECS_TOPOLOGY_SANDBOX_KEY: key }),
    async settle() {
      clock.skip(A_WHILE / TIME_SCALE);
      const anyCall = { client: 'STSClient', command: 'GetCallerIdentityCommand', input: {} };
      // It takes up what is due by now, and what that brings with it.
      await sandbox.call({ ...anyCall, region: REGION });
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

/** The machine's clock, set to another time and put forward at will. */
function movableClock(start: number): SandboxClock & { skip(ms: number): void } {
  const machine = systemClock();
  let behind = machine.now() - start;
  return {
    now: () => machine.now() - behind,
    setTimer: (at, run) => machine.setTimer(at + behind, run),
    skip(ms) {
      behind -= ms;
    },
  };
}
