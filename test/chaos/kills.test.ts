import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { dumpOf } from '../../src/sandbox/dump/dump';
import { thingsOf } from '../../src/sandbox/dump/things';
import { everyCrash, POINTS } from './crashAt';
import { extentOf } from './extent';
import { carryOut, nameOf, type Kill } from './kills/kill';
import { setStage, type Scene } from './kills/stage';
import { REGION } from './process';
import { sampleOf } from './sample';
import type { Snapshot } from './snapshot';

/** Accounts at a time; a process waits for most of its life. */
const LANES = 3 * availableParallelism();

it('the packaged command line, killed over any of its calls, completes its work when it runs again', async () => {
  const started = Date.now();
  await using stage = await setStage();
  const [first, last] = [stage.scenes.at(0), stage.scenes.at(-1)];
  expect(last && dumpAt(last.end)).toBe(first && dumpAt(first.start));

  const sample = sampleOf(process.env, extentOf(process.env).killStride);
  const all = stage.scenes.flatMap((scene) => everyCrash(scene.calls).map((crash) => ({ scene, crash })));
  const asked = process.env['CHAOS_KILL'];
  const chosen = asked === undefined ? sample.of(all) : all.filter((kill) => nameOf(kill) === asked);
  const kills: Kill[] = [];
  const failed: string[] = [];
  await inLanes(chosen, async (kill) => {
    const { killed, problems } = await carryOut(kill);
    if (killed) kills.push(kill);
    if (problems.length > 0)
      failed.push([`CHAOS_KILL='${nameOf(kill)}'`, ...problems.slice(0, 10)].join('\n  '));
  });

  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(
    `${kills.length} kills before the call + after its commit + after its reply: ${figures(stage.scenes, kills)}; ` +
      `${failed.length} did not converge; in ${seconds} s (${sample.name})\n`,
  );
  expect(failed.join('\n')).toBe('');
  // A run that polled less often than the undisturbed one ends before its last polls.
  expect(kills.length).toBeGreaterThan(0.75 * chosen.length);
});

function dumpAt({ world }: Snapshot): string {
  return dumpOf(thingsOf(world, REGION));
}

function figures(scenes: readonly Scene[], kills: readonly Kill[]): string {
  const count = (scene: Scene, point: string) =>
    kills.filter((kill) => kill.scene === scene && kill.crash.fault === point).length;
  return scenes
    .map((scene) => `${scene.phase.name} ${POINTS.map((point) => count(scene, point)).join('+')}`)
    .join(', ');
}

async function inLanes<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  // All lanes take from the one row.
  const row = items.values();
  const lane = async () => {
    for (const item of row) await work(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
