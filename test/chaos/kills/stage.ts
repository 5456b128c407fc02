import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FaultyCall } from '../../../src/sandbox/faults/faultPlan';
import { createCrashPlan } from '../crashAt';
import { REGION } from '../process';
import { emptyAccount, type Snapshot } from '../snapshot';
import { openAccount } from './account';
import { CREATE, LATER_PHASES, type Phase } from './phases';

/** A phase with what it takes to try it again and again. */
export interface Scene {
  readonly phase: Phase;
  readonly start: Snapshot;
  /** The command line, with the document in a file. */
  readonly args: readonly string[];
  /** What an undisturbed run calls, and the account that it leaves. */
  readonly calls: readonly FaultyCall[];
  readonly end: Snapshot;
  readonly dump: string;
}

/** The scenes of all phases; their documents lie in a folder that goes with it. */
export interface Stage extends AsyncDisposable {
  readonly scenes: readonly Scene[];
}

/** Plays each phase once with nothing in its way. */
export async function setStage(): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ecs-topology-kills-'));
  const create = await play(folder, CREATE, emptyAccount(Date.now()));
  const later = await Promise.all(LATER_PHASES.map((phase) => play(folder, phase, create.end)));
  return {
    scenes: [create, ...later],
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function play(folder: string, phase: Phase, start: Snapshot): Promise<Scene> {
  const file = path.join(folder, `${phase.name}.topology.json`);
  await writeFile(file, JSON.stringify(phase.document));
  const args = [phase.command, file, ...phase.options];
  const plan = createCrashPlan();
  await using account = await openAccount(start, plan);
  const { code, out, notes } = await account.cli(args).ended;
  if (code !== 0)
    throw new Error(`Undisturbed, ${phase.name} exits with ${code}: ${notes}${out.slice(-500)}`);
  const { calls } = plan;
  await account.settle();
  const dump = phase.dump(account.sandbox.things(REGION));
  return { phase, start, args, calls, dump, end: account.snapshot() };
}
