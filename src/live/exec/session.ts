import { ExecuteCommandCommand } from '@aws-sdk/client-ecs';
import { isCode } from '../../aws/errors';
import { must } from '../../aws/resources/common';
import type { Session } from '../session';
import { containerIn, type ExecTarget } from './target';

/** A terminal that ECS has opened and nobody has entered yet. Whoever has its token gets in: no log, no message, no file. */
export interface ExecSession {
  readonly sessionId: string;
  readonly streamUrl: string;
  readonly tokenValue: string;
  /** As Session Manager calls the container: `ecs:<cluster>_<task>_<runtime id>`. */
  readonly target: string;
}

export type StartedSession =
  { readonly ok: true; readonly value: ExecSession } | { readonly ok: false; readonly reason: string };

/** Starts a command in a container. What ECS refuses for want of the agent is told as such; other failures are thrown. */
export async function startSession(
  { account: { clients, send } }: Pick<Session, 'account'>,
  target: ExecTarget,
  command: string,
  signal?: AbortSignal,
): Promise<StartedSession> {
  const { cluster, arn: task, id, container } = target;
  const input = new ExecuteCommandCommand({ cluster, task, container, command, interactive: true });
  try {
    const { session } = await send(clients.ecs, input, { signal });
    return {
      ok: true,
      value: {
        sessionId: must(session?.sessionId, 'sessionId'),
        streamUrl: must(session?.streamUrl, 'streamUrl'),
        tokenValue: must(session?.tokenValue, 'tokenValue'),
        target: `ecs:${cluster}_${id}_${containerIn(target)?.runtimeId ?? ''}`,
      },
    };
  } catch (error) {
    if (isCode(error, 'TargetNotConnectedException')) {
      return {
        ok: false,
        reason: `ECS does not reach the agent in the container. Try again in a moment; else check that the task role allows ssmmessages and that its subnets reach Session Manager, by NAT or an endpoint for ssmmessages: ${error.reason}`,
      };
    }
    throw error;
  }
}
