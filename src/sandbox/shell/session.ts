import { randomBytes } from 'node:crypto';
import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../context';
import { alphanumeric } from '../ids';
import type { TaskState } from '../ecs/state';

/** A terminal into a container, from ExecuteCommand until it ends. */
export interface ShellSession {
  readonly region: string;
  readonly taskArn: string;
  readonly container: ContainerDefinition;
  /** What ExecuteCommand was to start. */
  readonly command: string;
  /** Whoever has it may type. */
  readonly key: string;
  /** Exit code of the last command. */
  code: number;
}

/** As many terminals as stay open; nobody has more, and those that were left behind are never closed. */
const mostSessions = 50;

/** Opens a session; the first word of its terminal starts the command. */
export function openShell(
  context: Context,
  task: TaskState,
  container: ContainerDefinition,
  command: string,
): { readonly id: string; readonly key: string } {
  const { sessions } = context;
  const id = `ecs-execute-command-${alphanumeric(context.random, 17)}`;
  // Who guesses it gets in: no chance that a seed repeats.
  const key = randomBytes(24).toString('base64url');
  const [oldest] = sessions.keys();
  if (oldest !== undefined && sessions.size >= mostSessions) sessions.delete(oldest);
  sessions.set(id, { region: context.region.name, taskArn: task.arn, container, command, key, code: 0 });
  return { id, key };
}
