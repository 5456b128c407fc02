import { whatIsMissing } from './exec/missing';
import { findPlugin, pluginProgram, pluginWarning, type Machine, type Program } from './exec/plugin';
import { startSession } from './exec/session';
import type { ExecTarget } from './exec/target';
import type { Session } from './session';

/** What is started when nobody says otherwise: every image that has a shell at all has this one. */
export const DEFAULT_COMMAND = '/bin/sh';

/** How to get into the container: through AWS's plugin, or in the sandbox by its own address. */
export type Way =
  | { readonly kind: 'plugin'; readonly program: Program; readonly warning?: string }
  | { readonly kind: 'sandbox'; readonly url: string; readonly token: string };

export type Opening =
  { readonly ok: true; readonly way: Way } | { readonly ok: false; readonly reason: string };

/**
 * Opens a terminal into a container. First it looks, at the account and at this machine, for all that is missing, and
 * says it; only then does anything begin in the container.
 */
export async function openTerminal(
  session: Session,
  target: ExecTarget,
  { command, machine, signal }: { command: string; machine: Machine; signal?: AbortSignal },
): Promise<Opening> {
  const { connection } = session.account;
  const isSandbox = connection.kind === 'sandbox';
  const [missing, plugin] = await Promise.all([
    whatIsMissing(session, target, signal),
    isSandbox ? undefined : findPlugin(machine),
  ]);
  const reasons = [...missing, ...(plugin && !plugin.ok ? [plugin.reason] : [])];
  if (reasons.length > 0) return { ok: false, reason: reasons.join('\n') };
  signal?.throwIfAborted();
  const started = await startSession(session, target, command, signal);
  signal?.throwIfAborted();
  if (!started.ok) return started;
  if (!plugin?.ok) {
    const { streamUrl: url, tokenValue: token } = started.value;
    return { ok: true, way: { kind: 'sandbox', url, token } };
  }
  const warning = pluginWarning(plugin.value);
  const program = pluginProgram(plugin.value, started.value, connection);
  return { ok: true, way: { kind: 'plugin', program, ...(warning !== undefined && { warning }) } };
}
