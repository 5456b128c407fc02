import type { Task } from '@aws-sdk/client-ecs';

/** Why a task stopped that should have gone on. */
export interface Stop {
  /** AWS's own words, each once; empty when it gives none. */
  readonly reason: string;
  /** Of the first container that did not end well. */
  readonly exitCode: number | undefined;
}

/** Tasks that somebody or something meant to stop. Source: ECS API reference, Task, `stopCode`. */
const MEANT = /^(UserInitiated|SpotInterruption|TerminationNotice)$/;
/** What the scheduler stops while scaling or replacing has not failed; what it stops for its health has. */
const SCALING = /Scaling activity initiated by/i;

/** Why a task stopped; undefined when it did not, or was meant to. Task and container mostly say the same. */
export function stopOf(task: Task): Stop | undefined {
  if (task.stoppedReason === undefined && task.stopCode === undefined) return undefined;
  if (MEANT.test(task.stopCode ?? '') || SCALING.test(task.stoppedReason ?? '')) return undefined;
  const containers = task.containers ?? [];
  const exit = containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0);
  const words = [
    task.stoppedReason,
    ...containers.map(({ reason }) => reason),
    ...(exit ? [`exit code ${exit.exitCode ?? ''} of container ${exit.name ?? ''}`] : []),
  ].filter((text) => text !== undefined && text !== '');
  return { reason: [...new Set(words)].join('; '), exitCode: exit?.exitCode };
}
