import { createCrashPlan, type Crash } from '../crashAt';
import { differences, violations } from '../invariants';
import { REGION } from '../process';
import { openAccount } from './account';
import type { Scene } from './stage';

/** One process that is killed over one of its calls. */
export interface Kill {
  readonly scene: Scene;
  readonly crash: Crash;
}

export interface Outcome {
  /** False where the run came to its end without this call: how often it polls differs from run to run. */
  readonly killed: boolean;
  /** What is wrong after one run more; empty when all converged. */
  readonly problems: readonly string[];
}

/** By what a kill is asked for again: `replace ECS.CreateService#2 crashAfterCommit`. */
export function nameOf({ scene, crash }: Kill): string {
  return `${scene.phase.name} ${crash.call} ${crash.fault}`;
}

/** Kills the command over the call, and runs it again. */
export async function carryOut({ scene, crash }: Kill): Promise<Outcome> {
  const { phase, start, args } = scene;
  const plan = createCrashPlan(() => victim.kill());
  plan.arm(crash);
  await using account = await openAccount(start, plan);
  const victim = account.cli(args);
  const killed = (await victim.ended).code === null;

  plan.arm();
  const { code, out, notes } = await account.cli(args).ended;
  if (code !== 0) return { killed, problems: [`it exits with ${code}: ${notes}${out.slice(-500)}`] };
  await account.settle();
  const things = account.sandbox.things(REGION);
  return {
    killed,
    problems: [
      ...(phase.name === 'destroy' ? [] : violations(things, phase.document)),
      ...differences('than undisturbed', scene.dump, phase.dump(things)),
    ],
  };
}
