import type { Plan } from './plan';
import type { Cloud, Provider } from './provider';
import { refsIn } from './resource';

/** What an estimate has to know of a piece of work. */
export interface Work {
  readonly key: string;
  readonly needs: readonly string[];
  readonly subject: { readonly id: string; readonly type: string };
}

/** How long a run takes, by what its types are known to take; better known the further the run is. */
export interface Estimate {
  started(key: string): void;
  ended(key: string): void;
  /** When a piece of work will probably end; milliseconds since the epoch. */
  endOf(key: string): number;
  /** Seconds until everything has ended. */
  remaining(): number;
  /**
   * Seconds of the longest way from the beginning of a piece of work to the end of the run. No two are equal: where many
   * ways are as long, all calls prefer the same ones, so that these get done instead of all being half done.
   */
  tailOf(key: string): number;
}

/** Seconds that a call takes where a type says nothing else. */
const CALL = 1;
/** Milliseconds for which an answer stands: hundreds of jobs may start and end in a second. */
const FRESH = 1_000;

interface Step {
  readonly key: string;
  readonly needs: readonly string[];
  readonly seconds: number;
}

/** Estimates what is left of a plan, by the jobs that `changeJobs` has made of it. */
export function createEstimate(
  plan: Pick<Plan, 'decisions'>,
  work: readonly Work[],
  { provider, now, pace = 1 }: Pick<Cloud, 'provider' | 'now' | 'pace'>,
): Estimate {
  const steps = inOrder(stepsOf(plan, work, provider));
  const tails = tailsOf(steps, work);
  const jobs = new Set(work.map(({ key }) => key));
  const started = new Map<string, number>();
  const ended = new Map<string, number>();
  const begin = now();
  let ends = new Map<string, number>();
  let lastEnd = begin;
  let computedAt = Number.NEGATIVE_INFINITY;

  function expectedEnds(): ReadonlyMap<string, number> {
    if (now() - computedAt < FRESH) return ends;
    computedAt = now();
    ends = new Map();
    lastEnd = begin;
    for (const { key, needs, seconds } of steps) {
      const start = Math.max(started.get(key) ?? begin, ...needs.map(reached));
      const end = ended.get(key) ?? start + seconds * 1_000 * pace;
      ends.set(key, end);
      lastEnd = Math.max(lastEnd, end);
    }
    return ends;
  }

  /** When what needs it can go on: what is overdue is not over. */
  function reached(key: string): number {
    const end = ends.get(key) ?? begin;
    return jobs.has(key) && !ended.has(key) ? Math.max(end, now()) : end;
  }

  return {
    started: (key) => void started.set(key, now()),
    ended: (key) => void ended.set(key, now()),
    endOf: (key) => expectedEnds().get(key) ?? now(),
    remaining: () => {
      expectedEnds();
      return Math.max(0, (lastEnd - now()) / 1_000);
    },
    tailOf: (key) => tails.get(key) ?? 0,
  };
}

/**
 * The jobs with their durations. Beside each `ready` stands what it takes by itself (`up`): it is ready when that is
 * over and what it stands on is ready too, and then has to prove itself for as long as that says (health checks).
 */
function stepsOf(
  { decisions }: Pick<Plan, 'decisions'>,
  work: readonly Work[],
  provider: Cloud['provider'],
): Step[] {
  const jobs = new Map(work.map((job) => [job.key, job]));
  const probations = new Map(
    decisions.map(({ resource: { id, type, props } }) => [id, provider(type).probation?.(props) ?? 0]),
  );
  const steps = decisions.flatMap(({ resource: { id, type, props }, action }): Step[] => {
    const { expected: own = {}, health } = provider(type);
    const refs = refsIn(props).map(({ $ref }) => $ref);
    const probation = Math.max(0, ...refs.map((ref) => probations.get(ref) ?? 0));
    const up = action === 'keep' ? 0 : action === 'update' ? own.updated : own.ready;
    const isRolledOut = up !== undefined && up > 0;
    // What has no readiness of its own is as ready as what it stands on; what is ready at once asks for nobody's.
    const standsOn = isRolledOut || !health ? refs.map((ref) => `ready ${ref}`) : [];
    return [
      {
        key: `make ${id}`,
        needs: jobs.get(`make ${id}`)?.needs ?? [],
        seconds: action === 'keep' ? 0 : (own.make ?? CALL),
      },
      { key: `up ${id}`, needs: [`make ${id}`], seconds: up ?? 0 },
      {
        key: `ready ${id}`,
        needs: [`up ${id}`, ...(jobs.get(`ready ${id}`)?.needs ?? []), ...standsOn],
        seconds: isRolledOut ? probation : 0,
      },
    ];
  });
  const known = new Set(steps.map(({ key }) => key));
  const others = work.filter(({ key }) => !known.has(key));
  return [
    ...steps,
    ...others.map(({ key, needs, subject }) => ({
      key,
      needs,
      seconds: secondsOf(key, provider(subject.type)),
    })),
  ];
}

/** Of what is neither `make` nor `ready`: `delete`, `held` (ready with both at once), and steps of one call. */
function secondsOf(key: string, { expected = {} }: Provider): number {
  if (key.startsWith('delete ')) return expected.gone ?? CALL;
  return key.startsWith('held ') ? (expected.updated ?? CALL) : CALL;
}

/** What is needed before what needs it. */
function inOrder(steps: readonly Step[]): Step[] {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const ordered = new Set<Step>();
  const visit = (step: Step | undefined): void => {
    if (!step || !byKey.delete(step.key)) return;
    for (const need of step.needs) visit(byKey.get(need));
    ordered.add(step);
  };
  steps.forEach(visit);
  return [...ordered];
}

function tailsOf(ordered: readonly Step[], work: readonly Work[]): Map<string, number> {
  const behind = new Map<string, number>();
  for (const { key, needs, seconds } of [...ordered].reverse()) {
    const tail = seconds + (behind.get(key) ?? 0);
    behind.set(key, tail);
    for (const need of needs) behind.set(need, Math.max(behind.get(need) ?? 0, tail));
  }
  // Too small to turn real seconds round, large enough to tell thousands apart.
  return new Map(work.map(({ key }, index) => [key, (behind.get(key) ?? 0) - index * 1e-4]));
}
