import { seededRandom } from '../../../src/sandbox/faults/random';
import type { Deployed } from '../../fakes/deployed';
import { KEY, openWindow, sharedFiles, type Window } from './window';

const SECOND = 1000;

/** How the rate of calls answers to AWS refusing half of them for a minute. Calls a second. */
export interface Braking {
  readonly before: number;
  /** From ten seconds after the first refusal to the last. */
  readonly during: number;
  /** A minute after the last refusal. */
  readonly after: number;
  readonly errors: number;
  /** Whether anything is shown as unknown at the end that was known, or as old. */
  readonly isComplete: boolean;
}

export async function brake(world: Deployed, services: number): Promise<Braking> {
  const { clock } = world;
  const random = seededRandom(7);
  let isRefusing = false;
  const window = await openWindow(world, {
    pid: 1,
    files: sharedFiles(),
    refuses: () => isRefusing && random() < 0.5,
  });
  window.show();
  await window.completed();
  await clock.pass(60 * SECOND);
  // As fast as it gets: somebody deploys some of the services all the while.
  const names = Array.from({ length: Math.min(10, services) }, (_none, index) => `s${index + 1}`);
  const nodes = Object.fromEntries(names.map((name) => [name, { state: 'running', text: '' } as const]));
  window.store.set(KEY, { run: { kind: 'deploy', done: 0, total: 1, seconds: 0, nodes } });
  await clock.pass(60 * SECOND);
  const rate = async (seconds: number) => {
    const count = window.calls.length;
    await clock.pass(seconds * SECOND);
    return (window.calls.length - count) / seconds;
  };
  const before = await rate(30);
  isRefusing = true;
  await clock.pass(10 * SECOND);
  const during = await rate(50);
  isRefusing = false;
  await clock.pass(60 * SECOND);
  const after = await rate(30);
  const { nodes: shown, stale } = window.store.message(KEY);
  const isComplete = stale === undefined && names.every((name) => shown[name]?.state === 'ok');
  window.store.dispose();
  return { before, during, after, errors: window.errors.length, isComplete };
}

/** Calls of one window in twenty quiet minutes, and of three on the same file. */
export async function share(world: Deployed): Promise<{ readonly one: number; readonly three: number }> {
  const count = async (pids: readonly number[]) => {
    const files = sharedFiles();
    const windows: Window[] = [];
    for (const pid of pids) {
      const window = await openWindow(world, { pid, files });
      windows.push(window);
      window.show();
      await world.clock.pass(5 * SECOND);
    }
    await world.clock.pass(1_200 * SECOND);
    for (const { store } of windows) store.dispose();
    await world.clock.pass(SECOND);
    return windows.reduce((sum, { calls }) => sum + calls.length, 0);
  };
  return { one: await count([1]), three: await count([1, 2, 3]) };
}
