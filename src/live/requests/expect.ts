import { runInNewContext } from 'node:vm';
import type { SavedRequest } from '../../kinds/client/model';
import { ownAnswer, symptomOf, type Answered } from './symptoms';

/** How long a pattern from a file may look at a body; some never end. Milliseconds. */
const PATTERN_TIME = 1_000;

export interface Judgement {
  readonly ok: boolean;
  /** A sentence; of good answers only when there is something to know. */
  readonly reason?: string;
}

/** Whether an answer is what the request expects. Without a word about it: below 500, and not the gateway's own. */
export function judgeAnswer(expect: SavedRequest['expect'], answer: Answered): Judgement {
  const symptom = symptomOf(answer);
  const because = symptom === undefined ? '' : ` ${symptom}`;
  if (expect?.status !== undefined && !isStatus(expect.status, answer.status)) {
    return { ok: false, reason: `Expected status ${expect.status}, got ${answer.status}.${because}` };
  }
  if (expect?.body !== undefined) {
    const matched = matches(expect.body, answer.body);
    if (typeof matched === 'string') return { ok: false, reason: matched };
    if (!matched) return { ok: false, reason: `The body does not match ${expect.body}.${because}` };
  }
  if (expect?.status !== undefined || expect?.body !== undefined) return { ok: true };
  // Who asks without a token has still reached the door.
  if (answer.status === 401) return { ok: true, ...(symptom !== undefined && { reason: symptom }) };
  if (answer.status < 500 && ownAnswer(answer) === undefined) return { ok: true };
  return { ok: false, reason: symptom ?? `The answer is status ${answer.status}.` };
}

function isStatus(wanted: number | string, status: number): boolean {
  return typeof wanted === 'number' ? wanted === status : Math.floor(status / 100) === Number(wanted[0]);
}

/** Runs the pattern with a time limit; a string says why it could not be run. */
function matches(pattern: string, body: string): boolean | string {
  try {
    new RegExp(pattern);
  } catch {
    return `The expected body is not a regular expression: ${pattern}`;
  }
  try {
    // Only here can V8 be stopped in the middle of a match.
    return (
      runInNewContext('new RegExp(pattern).test(body)', { pattern, body }, { timeout: PATTERN_TIME }) === true
    );
  } catch {
    return `The regular expression takes too long on this body: ${pattern}`;
  }
}
