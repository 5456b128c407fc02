import type { HealthState, HopStatus } from '../../model/protocol';
import { CAUSES, type Cause } from './causes';

/** What is thought of a hop, or of one resource of it. Without a cause all is well. */
export interface Verdict extends HopStatus {
  readonly cause?: Cause;
}

const RANK: Readonly<Record<HealthState, number>> = { ok: 0, unknown: 1, pending: 2, degraded: 3, broken: 4 };

/** Nothing to say but, perhaps, how much of it there is. */
export function fine(summary?: string): Verdict {
  return summary === undefined ? { state: 'ok' } : { state: 'ok', summary };
}

/** Something is the matter; state and remedy are those of the cause unless given. */
export function finding(
  cause: Cause,
  details: { readonly summary?: string; readonly reason?: string; readonly state?: HealthState } = {},
): Verdict {
  const { state, remedy } = CAUSES[cause];
  return { state, remedy, cause, ...details };
}

/** Asked a moment ago. */
export function notAnswered(): Verdict {
  return finding('notAnswered', { reason: 'AWS has not answered yet.' });
}

/** The worst of several; of equals the first. With nothing to judge all is well. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const [first, ...others] = verdicts;
  if (!first) return fine();
  return others.reduce((bad, next) => (RANK[next.state] > RANK[bad.state] ? next : bad), first);
}

/** The worst of a hop's resources, with a summary from any of them. */
export function together(verdicts: readonly Verdict[]): Verdict {
  const bad = worst(verdicts);
  const summary = bad.summary ?? verdicts.find((verdict) => verdict.summary !== undefined)?.summary;
  return summary === undefined ? bad : { ...bad, summary };
}
